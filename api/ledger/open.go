// Package ledger is the durable record of every attempt, issued and replaced key, in one SQLite file.
// It never sees a card: only first six and last four come in, and a CHECK refuses more.
package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"time"

	_ "modernc.org/sqlite" // the driver
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Ledger is one open file. It is safe for several goroutines; other processes may have the file open too.
type Ledger struct {
	db *sql.DB
}

// dsn sets what the promises rest on: WAL, a commit that has reached the disk, five seconds' patience with other
// writers, and write locks taken at the start of a transaction.
func dsn(path string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(5000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)", "temp_store(memory)",
	}}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// Open opens the file, makes it if it is not there, and brings it to this program's version. Errors: [*DamagedError]
// (the file was set aside; open again), [*NewerError], [*UnwritableError].
func Open(ctx context.Context, path string) (*Ledger, error) {
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	l := &Ledger{db: db}
	if err := l.prepare(ctx); err != nil {
		_ = db.Close()
		return nil, setAside(path, err)
	}
	return l, nil
}

// Close closes the file.
func (l *Ledger) Close() error { return l.db.Close() }

func (l *Ledger) prepare(ctx context.Context) error {
	var sound string
	if err := l.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&sound); err != nil {
		return err
	}
	if sound != "ok" {
		return &damage{sound}
	}
	return l.migrate(ctx)
}

type damage struct{ found string }

func (d *damage) Error() string { return d.found }

// setAside renames a file that is no sound database, with what SQLite keeps beside it.
func setAside(path string, err error) error {
	var d *damage
	code := primary(err)
	if !errors.As(err, &d) && code != sqlite3.SQLITE_CORRUPT && code != sqlite3.SQLITE_NOTADB {
		return classify(err)
	}
	aside := path + ".damaged-" + time.Now().UTC().Format("20060102T150405.000")
	for _, end := range []string{"", "-wal", "-shm"} {
		if rerr := os.Rename(path+end, aside+end); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
			return errors.Join(err, rerr)
		}
	}
	return &DamagedError{SetAside: aside, Err: err}
}

// migrate runs what is missing, each step and its bookkeeping in one transaction.
func (l *Ledger) migrate(ctx context.Context) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	for {
		done, err := l.step(ctx, steps)
		if done || err != nil {
			return err
		}
	}
}

func (l *Ledger) step(ctx context.Context, steps []string) (done bool, err error) {
	err = l.write(ctx, func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		if version > len(steps) {
			return &NewerError{Version: version, Known: len(steps)}
		}
		if done = version == len(steps); done {
			return nil
		}
		text, err := migrations.ReadFile(steps[version])
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf("%s;\nPRAGMA user_version = %d", text, version+1))
		return err
	})
	return done, err
}

// write runs f in one transaction that holds the write lock from its start.
func (l *Ledger) write(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return classify(err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := f(tx); err != nil {
		return classify(err)
	}
	return classify(tx.Commit())
}
