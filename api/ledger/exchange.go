package ledger

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

// link is os.Link, but for tests.
var link = os.Link

// exchange puts the new file in place and keeps the former under its other name. The name never leads to no file, where
// another process would begin an empty ledger.
func (r *restoring) exchange(fresh string) error {
	err := moveSides(r.to, r.aside())
	if err == nil {
		err = r.replace(fresh)
	}
	if err != nil {
		return errors.Join(err, moveSides(r.aside(), r.to))
	}
	_ = os.Remove(r.to + mark)
	_ = syncFolder(r.to) // after a power cut either of the two is in place, each whole
	return nil
}

func (r *restoring) replace(fresh string) error {
	if r.hold == nil {
		return part{fresh, r.to}.finish()
	}
	if err := r.keep(); err != nil {
		return errors.Join(unwritable(err), removeIfThere(r.aside()))
	}
	if runtime.GOOS == "windows" {
		r.hold.drop() // an open file cannot be replaced there, neither ours nor another's
	}
	if err := os.Rename(fresh, r.to); err != nil {
		return errors.Join(irreplaceable(err), removeIfThere(r.aside()))
	}
	return nil
}

// irreplaceable is why a file was not replaced that could be written a moment ago: on Windows another program has it open, and
// is told of as missing rights or as a breach of sharing (error 32).
func irreplaceable(err error) error {
	if runtime.GOOS == "windows" && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.Errno(32))) {
		return &UnwritableError{"busy", &BusyError{err}}
	}
	return unwritable(err)
}

// keep gives the former file a second name, or makes a copy where the file system knows no second names.
func (r *restoring) keep() (err error) {
	if err := link(r.to, r.aside()); err == nil {
		return nil
	}
	r.hold.file, err = duplicate(r.to, r.aside())
	return err
}

// moveSides takes the -wal and -shm of a damaged or lost file out of the way: SQLite would write them into the new one.
func moveSides(from, to string) error {
	for _, side := range sides[1:] {
		if err := os.Rename(from+side, to+side); err != nil && !errors.Is(err, os.ErrNotExist) {
			return unwritable(err)
		}
	}
	return nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
