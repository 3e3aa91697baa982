package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// systems are those the program is made for.
var systems = []string{"linux", "windows", "darwin"}

// listed is one package as `go list -json` tells of it.
type listed struct {
	Dir    string
	Module *struct {
		Path, Version, Dir string
		Main               bool
		Replace            *struct{ Path, Version string }
	}
}

// module is what is linked of one module.
type module struct {
	path, version, dir string
	packages           map[string]bool // folders
}

// linked are the modules of all packages that end in the program on any of the systems, by their path.
func linked(root string) (map[string]*module, error) {
	out := map[string]*module{}
	for _, system := range systems {
		packages, err := dependencies(root, system)
		if err != nil {
			return nil, err
		}
		for _, p := range packages {
			if p.Module == nil || p.Module.Main { // the standard library, and the program itself
				continue
			}
			if p.Module.Replace != nil {
				return nil, fmt.Errorf("%s is replaced: whose licence holds?", p.Module.Path)
			}
			m := out[p.Module.Path]
			if m == nil {
				m = &module{path: p.Module.Path, version: p.Module.Version, dir: p.Module.Dir, packages: map[string]bool{}}
				out[m.path] = m
			}
			m.packages[p.Dir] = true
		}
	}
	return out, nil
}

func dependencies(root, system string) ([]listed, error) {
	cmd := exec.Command("go", "list", "-deps", "-json=Dir,Module", ".")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=1")
	var said bytes.Buffer
	cmd.Stderr = &said
	raw, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list for %s: %w\n%s", system, err, said.String())
	}
	var out []listed
	for d := json.NewDecoder(bytes.NewReader(raw)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
}

// folders are where a module's licences may lie: those of its linked packages, what is above them, and what is below and no
// package itself: C sources, fonts.
func (m *module) folders() ([]string, error) {
	seen := map[string]bool{}
	for dir := range m.packages {
		below, err := besides(dir)
		if err != nil {
			return nil, err
		}
		for _, b := range below {
			seen[b] = true
		}
		for ; ; dir = filepath.Dir(dir) {
			seen[dir] = true
			if dir == m.dir || len(dir) <= len(m.dir) {
				break
			}
		}
	}
	var out []string
	for dir := range seen {
		out = append(out, dir)
	}
	slices.Sort(out)
	return out, nil
}

// besides are the folders below dir that hold no Go package.
func besides(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() || p == dir {
			return err
		}
		sources, err := filepath.Glob(filepath.Join(p, "*.go"))
		if err != nil {
			return err
		}
		if len(sources) > 0 || d.Name() == "testdata" {
			return filepath.SkipDir
		}
		out = append(out, p)
		return nil
	})
	return out, err
}
