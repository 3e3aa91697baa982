package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

// smallFile is the size up to which every Open walks the whole file; it takes about a tenth of a second. A larger one is
// walked when something was found wrong with it, and by [Ledger.Check].
const smallFile = 32 << 20

// checkedSize is smallFile, but for tests.
var checkedSize int64 = smallFile

// mark is the end of the name of the empty file that asks the next Open to walk a file of any size.
const mark = "-suspect"

// nameTime is how a time stands in the name of a file that was set aside; UTC.
const nameTime = "20060102T150405.000000Z"

// sides are the files that belong to a database: without its -wal a damaged file loses what could be rescued.
var sides = []string{"", "-wal", "-shm"}

// suspect marks the file. Where that cannot be written, damage is found again when it is met again.
func suspect(path string) { _ = os.WriteFile(path+mark, nil, 0o600) }

// checkAtOpen walks the file if it is small or marked.
func checkAtOpen(ctx context.Context, db *sql.DB, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	_, err = os.Stat(path + mark)
	marked := err == nil
	if !marked && info.Size() > checkedSize {
		return nil
	}
	if err := quickCheck(ctx, db); err != nil {
		return err
	}
	if marked {
		_ = os.Remove(path + mark) // it was sound after all
	}
	return nil
}

// Check walks the whole file, indexes against rows, and references. It takes about two seconds for 100,000 entries: for
// the background. A damaged file is reported as [*DamagedError]; it stays in place until the next [Open] sets it aside.
func (l *Ledger) Check(ctx context.Context) error {
	return l.damaged(fullCheck(ctx, l.read))
}

func fullCheck(ctx context.Context, db *sql.DB) error {
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return &corrupt{said}
	}
	var dangling int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&dangling); err != nil {
		return err
	}
	if dangling > 0 {
		return &corrupt{fmt.Sprintf("%d references lead nowhere", dangling)}
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
	to := path + ".damaged-" + at.UTC().Format(nameTime)
	for _, side := range sides {
		err := os.Rename(path+side, to+side)
		if err != nil && (side == "" || !errors.Is(err, os.ErrNotExist)) {
			d.Err = errors.Join(found, err)
			return d
		}
	}
	_ = os.Remove(path + mark)
	d.SetAside = to
	return d
}
