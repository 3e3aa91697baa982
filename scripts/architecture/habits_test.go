package architecture

import (
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	maxFile     = 300 // lines, of code that is no test
	maxFunction = 60  // lines, of code that is no test: a table of cases may be long
)

func TestOnlyTheRunnerLeavesTheWindowsThread(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if f.test || f.folder != "ui" || f.path == "ui/background.go" {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s:%d starts a goroutine", f.path, f.line(g))
			}
			return true
		})
		for _, function := range []string{"Do", "DoAndWait"} {
			for _, line := range f.calls("fyne", function) {
				t.Errorf("%s:%d calls fyne.%s", f.path, line, function)
			}
		}
	}
}

func TestNobodyWaitsForTheWindowsThread(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		for _, line := range f.calls("fyne", "DoAndWait") {
			t.Errorf("%s:%d: fyne.DoAndWait can wait for itself", f.path, line)
		}
	}
}

// TestTestsDoNotSleep lets two kinds of file pass: those whose clock is a bubble's of testing/synctest, where sleeping
// takes no time, and benchmarks, whose server takes its time on purpose.
func TestTestsDoNotSleep(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if !f.test || f.has("testing/synctest") || path.Base(f.path) == "bench_test.go" {
			continue
		}
		for _, line := range f.calls("time", "Sleep") {
			t.Errorf("%s:%d sleeps", f.path, line)
		}
	}
}

func TestFilesAndFunctionsStayShort(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if f.test {
			continue
		}
		if n := f.set.File(f.ast.FileStart).LineCount() - 1; n > maxFile { // the last line is empty
			t.Errorf("%s has %d lines", f.path, n)
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				if n := f.set.Position(fn.End()).Line - f.line(fn) + 1; n > maxFunction {
					t.Errorf("%s:%d %s has %d lines", f.path, f.line(fn), fn.Name.Name, n)
				}
			}
		}
	}
}

// topLevel is all that lies in the root, beside hidden files and what is built.
var topLevel = []string{
	"api", "assets", "scripts", "ui", "main.go", "FyneApp.toml", "go.mod", "go.sum", "Makefile",
	"README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
}

func TestRootHoldsOnlyWhatBelongsThere(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		built := name == "build" || name == "bin" || strings.HasSuffix(name, ".syso")
		if !strings.HasPrefix(name, ".") && !built && !slices.Contains(topLevel, name) {
			t.Errorf("%s does not belong in the root", name)
		}
	}
}

// TestNameAndVersionAgree compares what the toolkit's packager reads with what the program says of itself.
func TestNameAndVersionAgree(t *testing.T) {
	t.Parallel()
	toml := read(t, "FyneApp.toml")
	for file, line := range map[string]string{
		"main.go":              `const appID = "` + member(toml, "ID") + `"`,
		"api/headless/main.go": `var BuildVersion = "` + member(toml, "Version") + `"`,
	} {
		if !strings.Contains(read(t, file), line) {
			t.Errorf("%s does not have: %s", file, line)
		}
	}
	if name := member(toml, "Name"); name != "Billkey Desk" {
		t.Errorf("the program is called %q", name)
	}
}

func member(toml, name string) string {
	for line := range strings.Lines(toml) {
		if value, ok := strings.CutPrefix(line, name+" = "); ok {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
