package ui

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/xuri/excelize/v2"
)

// exported asks for a file of the list, as far as work lets it come, and returns its path.
func (s *stage) exported(form string, all bool) string {
	s.t.Helper()
	s.shortcut(fyne.KeyE)
	s.says("export.title", "export.masked")
	c := controls(s.window.sheets.open.Content)
	c[0].(*choice).SetSelected(s.window.w.t("export.form." + form))
	c[1].(*tick).SetChecked(all)
	s.press(c[len(c)-1].(*button))
	return filepath.Join(s.dir, "billkey."+form)
}

// table reads a file that was exported, with a reader that is not ours.
func (s *stage) table(path string) [][]string {
	s.t.Helper()
	if strings.HasSuffix(path, ".xlsx") {
		return s.workbook(path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	text, marked := strings.CutPrefix(string(raw), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked {
		s.t.Fatalf("marked as UTF-8: %v, %v", marked, err)
	}
	return rows
}

func (s *stage) workbook(path string) [][]string {
	s.t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

func TestTheFilteredListIsExportedWithItsColumns(t *testing.T) {
	s := newFilledStage(t)
	p, w := s.window.results, s.window.w
	p.filters.change(viewFilter{Profile: "p2"})
	s.find("kim")
	p.grid.OnSort("company")
	s.q.drain()
	p.showColumn("pg", false)
	p.showColumn("name", true)
	want := s.found()
	for _, form := range exportForms {
		path := s.exported(form, false)
		s.shows(w.t("export.progress", "Done", "0", "Of", "0"))
		s.streams()
		s.bannerSays("export.done", "Count", number(int64(len(want))))
		s.shows(path)
		rows := s.table(path)
		if len(rows) != len(want)+1 {
			t.Fatalf("%s: %d rows of %d", form, len(rows)-1, len(want))
		}
		for i, key := range []string{"state", "time", "customer_uid", "name", "company", "number", "operator"} {
			if title := w.t("results.column." + key); !strings.HasPrefix(rows[0][i], title) {
				t.Errorf("%s: column %d is %q, not %s", form, i, rows[0][i], title)
			}
		}
		if slices.Contains(rows[0], w.t("results.column.pg")) {
			t.Errorf("%s: a hidden column is in the file: %q", form, rows[0])
		}
		for i, e := range want {
			r := rows[i+1]
			if r[0] != w.t("state."+string(e.State)) || r[2] != e.CustomerUID || r[3] != e.CustomerName || r[4] != e.CardName || r[5] != e.Masked {
				t.Fatalf("%s: row %d is %q, not %+v", form, i, r, e)
			}
		}
		s.shot("exported")
	}
}

func TestHiddenColumnsAreExportedWhenAskedFor(t *testing.T) {
	s := newStage(t)
	s.registered("gildong_0001_1111")
	path := s.exported("csv", true)
	s.streams()
	rows := s.table(path)
	for _, c := range resultColumns {
		if !slices.ContainsFunc(rows[0], func(title string) bool { return strings.HasPrefix(title, s.window.w.t("results.column."+c.key)) }) {
			t.Errorf("no column %s: %q", c.key, rows[0])
		}
	}
}

func TestAnExportThatIsStoppedLeavesNoFile(t *testing.T) {
	for _, form := range exportForms {
		s := newFilledStage(t)
		before := s.files()
		path := s.exported(form, false)
		work := s.q.streams[0]
		s.q.streams = nil
		stopped := false
		work(t.Context(), func(f func()) {
			f()
			if !stopped {
				stopped = true
				s.keys("<enter>") // the cursor is on the button that stops
			}
		})
		s.q.drain()
		s.says("export.left", "export.left.detail")
		if _, err := os.Stat(path); err == nil || !slices.Equal(before, s.files()) {
			t.Errorf("%s is left: %v", path, s.files())
		}
	}
}

// files are the names in the stage's folder, but for what SQLite keeps beside a ledger.
func (s *stage) files() (out []string) {
	s.t.Helper()
	names, err := os.ReadDir(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, n := range names {
		if !strings.Contains(n.Name(), ".db-") {
			out = append(out, n.Name())
		}
	}
	return out
}

func TestAnExportThatCannotBeWrittenSaysWhy(t *testing.T) {
	s := newStage(t, func(d *Deps) {
		d.NewFile = func(name string) string { return filepath.Join(d.LedgerPath, "no-such-folder", name) }
	})
	s.registered("gildong_0001_1111")
	s.exported("csv", false)
	s.streams()
	s.says("export.failed")
	s.shows("no-such-folder")
}

func TestAnEmptyListIsNotExported(t *testing.T) {
	s := newStage(t)
	s.shortcut(fyne.KeyE)
	if s.window.sheets.open != nil {
		t.Error("a sheet is open")
	}
}
