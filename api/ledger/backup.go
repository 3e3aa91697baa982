package ledger

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

// Backup is a copy of a ledger in a file of its own.
type Backup struct {
	// Path is absolute.
	Path string
	// Rows and Events are how many entries and events it holds.
	Rows, Events int
	Bytes        int64
	// Schema is the version of its schema; older ones are brought up to date when they are restored.
	Schema int
	// At is when the copy was made; of a file that was read, when it was last written.
	At time.Time
	// Last is the time of the last event in it: what happened later is not in it. Zero if it holds none.
	Last time.Time
}

// BackUp copies the ledger to a new file at path (0600), as it is at this moment, while all desks go on: it reads, and
// nobody waits for it. The copy is made under a temporary name beside path, walked, counted and on disk before it gets
// its name; if anything fails or ctx ends, nothing is left. It takes some seconds for 100,000 entries.
// Errors: [ErrExists], [*UnwritableError] (full disk, folder that is missing or cannot be written), [*DamagedError] when
// it is the ledger that is damaged.
func (l *Ledger) BackUp(ctx context.Context, path string) (Backup, error) {
	p, err := newPart(path)
	if err != nil {
		return Backup{}, err
	}
	defer p.remove()
	at := time.Now()
	b, err := copyAndCount(ctx, l.path, reading, p.path, quickCheck)
	if err != nil {
		return Backup{}, fmt.Errorf("ledger: back up: %w", l.typed(ended(ctx, err)))
	}
	if err := p.finish(); err != nil {
		return Backup{}, err
	}
	b.Path, b.At = p.to, at
	return b, nil
}

// copyAndCount checks the copy it made, and wants in it what was counted when it was made.
func copyAndCount(ctx context.Context, from string, as role, to string, check checking) (Backup, error) {
	want, err := copyLedger(ctx, from, as, to)
	if err != nil {
		return Backup{}, err
	}
	got, err := examine(ctx, to, check)
	if err != nil {
		return Backup{}, err
	}
	if got.Rows != want.Rows || got.Events != want.Events || got.Schema != want.Schema {
		return Backup{}, &corrupt{fmt.Sprintf("the copy holds %d entries and %d events, not %d and %d",
			got.Rows, got.Events, want.Rows, want.Events)}
	}
	return got, nil
}

// ReadBackup checks a back-up, an archive, or a ledger that was set aside, of this schema or an older one: every page,
// every index against its rows, every reference. CHECKs wait for [Restore]: SQLite reads none from a file it may not
// write. The file is not changed. It takes some seconds for 100,000 entries.
// Errors: [*DamagedError], [*NewerError], [ErrForeign], and those of the file system, such as fs.ErrNotExist.
func ReadBackup(ctx context.Context, path string) (Backup, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Backup{}, fmt.Errorf("ledger: read back-up: %w", err)
	}
	b, err := examine(ctx, path, fullCheck)
	if err != nil {
		return Backup{}, fmt.Errorf("ledger: read back-up: %w", unreadable(path, ended(ctx, err)))
	}
	return b, nil
}

// unreadable gives what was found in a back-up its type; every other error passes.
func unreadable(path string, err error) error {
	switch {
	case isNoDatabase(err):
		return ErrForeign
	case isDamage(err):
		return &DamagedError{Path: path, Err: err}
	}
	return err
}
