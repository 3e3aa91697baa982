package export

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"billkey/api/ledger"
)

// seoul has no clock changes; it is not read from the machine's tables, which may be missing.
var seoul = time.FixedZone("KST", 9*60*60)

// nine is nine in the morning in Seoul.
var nine = time.Date(2026, 3, 2, 9, 0, 0, 123456000, seoul)

// list is a source of these entries.
func list(entries ...ledger.Entry) Source {
	return func(_ context.Context, each func(ledger.Entry) error) error {
		for _, e := range entries {
			if err := each(e); err != nil {
				return err
			}
		}
		return nil
	}
}

// many is a source of n entries as a busy desk has them.
func many(n int) Source {
	return func(_ context.Context, each func(ledger.Entry) error) error {
		for i := range n {
			if err := each(usual(i)); err != nil {
				return err
			}
		}
		return nil
	}
}

func usual(i int) ledger.Entry {
	at := nine.Add(time.Duration(i) * time.Minute)
	return ledger.Entry{
		ID: int64(i + 1), Profile: "p1", Environment: "live", CustomerUID: fmt.Sprintf("gildong_%07d_1111", i),
		PG: "nice_v2", MID: "nictest04m", Masked: "411111******1111", KeyMasked: "411111******1111", Operator: "김영희",
		StartedAt: at, ConsentAt: at, SettledAt: at.Add(time.Second), State: ledger.Issued, CardName: "비씨카드",
		Inserted: at.Unix(), Updated: at.Unix(), Note: "두 번째 카드로 바꾸고 싶다고 하셨음",
	}
}

// all is an order for every column; each title is its key.
func all() Order {
	o := Order{Zone: seoul, Words: Words{Sheet: "빌링키", Program: "Billkey Desk"}}
	for _, key := range Columns() {
		o.Columns = append(o.Columns, Column{key, key})
	}
	return o
}

// only is an order for these columns.
func only(keys ...string) Order {
	o := all()
	o.Columns = nil
	for _, key := range keys {
		o.Columns = append(o.Columns, Column{key, key})
	}
	return o
}

type writer func(context.Context, string, Source, Order) (Written, error)

// writers are both, by the ending of their files.
var writers = map[string]writer{"csv": CSV, "xlsx": XLSX}

func eachWriter(t *testing.T, f func(t *testing.T, write writer, path string)) {
	for ending, write := range writers {
		t.Run(ending, func(t *testing.T) { f(t, write, filepath.Join(t.TempDir(), "results."+ending)) })
	}
}

func written(t testing.TB, write writer, path string, src Source, o Order) Written {
	t.Helper()
	w, err := write(t.Context(), path, src, o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// nothingIn fails if anything is left in the folder of path, but what is named.
func nothingIn(t *testing.T, path string, but ...string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	if fmt.Sprint(names) != fmt.Sprint(but) {
		t.Errorf("%q is left, want %q", names, but)
	}
}

// What the independent reader says; see testdata/read.py.
type (
	csvFile struct {
		BOM      bool       `json:"bom"`
		LineEnds []string   `json:"line_ends"`
		Rows     [][]string `json:"rows"`
	}
	xlsxFile struct {
		Parts    []string
		Creator  string
		Formulas int
		Sheets   []struct {
			Name string
			Rows [][]*xlsxCell
		}
	}
	xlsxCell struct{ Type, Value, Format string }
)

// python reads the file with a reader that has nothing in common with this package.
func python(t *testing.T, mode, path string, into any) {
	t.Helper()
	program, err := exec.LookPath("python3")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("python3 is not installed (Debian package python3)")
		}
		t.Skip("python3 is not installed (Debian package python3): nobody else can read what was written")
	}
	cmd := exec.Command(program, filepath.Join("testdata", "read.py"), mode, path)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatal(err)
	}
}
