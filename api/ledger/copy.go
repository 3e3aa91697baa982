package ledger

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// pagesAtOnce is how many pages are copied before ctx is looked at again: 4 MB.
const pagesAtOnce = 1024

// copying writes a file that is thrown away if it is not finished, and synced once when it is.
var copying = role{mode: "rw", pragmas: []string{"journal_mode(off)", "synchronous(off)"}}

// copyLedger copies the ledger at from, page by page, to the empty file at to. All is read in one transaction: what
// others write meanwhile goes to the -wal and does not wait. It tells what was in the ledger at that moment.
func copyLedger(ctx context.Context, from string, as role, to string) (Backup, error) {
	db, err := openPool(from, 1, as)
	if err != nil {
		return Backup{}, err
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return Backup{}, err
	}
	defer func() { _ = conn.Close() }()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return Backup{}, err
	}
	defer func() { _ = tx.Rollback() }()
	b, err := tally(ctx, tx)
	if err != nil {
		return Backup{}, err
	}
	if err := conn.Raw(func(c any) error { return copyPages(ctx, c, to) }); err != nil {
		return Backup{}, err
	}
	return b, unwal(ctx, to)
}

func copyPages(ctx context.Context, from any, to string) error {
	source, ok := from.(interface {
		NewBackup(uri string) (*sqlite.Backup, error)
	})
	if !ok {
		return errors.ErrUnsupported
	}
	b, err := source.NewBackup(dsn(to, copying))
	if err != nil {
		return err
	}
	for more := true; more && err == nil; {
		if err = ctx.Err(); err == nil {
			more, err = b.Step(pagesAtOnce)
		}
	}
	if finish := b.Finish(); err == nil {
		err = finish
	}
	return err
}

// unwal makes a database one single file, which needs nothing beside it to be read, also on a medium that cannot be
// written.
func unwal(ctx context.Context, path string) error {
	db, err := openPool(path, 1, role{mode: "rw"})
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "PRAGMA journal_mode = delete")
	return errors.Join(err, db.Close())
}

// tally counts what a ledger of any schema holds.
func tally(ctx context.Context, db querier) (b Backup, err error) {
	var last int64
	err = db.QueryRowContext(ctx, `SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM entries),
		(SELECT count(*) FROM events), coalesce((SELECT at FROM events ORDER BY id DESC LIMIT 1), 0)`).
		Scan(&b.Schema, &b.Rows, &b.Events, &last)
	b.Last = timeOf(last)
	return b, err
}

// checking looks for damage.
type checking func(ctx context.Context, db *sql.DB) error

// headOnly leaves the search for damage to a later check, of the copy.
func headOnly(context.Context, *sql.DB) error { return nil }

// examine checks a file that nobody writes, and counts what it holds. It must be a ledger, not one to be. It is opened
// by SQLite alone: closing it otherwise would drop the locks of this process, if it is a ledger in use after all.
func examine(ctx context.Context, path string, check checking) (Backup, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, err
	}
	if !info.Mode().IsRegular() {
		return Backup{}, ErrForeign
	}
	db, err := openPool(path, 1, unchanged(path))
	if err != nil {
		return Backup{}, err
	}
	defer func() { _ = db.Close() }()
	if err := probe(ctx, db); err != nil {
		return Backup{}, err
	}
	if v, err := version(ctx, db); err != nil || v == 0 {
		return Backup{}, errors.Join(err, ErrForeign)
	}
	if err := check(ctx, db); err != nil {
		return Backup{}, err
	}
	b, err := tally(ctx, db)
	b.Path, b.Bytes, b.At = path, info.Size(), info.ModTime()
	return b, err
}

// unchanged reads a file without touching it. One that was closed properly is read without locks, so that not even a
// -shm is put beside it.
func unchanged(path string) role {
	as := role{mode: "ro", pragmas: []string{"query_only(on)"}, still: true}
	for _, side := range []string{"-wal", "-journal"} {
		if _, err := os.Stat(path + side); !errors.Is(err, fs.ErrNotExist) {
			as.still = false
		}
	}
	return as
}

// isNoDatabase tells a file of another kind from a damaged one.
func isNoDatabase(err error) bool { return primary(err) == sqlite3.SQLITE_NOTADB }
