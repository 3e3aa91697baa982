package ledger

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// steps are the migrations in order; the n-th brings the schema to version n.
func steps() []string {
	names, _ := fs.Glob(migrations, "migrations/*.sql") // sorted; the pattern is right
	return names
}

func newest() int { return len(steps()) }

func version(ctx context.Context, db querier) (v int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
	return v, err
}

// migrate brings the schema up to date. All steps and the version they reach are one transaction: a crash leaves the
// old schema or the new one. An up-to-date file is not written at all.
func migrate(ctx context.Context, read, write *sql.DB) error {
	if v, err := version(ctx, read); err != nil || v == newest() {
		return err
	}
	tx, err := write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := runSteps(ctx, tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

func runSteps(ctx context.Context, tx *sql.Tx) error {
	from, err := version(ctx, tx) // again, under the lock: another process may have been first
	if err != nil {
		return err
	}
	for _, name := range steps()[min(from, newest()):] {
		script, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(script)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := identify(ctx, tx); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, max(from, newest())))
	return err
}
