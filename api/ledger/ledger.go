package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// Ledger is an open ledger file. It is safe for use by several goroutines, and the file by several processes.
type Ledger struct {
	records
	path  string
	write *sql.DB   // one connection: writes queue here, not at the file's lock
	tidy  *sql.DB   // writes what is derived from entries, without waiting for the disk
	read  *sql.DB   // cannot write
	watch *sql.Conn // of read, kept for [Ledger.Version]
}

// Open opens the ledger at path, making it and its folder if they are missing (0600 in 0700), and brings its schema up
// to date. Errors: [*DamagedError] (the file was set aside; Open again makes a new one), [*NewerError], [ErrForeign],
// [*UnwritableError]. A ledger that is up to date opens also where it cannot be written.
func Open(ctx context.Context, path string) (*Ledger, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	if err := create(path); err != nil {
		return nil, unwritable(err)
	}
	before, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	l, err := startUntil(ctx, path, time.Now().Add(patience))
	if err != nil {
		if isDamage(err) {
			return nil, setAside(path, before, time.Now(), err)
		}
		return nil, fmt.Errorf("ledger: open: %w", l.typed(err))
	}
	return l, nil
}

// create makes the file, readable by its owner only; SQLite gives its -wal and -shm the same rights. An existing file
// is not opened here: closing it would drop the locks of every connection this process holds on it.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// unwritable gives an error of the file system its reason.
func unwritable(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return &UnwritableError{"read_only", &ReadOnlyError{err}}
	case errors.Is(err, syscall.ENOSPC):
		return &UnwritableError{"full", &FullError{err}}
	}
	return &UnwritableError{"io", err}
}

const (
	// patience is how long a lock of another process is waited for; see also busy_timeout in sqlite.go.
	patience = 5 * time.Second
	retry    = 20 * time.Millisecond
)

// startUntil starts a ledger, again and again until the deadline while another process makes the same one: where two
// switch a new file to WAL at once, SQLite refuses one of them without waiting. The ledger comes back with an error too,
// closed.
func startUntil(ctx context.Context, path string, deadline time.Time) (*Ledger, error) {
	for {
		l := newLedgerAt(path)
		err := l.start(ctx)
		if err == nil {
			return l, nil
		}
		_ = l.Close()
		if !isBusy(err) || time.Now().After(deadline) {
			return l, err
		}
		select {
		case <-ctx.Done():
			return l, ctx.Err()
		case <-time.After(retry):
		}
	}
}

func (l *Ledger) start(ctx context.Context) (err error) {
	if l.read, err = openPool(l.path, readers+1, reading); err != nil {
		return err
	}
	err = probe(ctx, l.read)
	if unfinished(err) {
		if err = rollBack(ctx, l.path); err == nil {
			err = probe(ctx, l.read)
		}
	}
	if err != nil {
		return err
	}
	if err = checkAtOpen(ctx, l.read, l.path); err != nil {
		return err
	}
	// Only now something that may write: a damaged file is set aside as it was found.
	if l.write, err = openPool(l.path, 1, writing); err != nil {
		return err
	}
	if err = migrate(ctx, l.read, l.write); err != nil {
		return err
	}
	if l.tidy, err = openPool(l.path, 1, tidying); err != nil {
		return err
	}
	l.watch, err = l.read.Conn(ctx)
	return err
}

// Path is the file's absolute path.
func (l *Ledger) Path() string { return l.path }

// Close closes the file. The last to close it, of all processes, folds the -wal into it.
func (l *Ledger) Close() error {
	var errs []error
	if l.watch != nil {
		if err := l.watch.Close(); !errors.Is(err, sql.ErrConnDone) { // closed twice
			errs = append(errs, err)
		}
	}
	// The writer goes last: a connection that cannot write cannot fold the -wal either.
	for _, db := range []*sql.DB{l.read, l.tidy, l.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

func newLedgerAt(path string) *Ledger {
	l := &Ledger{path: path}
	l.records = records{home: l}
	return l
}

func (l *Ledger) reads() querier { return l.read }

func (l *Ledger) lists() querier { return l.read }

// change runs f in one transaction that holds the file's write lock from the start, so that what f reads of anything stays
// true until it commits.
func (l *Ledger) change(ctx context.Context, _ []subject, f func(tx querier) error) error {
	return l.typed(inOne(ctx, l.write, func(tx *sql.Tx) error { return f(tx) }))
}

// now is this machine's clock.
func (l *Ledger) now() string { return strconv.FormatInt(time.Now().UnixMicro(), 10) }

func (l *Ledger) said(err error) error { return l.damaged(err) }

// beginner is a pool or a connection.
type beginner interface {
	BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error)
}

// inOne runs f in one transaction of db.
func inOne(ctx context.Context, db beginner, f func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback()
		return ended(ctx, err)
	}
	return ended(ctx, tx.Commit())
}

// ended names the reason when ctx ended the transaction under way.
func ended(ctx context.Context, err error) error {
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
