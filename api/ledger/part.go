package ledger

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// part is a file being made beside its final name.
type part struct{ path, to string }

// newPart makes the empty file for a new name. Errors: [ErrExists], [*UnwritableError].
func newPart(to string) (part, error) {
	to, err := filepath.Abs(to)
	if err != nil {
		return part{}, fmt.Errorf("ledger: %w", err)
	}
	if _, err := os.Lstat(to); err == nil {
		return part{}, ErrExists
	}
	return newPartOf(to)
}

// newPartOf makes an empty file beside to, readable by its owner only.
func newPartOf(to string) (part, error) {
	f, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".part-*")
	if err != nil {
		return part{}, fmt.Errorf("ledger: %w", unwritable(err))
	}
	if err := f.Close(); err != nil {
		return part{}, fmt.Errorf("ledger: %w", unwritable(err))
	}
	return part{f.Name(), to}, nil
}

// remove throws away what was not finished.
func (p part) remove() {
	for _, side := range append([]string{"-journal", mark}, sides...) {
		removeSoon(p.path + side)
	}
}

// removeSoon removes a file. Windows removes none that is open, and a statement that was given up lets go of its file a moment
// after it has returned.
func removeSoon(path string) {
	for range 200 {
		err := os.Remove(path)
		if err == nil || errors.Is(err, fs.ErrNotExist) || runtime.GOOS != "windows" {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// finish gives the file its name when it is on disk. The name is taken first: renaming alone would overwrite a file
// that came there meanwhile. Errors: [ErrExists], [*UnwritableError].
func (p part) finish() error {
	if err := syncFile(p.path); err != nil {
		return fmt.Errorf("ledger: %w", unwritable(err))
	}
	f, err := os.OpenFile(p.to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return ErrExists
	}
	if err != nil {
		return fmt.Errorf("ledger: %w", unwritable(err))
	}
	if err := errors.Join(f.Close(), os.Rename(p.path, p.to)); err != nil {
		_ = os.Remove(p.to)
		return fmt.Errorf("ledger: %w", unwritable(err))
	}
	if err := syncFolder(p.to); err != nil {
		_ = os.Remove(p.to)
		return fmt.Errorf("ledger: %w", unwritable(err))
	}
	return nil
}

// duplicate copies a file to a new name and waits until it is on disk. The file comes back open.
func duplicate(from, to string) (*os.File, error) {
	in, err := os.Open(from) // #nosec G304 -- the ledger that was in place
	if err != nil {
		return nil, err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // #nosec G304 -- beside it
	if err != nil {
		return in, err
	}
	_, err = io.Copy(out, in)
	return in, errors.Join(err, out.Sync(), out.Close())
}

// syncFile waits until a closed file is on disk.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0) // #nosec G304 -- a file just made
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder waits until the name of a file is on disk. Windows writes names down itself, and some file systems of
// networks have no such thing.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(filepath.Dir(path)) // #nosec G304 -- a folder, only to be synced
	if err != nil {
		return err
	}
	err = d.Sync()
	_ = d.Close()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
