package ledger

import (
	"errors"
	"fmt"
)

// Errors asked for with errors.Is.
var (
	// ErrSettled: the entry was already decided; its outcome stands.
	ErrSettled = errors.New("ledger: entry is already settled")
	// ErrUnmasked: a masked number shows more than the first six and the last four digits, or is no mask.
	ErrUnmasked = errors.New("ledger: number is not masked to 6+4")
	// ErrNoEntry: there is no entry with this ID.
	ErrNoEntry = errors.New("ledger: no such entry")
	// ErrNotInForce: the entry holds no key in force, so it cannot be deleted.
	ErrNotInForce = errors.New("ledger: entry holds no key in force")
	// ErrForeign: the file is a database of another program. It was not touched.
	ErrForeign = errors.New("ledger: file belongs to another program")
	// ErrExists: there is a file of the name asked for. It was not touched.
	ErrExists = errors.New("ledger: a file of this name exists")
	// ErrChanged: an old entry was changed while it was being archived; see [Ledger.Archive].
	ErrChanged = errors.New("ledger: an entry was changed while it was being archived")
	// ErrMany: a list has more entries than were counted; the count that comes with it is of the newest. See [Shared.Count].
	ErrMany = errors.New("ledger: more entries than are counted")
)

// OpenOrderError is returned by [Ledger.Begin] when an order for the same profile and customer_uid is still open,
// here or in another process.
type OpenOrderError struct{ Entry Entry }

// Error names the open entry.
func (e *OpenOrderError) Error() string {
	return fmt.Sprintf("ledger: entry %d for this customer_uid is still %s", e.Entry.ID, e.Entry.State)
}

// InputError refuses an attempt, outcome or event that cannot be recorded. Field names what is missing or wrong.
type InputError struct{ Field string }

// Error names the field.
func (e *InputError) Error() string { return "ledger: " + e.Field + " is missing or wrong" }

// NewerError is returned by [Open] when a later version of the program wrote the ledger. It was not touched.
type NewerError struct{ Version, Known int }

// Error names both schema versions.
func (e *NewerError) Error() string {
	return fmt.Sprintf("ledger: schema %d is newer than %d, the newest this program knows", e.Version, e.Known)
}

// DamagedError tells that the file is damaged. From [Open], SetAside is where it was moved with its -wal and -shm:
// calling Open again makes a new ledger. SetAside is empty where it could not be moved, and from every other method:
// the file is then still in place.
type DamagedError struct {
	Path, SetAside string
	Err            error
}

// Error names the file and where it went.
func (e *DamagedError) Error() string {
	if e.SetAside == "" {
		return fmt.Sprintf("ledger: %s is damaged: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("ledger: %s is damaged and was moved to %s: %v", e.Path, e.SetAside, e.Err)
}

// Unwrap returns what was found.
func (e *DamagedError) Unwrap() error { return e.Err }

// UnwritableError tells that nothing could be written, and nothing was changed. It wraps [*FullError], [*ReadOnlyError],
// [*BusyError] or another error of the database.
type UnwritableError struct {
	// Reason is full, read_only, busy or io.
	Reason string
	Err    error
}

// Error names the reason.
func (e *UnwritableError) Error() string { return "ledger: " + e.Reason + ": " + e.Err.Error() }

// Unwrap returns the more particular error.
func (e *UnwritableError) Unwrap() error { return e.Err }

// FullError tells that there is no room to write.
type FullError struct{ Err error }

// Error passes on the database's words.
func (e *FullError) Error() string { return e.Err.Error() }

// Unwrap returns the database's error.
func (e *FullError) Unwrap() error { return e.Err }

// ReadOnlyError tells that the file or its folder cannot be written.
type ReadOnlyError struct{ Err error }

// Error passes on the database's words.
func (e *ReadOnlyError) Error() string { return e.Err.Error() }

// Unwrap returns the database's error.
func (e *ReadOnlyError) Unwrap() error { return e.Err }

// BusyError tells that another process held the file for longer than five seconds.
type BusyError struct{ Err error }

// Error passes on the database's words.
func (e *BusyError) Error() string { return e.Err.Error() }

// Unwrap returns the database's error.
func (e *BusyError) Unwrap() error { return e.Err }
