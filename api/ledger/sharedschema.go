package ledger

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed server/*.sql
var serverScripts embed.FS

const (
	// schemaName holds everything of the ledger's.
	schemaName = "billkey"
	// oldestServer is PostgreSQL 15.
	oldestServer = 150000
	// migrationLock is taken by whoever makes or changes the schema: "BKLD".
	migrationLock = applicationID
)

// serverSteps are the migrations in order; the n-th brings the schema to version n.
func serverSteps() []string {
	names, _ := fs.Glob(serverScripts, "server/0*.sql") // sorted; the pattern is right
	return names
}

// ready looks whether the server is fit, and brings the schema up to date.
func (l *Shared) ready(ctx context.Context) error {
	if err := l.fit(ctx); err != nil {
		return err
	}
	known := len(serverSteps())
	server := bound{db: l.db}
	has, err := schemaVersion(ctx, server)
	if err == nil && has < known {
		has, err = l.migrate(ctx)
	}
	if err != nil {
		return err
	}
	if has > known {
		l.newer = &NewerError{Version: has, Known: known}
	}
	var writes bool
	err = server.QueryRowContext(ctx, `SELECT has_table_privilege('billkey.entries', 'INSERT')`).Scan(&writes)
	l.looksOn = !writes
	return err
}

func (l *Shared) fit(ctx context.Context) error {
	var number int
	var version, encoding string
	err := bound{db: l.db}.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_version'),
		current_setting('server_encoding')`).Scan(&number, &version, &encoding)
	switch {
	case err != nil:
		return err
	case number < oldestServer:
		return &UnfitError{"version", version}
	case encoding != "UTF8":
		return &UnfitError{"encoding", encoding}
	}
	return nil
}

// schemaVersion is 0 where there is no ledger yet.
func schemaVersion(ctx context.Context, db querier) (v int, err error) {
	var there bool
	// Asked of the table, as every row is: what a connection knows of names by itself may be from before another's commit.
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'billkey' AND c.relname = 'version')`).Scan(&there)
	if err == nil && there {
		err = db.QueryRowContext(ctx, `SELECT number FROM billkey.version`).Scan(&v)
	}
	return v, err
}

// migrate takes all steps in one transaction, once, whoever comes first: the others wait, and find it done. Errors:
// [*RefusedError] where this user may not.
func (l *Shared) migrate(ctx context.Context) (version int, err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	// A step over millions of rows takes minutes, and so does waiting for a desk that takes it.
	if _, err := tx.ExecContext(ctx, `SELECT set_config('lock_timeout', '0', true), set_config('statement_timeout', '0', true)`); err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, migrationLock); err != nil {
		return 0, err
	}
	if version, err = schemaVersion(ctx, tx); err != nil || version >= len(serverSteps()) {
		return version, err
	}
	if err := takeSteps(ctx, tx, version); err != nil {
		if code(err) == "42501" {
			err = &RefusedError{"schema", err}
		}
		return version, err
	}
	return len(serverSteps()), tx.Commit()
}

func takeSteps(ctx context.Context, tx *sql.Tx, from int) error {
	if from == 0 { // IF NOT EXISTS asks for the right to make it even where it is there
		var there bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'billkey')`).Scan(&there)
		if err == nil && !there {
			_, err = tx.ExecContext(ctx, `CREATE SCHEMA billkey`)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, `CREATE TABLE billkey.version (number int NOT NULL); INSERT INTO billkey.version VALUES (0)`)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range serverSteps()[from:] {
		script, err := serverScripts.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(script)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := identify(ctx, bound{db: tx}); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE billkey.version SET number = $1`, len(serverSteps()))
	return err
}

// guards are what keeps the rows as they were written, whoever writes.
var guards = []string{"entries_guard", "entries_kept", "events_append_only"}

// Check looks whether everything that guards the rows stands: unique indexes, triggers and CHECKs. A [*DamagedError] names
// what is missing. Whether the server's files are sound is for its own tools (pg_amcheck).
func (l *Shared) Check(ctx context.Context) error {
	var missing string
	err := l.reads().QueryRowContext(ctx, `SELECT concat_ws(', ',
		(SELECT string_agg(g, ', ') FROM unnest($1::text[]) g WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t
			WHERE t.tgname = g AND t.tgrelid IN ('billkey.entries'::regclass, 'billkey.events'::regclass) AND t.tgenabled IN ('O', 'A'))),
		(SELECT string_agg(i, ', ') FROM unnest(ARRAY['entries_one_open', 'entries_one_in_force']) i WHERE NOT EXISTS (
			SELECT 1 FROM pg_index x WHERE x.indexrelid = to_regclass('billkey.' || i) AND x.indisunique AND x.indisvalid)),
		(SELECT string_agg(c, ', ') FROM unnest(ARRAY['masked_shows_6_4', 'key_masked_shows_6_4', 'prior_masked_shows_6_4',
			'text_holds_no_number']) c WHERE NOT EXISTS (SELECT 1 FROM pg_constraint p
			WHERE p.conname = c AND p.conrelid = 'billkey.entries'::regclass AND p.convalidated)))`, guards).Scan(&missing)
	if err == nil && missing != "" {
		err = &DamagedError{Path: l.server.String(), Err: fmt.Errorf("missing: %s", missing)}
	}
	return l.said(err)
}
