package export

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// place is where a file is written before it has its name: a folder of its own beside it, on the same file system. What
// others leave behind in there goes with it.
type place struct {
	path, dir string
	file      *os.File // 0600
}

// newPlace makes it. Errors: [*ExistsError], [*WriteError].
func newPlace(path string) (*place, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, unwritten(path, err)
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, &ExistsError{path}
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".export-*") // 0700
	if err != nil {
		return nil, unwritten(path, err)
	}
	p := &place{path: path, dir: dir}
	p.file, err = os.OpenFile(filepath.Join(dir, "file"), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		p.clear()
		return nil, unwritten(path, err)
	}
	return p, nil
}

// settle brings the file to the disk and gives it its name, unless that is taken by now.
func (p *place) settle() error {
	if err := errors.Join(p.file.Sync(), p.file.Close()); err != nil {
		return unwritten(p.path, err)
	}
	// Renaming takes the place of what is there, so the name is claimed first, which no two can do.
	claim, err := os.OpenFile(p.path, os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &ExistsError{p.path}
	}
	if err != nil {
		return unwritten(p.path, err)
	}
	_ = claim.Close()
	if err := os.Rename(p.file.Name(), p.path); err != nil {
		_ = os.Remove(p.path)
		return unwritten(p.path, err)
	}
	syncFolder(filepath.Dir(p.path))
	return nil
}

// syncFolder brings the new name to the disk, where the system can.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// clear removes all that is not under its name.
func (p *place) clear() {
	if p.file != nil {
		_ = p.file.Close() // a second time after settle
	}
	_ = os.RemoveAll(p.dir)
}
