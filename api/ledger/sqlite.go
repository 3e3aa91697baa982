package ledger

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// applicationID marks the file as a ledger in SQLite's header: "BKLD".
const applicationID = 0x424B4C44

// readers is how many reads run at once; a write never waits for them, nor they for it.
const readers = 4

var (
	// Every connection waits up to 5 s for another process.
	common = []string{"busy_timeout(5000)", "foreign_keys(on)", "trusted_schema(off)"}
	// FULL makes every commit durable before it returns: the row must be on disk before a card leaves.
	writing = []string{"journal_mode(wal)", "synchronous(full)"}
	// A connection that cannot write has no use for CHECKs, and walking the file is many times faster without them.
	reading = []string{"query_only(on)", "ignore_check_constraints(on)"}
)

// dsn names the file as a URI, so that no character of its path is taken for an option.
func dsn(path string, pragmas ...string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") { // C:/…
		p = "/" + p
	}
	q := url.Values{"_pragma": append(append([]string{}, common...), pragmas...)}
	q.Set("_txlock", "immediate")
	return (&url.URL{Scheme: "file", Path: p, OmitHost: true}).String() + "?" + q.Encode()
}

func openPool(path string, limit int, pragmas ...string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn(path, pragmas...))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(limit)
	db.SetMaxIdleConns(limit)
	return db, nil
}

// probe reads the header before anything is written: a foreign or newer file is refused untouched.
func probe(ctx context.Context, db *sql.DB) error {
	var id, version, objects int
	for what, into := range map[string]*int{
		"PRAGMA application_id": &id, "PRAGMA user_version": &version, "SELECT count(*) FROM sqlite_master": &objects,
	} {
		if err := db.QueryRowContext(ctx, what).Scan(into); err != nil {
			return err
		}
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

// primary is SQLite's primary result code; 0 if err is not SQLite's.
func primary(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

// damaged gives damage its type; every other error passes. It is all that a read can tell of.
func (l *Ledger) damaged(err error) error {
	if isDamage(err) {
		return &DamagedError{Path: l.path, Err: err}
	}
	return err
}

// typed turns what SQLite says of a write into this package's errors.
func (l *Ledger) typed(err error) error {
	if isDamage(err) {
		return l.damaged(err)
	}
	switch primary(err) {
	case sqlite3.SQLITE_FULL:
		return &UnwritableError{"full", &FullError{err}}
	case sqlite3.SQLITE_READONLY:
		return &UnwritableError{"read_only", &ReadOnlyError{err}}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return &UnwritableError{"busy", &BusyError{err}}
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
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
