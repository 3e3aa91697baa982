package export

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"
)

// ExistsError tells that something already has the name. It was not touched; another name may be taken.
type ExistsError struct{ Path string }

// Error names the path.
func (e *ExistsError) Error() string { return "export: " + e.Path + " exists already" }

// ColumnError refuses an order. Key is unknown or asked for twice, or empty if there are no columns at all.
type ColumnError struct{ Key string }

// Error names the key.
func (e *ColumnError) Error() string {
	return fmt.Sprintf("export: column %q cannot be written", e.Key)
}

// UnmaskedError tells that an entry shows more of a card number than first six and last four. Nothing is left of the file.
type UnmaskedError struct {
	// Entry is the ledger's ID, Column the key.
	Entry  int64
	Column string
}

// Error names the place and leaves out what stands there.
func (e *UnmaskedError) Error() string {
	return fmt.Sprintf("export: %s of entry %d shows a number", e.Column, e.Entry)
}

// WriteError tells that the file could not be written. Nothing is left of it.
type WriteError struct {
	Path string
	// Reason is full, read_only, missing (there is no such folder) or io.
	Reason string
	Err    error
}

// Error names path and cause.
func (e *WriteError) Error() string {
	return fmt.Sprintf("export: %s: %s: %v", e.Path, e.Reason, e.Err)
}

// Unwrap gives the system's error.
func (e *WriteError) Unwrap() error { return e.Err }

// Full tells whether an error of the file system means that a disk, or a share of it, has no room left.
func Full(err error) bool {
	return slices.ContainsFunc(fullErrors, func(full error) bool { return errors.Is(err, full) })
}

// unwritten gives an error of the file system its reason.
func unwritten(path string, err error) error {
	reason := "io"
	switch {
	case Full(err):
		reason = "full"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		reason = "read_only"
	case errors.Is(err, fs.ErrNotExist):
		reason = "missing"
	}
	return &WriteError{Path: path, Reason: reason, Err: err}
}
