package lock

import (
	"context"
	"time"
)

// Record is what is remembered beside the hash. It holds no secret.
type Record struct {
	// Set tells whether a PIN is set. The hash may be elsewhere.
	Set bool
	// Wrong counts wrong PINs since the last right one; LastWrong is when the latest came.
	Wrong     int
	LastWrong time.Time
	// Removed is when the PIN was taken away without being entered; zero when it was not, or that was acknowledged.
	Removed time.Time
}

// Store remembers. Its calls may wait, for a keychain's prompt or a disk.
type Store interface {
	// Read gives the record; one that was never written is the zero Record.
	Read() (Record, error)
	Write(Record) error
	// Hash gives the hash that was kept.
	Hash(context.Context) ([]byte, error)
	// Keep stores a hash in place of any former one; Drop forgets it, and there may be none.
	Keep(context.Context, []byte) error
	Drop(context.Context) error
}
