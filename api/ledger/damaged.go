package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// smallFile is the size up to which every Open walks the whole file; it takes about a tenth of a second.
const smallFile = 32 << 20

// sides are the files that belong to a database: without its -wal a damaged file loses what could be rescued.
var sides = []string{"", "-wal", "-shm"}

// small tells whether walking the file at every start is cheap.
func small(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() <= smallFile
}

// leftover tells that a -wal with content lies there: the last process ended without closing, or another is running.
func leftover(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// Check walks the whole file, indexes against rows, and references. It takes seconds on a large one: for the
// background. A damaged file is reported as [*DamagedError] and stays in place until the next [Open].
func (l *Ledger) Check(ctx context.Context) error {
	var said string
	if err := l.read.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil {
		return l.damaged(err)
	}
	if said != "ok" {
		return l.damaged(&corrupt{said})
	}
	var dangling int
	if err := l.read.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&dangling); err != nil {
		return l.damaged(err)
	}
	if dangling > 0 {
		return l.damaged(&corrupt{fmt.Sprintf("%d references lead nowhere", dangling)})
	}
	return nil
}

// setAside renames the damaged file and its -wal and -shm to path.damaged-<time>. before is the file as it was found:
// if another process has set it aside already, the new one in its place is left alone.
func setAside(path string, before os.FileInfo, at time.Time, found error) error {
	d := &DamagedError{Path: path, Err: found}
	if now, err := os.Stat(path); err != nil || !os.SameFile(before, now) {
		return d
	}
	to := path + ".damaged-" + at.UTC().Format("20060102T150405.000000Z")
	for _, side := range sides {
		err := os.Rename(path+side, to+side)
		if err != nil && (side == "" || !errors.Is(err, os.ErrNotExist)) {
			d.Err = errors.Join(found, err)
			return d
		}
	}
	d.SetAside = to
	return d
}
