package architecture

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// requirement is a line of go.mod.
type requirement struct {
	Path, Version string
	Indirect      bool
}

// required reads a go.mod.
func required(t *testing.T, file string) (out []requirement) {
	t.Helper()
	b, err := exec.Command("go", "mod", "edit", "-json", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct{ Require []requirement }
	if err := json.Unmarshal(b, &mod); err != nil {
		t.Fatal(err)
	}
	return mod.Require
}

// Every module the program asks for by name has a row that says why, and no row outlives its module or names another
// version.
func TestEveryDependencyHasItsRow(t *testing.T) {
	t.Parallel()
	_, table, _ := strings.Cut(read(t, "CONTRIBUTING.md"), "\n## Dependencies\n")
	rows, brought, _ := strings.Cut(table, "\nWhat these bring that matters:\n")
	versions := map[string]string{}
	for _, r := range required(t, root+"/go.mod") {
		versions[r.Path] = r.Version
		if !r.Indirect && !strings.Contains(rows, "\n| `"+r.Path+"`") {
			t.Errorf("%s has no row in CONTRIBUTING.md", r.Path)
		}
	}
	for _, found := range regexp.MustCompile("`([a-z.]+\\.[a-z]+/[^` ]+)`(?: (v[0-9][^ ,|]*))?").FindAllStringSubmatch(firstColumns(rows+brought), -1) {
		version, there := versions[found[1]]
		if !there || found[2] != "" && found[2] != version {
			t.Errorf("CONTRIBUTING.md has %s %s, go.mod %q", found[1], found[2], version)
		}
	}
}

func firstColumns(table string) string {
	var out strings.Builder
	for line := range strings.Lines(table) {
		if cells := strings.Split(line, "|"); len(cells) > 1 {
			out.WriteString(cells[1] + "\n")
		}
	}
	return out.String()
}

// The C library that SQLite was translated with keeps no promises between versions: another one may compile and go wrong.
func TestSQLiteRunsOnTheLibraryItWasMadeWith(t *testing.T) {
	t.Parallel()
	const library, database = "modernc.org/libc", "modernc.org/sqlite"
	file, err := exec.Command("go", "list", "-m", "-f", "{{.GoMod}}", database).Output()
	if err != nil {
		t.Fatal(err)
	}
	want, is := version(required(t, strings.TrimSpace(string(file))), library), version(required(t, root+"/go.mod"), library)
	if want == "" || is != want {
		t.Errorf("%s is %q, %s wants %q", library, is, database, want)
	}
}

func version(all []requirement, path string) string {
	for _, r := range all {
		if r.Path == path {
			return r.Version
		}
	}
	return ""
}
