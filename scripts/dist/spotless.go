package main

import (
	"bytes"
	"debug/elf"
	"debug/pe"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// finished reads a program that is to be packed, and refuses one that says where it was built or carries what only a debugger
// reads: it is some other build than the one for packages.
func finished(f facts, path string) ([]byte, error) {
	program, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	folders, err := builders(f.root)
	if err == nil {
		err = spotless(program, folders)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return program, nil
}

// builders are the folders of this machine that a build reads from.
func builders(root string) ([]string, error) {
	here, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	said, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE", "GOCACHE").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	return append(strings.Fields(string(said)), here), nil
}

func spotless(program []byte, folders []string) error {
	for _, folder := range folders {
		if bytes.Contains(program, []byte(folder)) {
			return fmt.Errorf("the program names %s: it wants -trimpath", folder)
		}
	}
	sections, symbols, err := parts(program)
	if err != nil {
		return err
	}
	for _, name := range sections {
		if strings.HasPrefix(name, ".debug_") || strings.HasPrefix(name, ".zdebug_") {
			symbols = true
		}
	}
	if symbols {
		return errors.New("the program has symbols or debug information: it wants -s -w")
	}
	return nil
}

// parts are the names of a program's sections, and whether it has a table of symbols. A Mac's always has some of them; there
// nothing is told.
func parts(program []byte) (sections []string, symbols bool, err error) {
	switch {
	case bytes.HasPrefix(program, []byte(elf.ELFMAG)):
		e, err := elf.NewFile(bytes.NewReader(program))
		if err != nil {
			return nil, false, err
		}
		for _, s := range e.Sections {
			sections = append(sections, s.Name)
		}
		return sections, e.Section(".symtab") != nil, nil
	case bytes.HasPrefix(program, []byte("MZ")):
		p, err := pe.NewFile(bytes.NewReader(program))
		if err != nil {
			return nil, false, err
		}
		for _, s := range p.Sections {
			sections = append(sections, s.Name)
		}
		return sections, len(p.Symbols) != 0, nil
	}
	return nil, false, nil
}
