package ledger

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrSettled is returned when an entry that is not open any more is to be settled.
	ErrSettled = errors.New("ledger: entry is settled already")
	// ErrUnmasked is returned for a card number that shows more than first six and last four.
	ErrUnmasked = errors.New("ledger: card number is not masked")
)

// OpenOrderError says that another order for the customer_uid is still open.
type OpenOrderError struct{ Entry Entry }

// Error names the order in the way.
func (e *OpenOrderError) Error() string {
	return fmt.Sprintf("ledger: entry %d for this customer_uid is still open", e.Entry.ID)
}

// DamagedError says that the file was no sound ledger and has been set aside; opening again begins a new one.
type DamagedError struct {
	// SetAside is where the damaged file is now.
	SetAside string
	Err      error
}

// Error names the file.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("ledger: damaged, set aside as %s: %v", e.SetAside, e.Err)
}

// Unwrap gives what was wrong.
func (e *DamagedError) Unwrap() error { return e.Err }

// NewerError says that the ledger was written by a newer program.
type NewerError struct{ Version, Known int }

// Error names both versions.
func (e *NewerError) Error() string {
	return fmt.Sprintf("ledger: version %d is newer than this program's %d", e.Version, e.Known)
}

// UnwritableError says that nothing could be written.
type UnwritableError struct {
	// Reason is full, read_only, busy or io.
	Reason string
	Err    error
}

// Error names the reason.
func (e *UnwritableError) Error() string { return fmt.Sprintf("ledger: %s: %v", e.Reason, e.Err) }

// Unwrap gives the database's error.
func (e *UnwritableError) Unwrap() error { return e.Err }

var writeReasons = map[int]string{
	sqlite3.SQLITE_FULL:     "full",
	sqlite3.SQLITE_READONLY: "read_only",
	sqlite3.SQLITE_BUSY:     "busy",
	sqlite3.SQLITE_IOERR:    "io",
	sqlite3.SQLITE_CANTOPEN: "io",
}

// classify turns a database error into one of ours; others pass.
func classify(err error) error {
	if err == nil {
		return nil
	}
	if reason, ok := writeReasons[primary(err)]; ok {
		return &UnwritableError{Reason: reason, Err: err}
	}
	return err
}

// primary is the result code without its extension; 0 for other errors.
func primary(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}
