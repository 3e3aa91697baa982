package credentials

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Names inside the directory, and the size no list of profiles comes near to.
const (
	fileName    = "profiles.json"
	lockName    = "profiles.lock"
	tempPattern = "profiles-*.tmp"
	maxFileSize = 4 << 20
)

// DamagedError tells that the profiles file could not be understood. It was renamed, never deleted.
type DamagedError struct {
	Path     string // the file as it was named
	SetAside string // where its content is now; empty when it could not be renamed
	Err      error  // what was wrong with it
}

// Error is for logs.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("credentials: %s is damaged, now %q: %v", e.Path, e.SetAside, e.Err)
}

// Unwrap gives what was wrong.
func (e *DamagedError) Unwrap() error { return e.Err }

// setAside tells whether err is only the news that a damaged file was moved out of the way.
func setAside(err error) bool {
	var damaged *DamagedError
	return errors.As(err, &damaged) && damaged.SetAside != ""
}

func makeDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	return nil
}

// readDocument reads the file of dir. The caller holds the lock: a damaged file is renamed here.
func readDocument(dir string) (document, error) {
	path := filepath.Join(dir, fileName)
	data, err := readLimited(path)
	if err != nil {
		return document{}, err
	}
	doc, err := decodeDocument(data)
	if err != nil || len(data) > maxFileSize {
		return document{}, moveAside(path, err)
	}
	return doc, nil
}

func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	return data, nil
}

// moveAside renames a damaged file to a name that is free.
func moveAside(path string, cause error) error {
	if cause == nil {
		cause = errors.New("too large")
	}
	damaged := &DamagedError{Path: path, Err: cause}
	base := path + ".damaged-" + time.Now().UTC().Format("20060102T150405Z")
	for n := range 100 {
		to := base
		if n > 0 {
			to = fmt.Sprintf("%s-%d", base, n)
		}
		if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.Rename(path, to); err != nil {
			damaged.Err = errors.Join(cause, err)
			return damaged
		}
		damaged.SetAside = to
		return damaged
	}
	return damaged
}

// writeDocument replaces the file: either the old or the new one is there after a crash, never a part.
func writeDocument(dir string, doc document) error {
	data, err := doc.encode()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, tempPattern) // mode 0600
	if err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, fileName))
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("credentials: %w", err)
	}
	return syncDir(dir)
}

// removeLeftovers deletes what a crash between write and rename left. The caller holds the lock, so
// no writer is at work.
func removeLeftovers(dir string) {
	names, _ := filepath.Glob(filepath.Join(dir, tempPattern))
	for _, name := range names {
		_ = os.Remove(name)
	}
}
