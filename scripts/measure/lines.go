package main

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// folder is a folder with Go files and how many lines they have; blank lines and comments count.
type folder struct {
	name        string
	code, tests int
}

// countLines counts below root, folder by folder, with the whole at the end.
func countLines(root string) ([]folder, error) {
	all := map[string]*folder{}
	sum := folder{name: "all"}
	err := fs.WalkDir(os.DirFS(root), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(p) != ".go" {
			return err
		}
		b, err := fs.ReadFile(os.DirFS(root), p)
		dir := path.Dir(p)
		if all[dir] == nil {
			all[dir] = &folder{name: dir}
		}
		for _, f := range []*folder{all[dir], &sum} {
			f.add(strings.HasSuffix(p, "_test.go"), bytes.Count(b, []byte("\n")))
		}
		return err
	})
	out := make([]folder, 0, len(all)+1)
	for _, f := range all {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b folder) int { return strings.Compare(a.name, b.name) })
	return append(out, sum), err
}

func (f *folder) add(test bool, lines int) {
	if test {
		f.tests += lines
		return
	}
	f.code += lines
}
