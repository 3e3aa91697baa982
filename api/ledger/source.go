package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"
)

// Source is a ledger to be copied, as it stood at one moment. It is only read, whatever its schema is; who works with it
// meanwhile is not disturbed.
type Source struct {
	path    string
	db      querier
	said    func(error) error
	close   func() error
	own     string
	numbers map[string]int64 // of the ledgers whose rows lie in it
	ledgers map[int64]string
	// selectEntries and selectEvents are what every query of this ledger begins with.
	selectEntries, selectEvents string
}

// OpenSource reads the ledger in a file, which may be an archive, a back-up or in use. Errors: [ErrForeign], [*NewerError],
// [*DamagedError], and those of the file system.
func OpenSource(ctx context.Context, path string) (*Source, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	s, err := openFileSource(ctx, path, reading)
	if c := primary(err); c == sqlite3.SQLITE_CANTOPEN || c == sqlite3.SQLITE_READONLY { // nothing may be put beside it
		s, err = openFileSource(ctx, path, unchanged(path))
	}
	if isDamage(err) {
		return nil, &DamagedError{Path: path, Err: err}
	}
	if err != nil {
		return nil, fmt.Errorf("ledger: source: %w", err)
	}
	return s, nil
}

func openFileSource(ctx context.Context, path string, as role) (*Source, error) {
	db, err := openPool(path, 1, as)
	if err != nil {
		return nil, err
	}
	s := &Source{path: path, close: db.Close, said: func(err error) error {
		if isDamage(err) {
			return &DamagedError{Path: path, Err: err}
		}
		return err
	}}
	if err := s.readFile(ctx, db); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Source) readFile(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	s.db, s.close = tx, func() error { return errors.Join(tx.Rollback(), db.Close()) }
	if err := probe(ctx, tx); err != nil {
		return err
	}
	if v, err := version(ctx, tx); err != nil || v == 0 {
		return errors.Join(err, ErrForeign)
	}
	has, err := columnsOf(ctx, tx, "entries")
	if err != nil {
		return err
	}
	named, err := columnsOf(ctx, tx, "ledgers")
	if err != nil {
		return err
	}
	return s.know(ctx, func(column string) bool { return strings.Contains(has, `"`+column+`"`) }, named != "")
}

// OpenSharedSource reads the ledger on a server. Errors are those of [OpenShared], and [*NewerError]: what a later version
// has added to its rows could not be copied.
func OpenSharedSource(ctx context.Context, server Server) (*Source, error) {
	l, err := newShared(ctx, server)
	if err != nil {
		return nil, err
	}
	s := &Source{path: l.Path(), said: l.said, close: l.Close}
	if err := s.readServer(ctx, l); err != nil {
		_ = s.Close()
		return nil, l.said(err)
	}
	return s, nil
}

func (s *Source) readServer(ctx context.Context, l *Shared) error {
	if err := l.fit(ctx); err != nil {
		return err
	}
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	s.db, s.close = bound{db: tx}, func() error { return errors.Join(tx.Rollback(), l.Close()) }
	// It rests while the other side writes.
	if _, err := tx.ExecContext(ctx, `SET LOCAL idle_in_transaction_session_timeout = 0`); err != nil {
		return err
	}
	has, err := schemaVersion(ctx, s.db)
	switch known := len(serverSteps()); {
	case err != nil:
		return err
	case has == 0:
		return &RefusedError{"schema", errNameless}
	case has > known:
		return &NewerError{Version: has, Known: known}
	}
	return s.know(ctx, func(string) bool { return true }, has > 1)
}

// Path is the file's absolute path, or the server's URL.
func (s *Source) Path() string { return s.path }

// Close lets go of the moment.
func (s *Source) Close() error { return s.close() }

// laterColumns came with later schemas: what stands for them in an earlier one.
var laterColumns = map[string]string{
	"customer_name": "''", "looked_at": "0", "elsewhere": "''", "desk": "''", "watched_by": "''", "watched_until": "0",
}

const (
	eventColumns  = `e.id, e.at, e.operator, e.profile, e.customer_uid, coalesce(e.entry_id, 0), e.kind, e.detail`
	originColumns = `, coalesce(f.ledger, 0), coalesce(f.id, 0), coalesce(f.print, 0)`
)

// plainColumns are an entry's for scanEntry, without those of its neighbours.
func plainColumns() string {
	return strings.NewReplacer("coalesce(o.masked, '')", "''", "coalesce(n.masked, '')", "''").Replace(entryColumns)
}

// know learns the ledger's name and what its rows consist of.
func (s *Source) know(ctx context.Context, has func(column string) bool, named bool) (err error) {
	columns := plainColumns()
	for column, instead := range laterColumns {
		if !has(column) {
			columns = strings.Replace(columns, "e."+column, instead, 1)
		}
	}
	if !named {
		s.selectEntries, s.selectEvents = "SELECT "+columns+", 0, 0, 0 FROM entries e", "SELECT "+eventColumns+", 0, 0, 0 FROM events e"
		s.own, err = nameOfLedger(ctx, s.db)
		return err
	}
	s.selectEntries = "SELECT " + columns + originColumns + " FROM entries e LEFT JOIN entry_origins f ON f.here = e.id"
	s.selectEvents = "SELECT " + eventColumns + originColumns + " FROM events e LEFT JOIN event_origins f ON f.here = e.id"
	if s.ledgers, err = ledgersOf(ctx, s.db); err != nil {
		return err
	}
	s.own, s.numbers = s.ledgers[0], map[string]int64{}
	for n, id := range s.ledgers {
		s.numbers[id] = n
	}
	return nil
}

// count tells how much there is to copy.
func (s *Source) count(ctx context.Context) (entries, events int, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM events)`).Scan(&entries, &events)
	return entries, events, s.said(err)
}
