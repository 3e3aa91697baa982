package preflight

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// softwareFolder lies beside the program and holds what draws without a graphics card.
const softwareFolder = "software"

// drawer is the library that has to be in there.
const drawer = "opengl32.dll"

// errNoSoftware tells that the program came without the folder.
var errNoSoftware = errors.New("no software drawing beside the program")

// twin is the same program as exe under the same name in the folder software beside it: another name of the same file where
// the disk has such, else a copy. One that is there already stays if it is the same.
func twin(exe string) (path string, err error) {
	dir := filepath.Join(filepath.Dir(exe), softwareFolder)
	if _, err := os.Stat(filepath.Join(dir, drawer)); err != nil {
		return "", errNoSoftware
	}
	path = filepath.Join(dir, filepath.Base(exe))
	if sameProgram(exe, path) {
		return path, nil
	}
	return path, replaced(exe, path)
}

// Slow tells whether this is the twin: every picture of the window takes it a good part of a second.
func Slow() bool {
	exe, err := os.Executable()
	return err == nil && isTwin(exe)
}

func isTwin(exe string) bool {
	dir := filepath.Dir(exe)
	_, err := os.Stat(filepath.Join(dir, drawer))
	return err == nil && filepath.Base(dir) == softwareFolder
}

// sameProgram tells whether the other one is there and the same, by what is in it: its time says little of a copy.
func sameProgram(exe, other string) bool {
	here, err := os.Stat(exe)
	there, err2 := os.Stat(other)
	if err != nil || err2 != nil {
		return false
	}
	return os.SameFile(here, there) || here.Size() == there.Size() && sameBytes(exe, other)
}

func sameBytes(one, other string) bool {
	a, err := os.Open(one) // #nosec G304 -- the program itself
	if err != nil {
		return false
	}
	defer func() { _ = a.Close() }()
	b, err := os.Open(other) // #nosec G304 -- the program itself
	if err != nil {
		return false
	}
	defer func() { _ = b.Close() }()
	p, q := make([]byte, 1<<20), make([]byte, 1<<20)
	for {
		n, errA := io.ReadFull(a, p)
		m, errB := io.ReadFull(b, q)
		if !bytes.Equal(p[:n], q[:m]) {
			return false
		}
		if errA != nil || errB != nil {
			return ended(errA) && ended(errB)
		}
	}
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// replaced makes the twin under a name of this process's own and renames it, so that no half of a program is ever started.
func replaced(exe, path string) error {
	fresh := fmt.Sprintf("%s.%d.new", path, os.Getpid())
	_ = os.Remove(fresh) // of a process long gone
	err := os.Link(exe, fresh)
	if err != nil { // another disk, or one that has no second names
		err = copied(exe, fresh)
	}
	if err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		_ = os.Remove(fresh)
	}
	return err
}

func copied(from, to string) error {
	in, err := os.Open(from) // #nosec G304 -- the program itself
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o700) // #nosec G304 G302 -- it is to be started
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
