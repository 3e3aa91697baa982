package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "billkey"
)

// file is one parsed Go file of the module.
type file struct {
	path   string // from the root, with slashes
	folder string // "." for the root
	test   bool
	ast    *ast.File
	set    *token.FileSet
}

func (f file) line(n ast.Node) int { return f.set.Position(n.Pos()).Line }

// imports are the imported paths; those of the module are given from its root: "api/card".
func (f file) imports() (own, other []string) {
	for _, spec := range f.ast.Imports {
		name := strings.Trim(spec.Path.Value, `"`)
		inside, ours := strings.CutPrefix(name, module+"/")
		switch {
		case ours:
			own = append(own, inside)
		case strings.Contains(strings.Split(name, "/")[0], "."):
			other = append(other, name)
		}
	}
	return own, other
}

func (f file) has(imported string) bool {
	return slices.ContainsFunc(f.ast.Imports, func(s *ast.ImportSpec) bool { return s.Path.Value == `"`+imported+`"` })
}

// calls tells where package.function is called, by the name the package is imported under by default.
func (f file) calls(pkg, function string) (lines []int) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == function {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == pkg {
				lines = append(lines, f.line(n))
			}
		}
		return true
	})
	return lines
}

// sources parses every Go file of the module.
func sources(t *testing.T) []file {
	t.Helper()
	var out []file
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && p != root && (strings.HasPrefix(name, ".") || name == "build" || name == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		f, err := parse(p)
		out = append(out, f)
		return err
	})
	if err != nil || len(out) < 50 {
		t.Fatalf("%d files: %v", len(out), err)
	}
	return out
}

func parse(p string) (file, error) {
	from, err := filepath.Rel(root, p)
	if err != nil {
		return file{}, err
	}
	slashed := filepath.ToSlash(from)
	f := file{path: slashed, folder: path.Dir(slashed), test: strings.HasSuffix(p, "_test.go"), set: token.NewFileSet()}
	f.ast, err = parser.ParseFile(f.set, p, nil, 0)
	return f, err
}
