package ledger

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// applicationID marks the file as a ledger in SQLite's header: "BKLD".
const applicationID = 0x424B4C44

// readers is how many reads run at once; a write never waits for them, nor they for it.
const readers = 4

// role is what a connection is for.
type role struct {
	mode    string // SQLite's: rw or ro
	pragmas []string
	still   bool // nobody writes the file: no locks, and no -shm beside it
}

// smallCache is half a megabyte a connection: the system keeps the file's pages as well, and what a desk has in memory must
// not grow with its ledger.
const smallCache = "cache_size(-512)"

var (
	writing = role{mode: "rw", pragmas: []string{
		"journal_mode(wal)",
		"synchronous(full)", // every commit is on disk before it returns: the row must be there before a card leaves
	}}
	// What is derived can be made again: a power cut may take it back together with the entries in its queue.
	tidying = role{mode: "rw", pragmas: []string{"synchronous(normal)", smallCache}}
	// A read-only connection leaves a damaged file and its -wal as they are, even if it is the last to close; query_only
	// alone does not. It has no use for CHECKs, and walking the file is many times faster without them.
	reading = role{mode: "ro", pragmas: []string{"query_only(on)", "ignore_check_constraints(on)", smallCache}}
)

// dsn names the file as a URI, so that no character of its path is taken for an option. Every connection waits up to
// five seconds for another process, and every transaction takes the write lock at its start.
func dsn(path string, r role) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") { // C:/…
		p = "/" + p
	}
	q := url.Values{
		"mode": {r.mode}, "_txlock": {"immediate"},
		"_pragma": append([]string{"busy_timeout(5000)", "foreign_keys(on)", "trusted_schema(off)"}, r.pragmas...),
	}
	if r.still {
		q.Set("immutable", "1")
	}
	return (&url.URL{Scheme: "file", Path: p, OmitHost: true}).String() + "?" + q.Encode()
}

func openPool(path string, limit int, r role) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, r))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(limit)
	db.SetMaxIdleConns(limit)
	return db, nil
}

// unfinished tells that a process was killed while it made the file: its first pages must be rolled back.
func unfinished(err error) bool { return primary(err) == sqlite3.SQLITE_READONLY }

// rollBack lets SQLite roll back, which a read-only connection cannot, and does nothing else.
func rollBack(ctx context.Context, path string) error {
	db, err := openPool(path, 1, role{mode: "rw"})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = version(ctx, db)
	return err
}

// probe reads the header before anything is written: a foreign or newer file is refused untouched.
func probe(ctx context.Context, db querier) error {
	var id, version, objects int
	// One statement, one moment: another process may be making the ledger right now.
	err := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_master)`).Scan(&id, &version, &objects)
	if err != nil {
		return err
	}
	if id != applicationID && (id != 0 || objects > 0) {
		return ErrForeign
	}
	if known := newest(); version > known {
		return &NewerError{Version: version, Known: known}
	}
	return nil
}

// quickCheck walks every page of the file.
func quickCheck(ctx context.Context, db *sql.DB) error {
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return &corrupt{said}
	}
	return nil
}

// corrupt is damage that SQLite reported as a row, not as an error.
type corrupt struct{ said string }

// Error is SQLite's finding.
func (c *corrupt) Error() string { return strings.TrimSpace(c.said) }

// isDamage tells damage from every other failure.
func isDamage(err error) bool {
	var c *corrupt
	code := primary(err)
	return errors.As(err, &c) || code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}

// isFull tells a full disk where SQLite has another word for it: the -shm had no room to grow.
func isFull(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE
}

func isBusy(err error) bool { return primary(err) == sqlite3.SQLITE_BUSY }

// primary is SQLite's primary result code; 0 if err is not SQLite's.
func primary(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

// damaged gives damage its type, and marks the file; every other error passes. It is all that a read can tell of.
func (l *Ledger) damaged(err error) error {
	if isDamage(err) {
		suspect(l.path)
		return &DamagedError{Path: l.path, Err: err}
	}
	return err
}

// typed turns what SQLite says of a write into this package's errors.
func (l *Ledger) typed(err error) error {
	if isDamage(err) {
		return l.damaged(err)
	}
	return refused(err)
}

// refused gives what SQLite says of a write its reason; every other error passes.
func refused(err error) error {
	switch primary(err) {
	case sqlite3.SQLITE_IOERR:
		if isFull(err) {
			return &UnwritableError{"full", &FullError{err}}
		}
		return &UnwritableError{"io", err}
	case sqlite3.SQLITE_FULL:
		return &UnwritableError{"full", &FullError{err}}
	case sqlite3.SQLITE_READONLY:
		return &UnwritableError{"read_only", &ReadOnlyError{err}}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return &UnwritableError{"busy", &BusyError{err}}
	case sqlite3.SQLITE_CANTOPEN:
		return &UnwritableError{"io", err}
	}
	return err
}

// Version changes whenever this or another process has committed a write since the last call on this Ledger; a live
// panel reads again when it does. It means nothing across two Ledgers.
func (l *Ledger) Version(ctx context.Context) (int64, error) {
	var v int64
	// data_version does not count its own connection's writes, so it is read on one that never writes.
	err := l.watch.QueryRowContext(ctx, "PRAGMA data_version").Scan(&v)
	return v, l.damaged(err)
}

// watchEvery is how often the file is asked whether anything was written.
const watchEvery = 500 * time.Millisecond

// Watch calls changed whenever this or another process has written something, until ctx ends. It looks twice a second.
func (l *Ledger) Watch(ctx context.Context, changed func()) error {
	var seen int64
	for {
		if v, err := l.Version(ctx); err == nil && v != seen {
			if seen != 0 {
				changed()
			}
			seen = v
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(watchEvery):
		}
	}
}
