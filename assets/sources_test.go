package assets_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// ask is one call of t or has: a literal key, or the literal start and end of one put together.
type ask struct {
	at                string
	key, prefix, tail string
	names             []string // what it fills in
	fills             bool     // all names are known: t, with its pairs written out
	withHint          bool     // the key's hint is asked for as well
}

// usage is what the sources of the window and the commands say about keys.
type usage struct {
	literals map[string]string // every string literal → where
	asks     []ask
}

// keys are the keys a call may ask for, as far as its literals tell.
func (a ask) keys(known map[string][]string) []string {
	if a.prefix == "" {
		return []string{a.key}
	}
	var out []string
	for _, end := range known[a.prefix] {
		if strings.HasSuffix(end, a.tail) && (a.tail != "" || !strings.Contains(end, ".")) {
			out = append(out, a.prefix+end)
		}
	}
	return out
}

func sources(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no sources in %s: %v", dir, err)
	}
	files := map[string]*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = file
	}
	return files
}

// constants are the values of all string constants of a type, but for the empty one.
func constants(t *testing.T, dir, typeName string) []string {
	t.Helper()
	var values []string
	for _, file := range sources(t, dir) {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && lastName(spec.Type) == typeName {
				for _, v := range spec.Values {
					values = append(values, literal(v))
				}
			}
			return true
		})
	}
	values = without(values, "")
	if len(values) == 0 {
		t.Fatalf("%s has no constants of %s", dir, typeName)
	}
	return values
}

// returned are the string literals a function returns.
func returned(t *testing.T, dir, function string) []string {
	t.Helper()
	var values []string
	for _, file := range sources(t, dir) {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == function {
				ast.Inspect(f, func(n ast.Node) bool {
					if r, ok := n.(*ast.ReturnStmt); ok {
						values = append(values, literal(r.Results[0]))
					}
					return true
				})
			}
		}
	}
	if values = without(values, ""); len(values) == 0 {
		t.Fatalf("%s.%s returns no literal", dir, function)
	}
	return values
}

// literal is the value of a string literal, "" for anything else.
func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			return s
		}
	}
	return ""
}

func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// readUsage reads the sources of the window and of the commands.
func readUsage(t *testing.T) usage {
	t.Helper()
	u := usage{literals: map[string]string{}}
	for _, dir := range []string{"../ui", "../api/headless"} {
		for name, file := range sources(t, dir) {
			u.read(dir+"/"+name, file)
		}
	}
	return u
}

func (u *usage) read(name string, file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			u.literals[literal(n)] = name
		case *ast.CallExpr:
			u.call(name, n)
		}
		return true
	})
}

// call notes w.t(…) and w.has(…), and the helpers that make a labelled row of a key and its hint.
func (u *usage) call(file string, c *ast.CallExpr) {
	_, method := c.Fun.(*ast.SelectorExpr)
	name := lastName(c.Fun)
	switch {
	case method && (name == "t" || name == "has") && len(c.Args) > 0:
		a := askOf(c.Args[0])
		a.at, a.names, a.fills = file, names(c.Args[1:]), name == "t" && !c.Ellipsis.IsValid()
		u.asks = append(u.asks, a)
	case name == "addRow" || !method && name == "t":
		for _, arg := range c.Args {
			if key := literal(arg); wholeKey.MatchString(key) {
				u.asks = append(u.asks, ask{at: file, key: key, withHint: true})
			}
		}
	}
}

func askOf(e ast.Expr) ask {
	b, ok := e.(*ast.BinaryExpr)
	if !ok {
		return ask{key: literal(e)}
	}
	a := ask{tail: literal(b.Y)}
	for ok {
		a.prefix = literal(b.X)
		b, ok = b.X.(*ast.BinaryExpr)
	}
	return a
}

// names are the literal names in the pairs of a call.
func names(pairs []ast.Expr) []string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, "{"+literal(pairs[i])+"}")
	}
	return out
}
