package secret

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// revealers are the packages that may look inside a [Value], and in how many places. To add a place is a decision:
// raise the figure in the same change and say there where the bytes go.
var revealers = map[string]int{
	"api/secret":      1,  // its own length
	"api/card":        4,  // mask, last four, and the request body twice
	"api":             6,  // token request and Authorization header
	"api/lock":        3,  // may the PIN be set, its hash, and is it the right one
	"api/headless":    2,  // the password of a ledger's server: to its driver, and into the keychain
	"api/credentials": 10, // the keychain item; copy, comparison and validation of a key pair
}

// neverUnexported are types whose plain fields fmt can show when they sit in an unexported field.
var neverUnexported = []string{"Expiry", "Card"}

// source is every non-test Go file of the module by its path below the module root.
func source(t *testing.T) map[string]*ast.File {
	t.Helper()
	root := moduleRoot(t)
	files := map[string]*ast.File{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch name := filepath.Base(path); {
		case err != nil:
			return err
		case d.IsDir() && path != root && (name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		files[filepath.ToSlash(rel)] = f
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above this package")
		}
		dir = up
	}
}

// reveals counts uses of a selector .Reveal, called or taken as a method value.
func reveals(f *ast.File) int {
	n := 0
	ast.Inspect(f, func(node ast.Node) bool {
		if s, ok := node.(*ast.SelectorExpr); ok && s.Sel.Name == "Reveal" {
			n++
		}
		return true
	})
	return n
}

func packageOf(file string) string {
	if i := strings.LastIndexByte(file, '/'); i >= 0 {
		return file[:i]
	}
	return "."
}

func TestOnlyTheListedPackagesReveal(t *testing.T) {
	found := map[string]int{}
	for file, f := range source(t) {
		if n := reveals(f); n > 0 {
			found[packageOf(file)] += n
		}
	}
	for pkg, n := range found {
		if n > revealers[pkg] {
			t.Errorf("%s reveals secrets in %d places, allowed %d", pkg, n, revealers[pkg])
		}
	}
	if found["api/card"] != revealers["api/card"] || found["api/secret"] != revealers["api/secret"] {
		t.Errorf("found %v: lower the list when a place goes away", found)
	}
}

// unexportedUses names the unexported fields of structs in f whose type mentions one of the names by value.
func unexportedUses(f *ast.File, names []string) []string {
	var out []string
	ast.Inspect(f, func(node ast.Node) bool {
		s, ok := node.(*ast.StructType)
		if !ok {
			return true
		}
		for _, field := range s.Fields.List {
			for _, name := range field.Names {
				if !name.IsExported() && slices.Contains(names, byValue(field.Type, f.Name.Name)) {
					out = append(out, name.Name)
				}
			}
		}
		return true
	})
	return out
}

// byValue is the name of the package card type that expr holds without a pointer between: T, []T, [n]T, map[K]T.
func byValue(expr ast.Expr, pkg string) string {
	switch e := expr.(type) {
	case *ast.Ident:
		if pkg == "card" {
			return e.Name
		}
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && x.Name == "card" {
			return e.Sel.Name
		}
	case *ast.ArrayType:
		return byValue(e.Elt, pkg)
	case *ast.MapType:
		return byValue(e.Value, pkg)
	}
	return ""
}

func TestNoExpirySitsWhereItWouldPrint(t *testing.T) {
	for file, f := range source(t) {
		for _, field := range unexportedUses(f, neverUnexported) {
			t.Errorf("%s: unexported field %s would be printed with its digits: export it or hold a pointer", file, field)
		}
	}
}

func TestTheSourceRulesFindWhatTheyForbid(t *testing.T) {
	const bad = `package p
type s struct { e card.Expiry; E card.Expiry; p *card.Card; l []card.Card; m map[string]card.Expiry; n int }
func f() { g := v.Reveal; _ = v.Reveal(); _ = w.v.Reveal() }`
	f, err := parser.ParseFile(token.NewFileSet(), "bad.go", bad, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := unexportedUses(f, neverUnexported); !slices.Equal(got, []string{"e", "l", "m"}) {
		t.Errorf("fields found: %v", got)
	}
	if n := reveals(f); n != 3 {
		t.Errorf("%d reveals found, want 3", n)
	}
	if len(source(t)) < 10 {
		t.Error("the module was not found")
	}
}
