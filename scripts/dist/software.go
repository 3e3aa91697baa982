package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// software is the folder beside billkey.exe with what draws its window where there is no driver.
const software = "software/"

// drawing are its libraries: the one that draws, and the one that programs know by name.
var drawing = []string{"libgallium_wgl.dll", "opengl32.dll"}

// errHalf tells that the folder is there and not whole.
var errHalf = errors.New("half of what draws in software is missing: make opengl")

// addSoftware adds the libraries if they were built.
func addSoftware(t tree, f facts, dir string) error {
	found := 0
	for _, name := range drawing {
		library, err := finished(f, filepath.Join(dir, software, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		t[software+name] = library
		found++
	}
	switch found {
	case 0:
		fmt.Println("Windows: without OpenGL in software, which make opengl builds")
	case len(drawing):
	default:
		return errHalf
	}
	return nil
}

// parted are the names beside the program, and those in the folder software without it.
func (t tree) parted() (beside, below []string) {
	for _, name := range t.names() {
		if library, yes := strings.CutPrefix(name, software); yes {
			below = append(below, library)
		} else {
			beside = append(beside, name)
		}
	}
	return beside, below
}

var mesas = regexp.MustCompile(`\x00Mesa ([0-9.]+)`)

// mesa is the version of what draws in software for the program for Windows in a folder; "" if it was not built, or there is
// none.
func mesa(dir string) (string, error) {
	library, err := os.ReadFile(filepath.Join(dir, software, drawing[0]))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	m := mesas.FindSubmatch(library)
	if m == nil {
		return "", fmt.Errorf("%s does not tell its version", drawing[0])
	}
	return string(m[1]), nil
}
