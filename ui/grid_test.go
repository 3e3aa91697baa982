package ui

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

var gridTestSize = fyne.NewSize(1000, gridHeadHeight+530)

func TestGridReachesFirstAndLastRow(t *testing.T) {
	for _, total := range []int{10, 1_000_000, 10_000_000} {
		s := newGridStage(t, "light", total, gridTestSize)
		for range 2 {
			s.g.scrollTo(total - 1)
			s.lastIsAtTheFoot(total)
			s.window.Resize(fyne.NewSize(700, gridHeadHeight+311))
			s.g.scrollTo(total)
			s.lastIsAtTheFoot(total)
			s.window.Resize(gridTestSize)
			s.lastIsAtTheFoot(total)
			s.g.scrollTo(0)
			if y, ok := s.shown()[0]; !ok || y != 0 {
				t.Errorf("%d rows: the first stands at %v (%v)", total, y, ok)
			}
		}
	}
}

func (s *gridStage) lastIsAtTheFoot(total int) {
	s.t.Helper()
	y, ok := s.shown()[total-1]
	foot := float64(y + s.g.place.row - s.rows().Size().Height)
	fits := float32(total)*s.g.place.row <= s.rows().Size().Height
	if !ok || !fits && math.Abs(foot) > 0.01 || fits && s.g.firstRow() != 0 {
		s.t.Errorf("%d rows: the last ends %v from the foot (%v)", total, foot, ok)
	}
}

func TestGridWheelToTheEndAndBack(t *testing.T) {
	s := newGridStage(t, "light", 1_000_000, gridTestSize)
	at := fyne.NewPos(200, 200)
	c := s.window.Canvas()
	s.g.scrollTo(999_900)
	for range 300 {
		test.Scroll(c, at, 0, -25)
	}
	s.lastIsAtTheFoot(1_000_000)
	place := s.g.place
	for range 100 {
		test.Scroll(c, at, 0, 25)
	}
	if s.g.firstRow() >= 999_960 {
		t.Errorf("the wheel did not lead back: %d", s.g.firstRow())
	}
	for range 100 {
		test.Scroll(c, at, 0, -25)
	}
	if s.g.place != place {
		t.Errorf("there and back leads from %+v to %+v", place, s.g.place)
	}
	test.Scroll(c, at, 0, 31)
	test.Scroll(c, at, 0, -7)
	want := float32(-24) * 3 * gridRowHeight / wheelNotch
	if got := place.top(999_999) - s.g.place.top(999_999); math.Abs(float64(got-want)) > 0.01 {
		t.Errorf("scrolling is not smooth: moved by %v, want %v", got, want)
	}
}

func TestGridWheelGoesThreeRowsANotch(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	for _, dense := range []bool{false, true} {
		s.g.setDense(dense)
		s.g.scrollTo(0)
		test.Scroll(s.window.Canvas(), fyne.NewPos(100, 100), 0, -wheelNotch)
		if got := s.g.firstRow(); got != 3 {
			t.Errorf("dense %v: the first row is %d", dense, got)
		}
	}
}

func TestGridTellsOfRowsInSightOncePerChange(t *testing.T) {
	s := newGridStage(t, "light", 1_000_000, gridTestSize)
	s.g.scrollTo(500)
	if want := []string{"range 500 511"}; !slices.Equal(s.events, want) {
		t.Errorf("called back %q, want %q", s.events, want)
	}
	s.events = nil
	s.g.scrollBy(1)
	s.g.scrollBy(1)
	s.g.refreshRows()
	s.g.selectRow(502, false, false)
	if len(s.events) != 0 {
		t.Errorf("called back %q though the same rows are in sight", s.events)
	}
}

func TestGridKeepsNoMoreLinesThanInSight(t *testing.T) {
	s := newGridStage(t, "light", 10_000_000, gridTestSize)
	for i := range 400 {
		s.g.scrollBy(float32(i) * 37)
		first, last := s.g.rowsInSight()
		if n := len(s.rows().lines); n > last-first+1+2 {
			t.Fatalf("%d lines for rows %d to %d", n, first, last)
		}
		if len(s.shown()) != last-first+1 {
			t.Fatalf("%d lines are shown for rows %d to %d", len(s.shown()), first, last)
		}
	}
	s.g.scrollTo(0)
	s.asked = 0
	s.g.scrollBy(gridRowHeight)
	if s.asked > 1 {
		t.Errorf("scrolling by a row asked for %d rows", s.asked)
	}
}

func TestGridShowsPlaceholdersUntilRowsAreLoaded(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	full, loaded := s.g.row, false
	s.g.row = func(i int) (gridRow, bool) {
		if r, ok := full(i); loaded {
			return r, ok
		}
		return gridRow{}, false
	}
	s.g.scrollTo(300)
	line := s.rows().lines[300%len(s.rows().lines)]
	for _, p := range line.cells {
		if p.back.Hidden || !p.text.Hidden {
			t.Error("a row that is not loaded shows no bar, or a text")
		}
	}
	loaded = true
	s.g.refreshRows()
	if p := line.cells[1]; p.text.Hidden || !p.back.Hidden || p.text.Text != gridTestRow(300).cells["uid"].text {
		t.Errorf("a loaded row shows %q", p.text.Text)
	}
}

func TestGridShiftKeepsWhatIsSeen(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	s.g.scrollTo(400)
	s.g.scrollBy(13)
	s.g.selectRow(402, false, false)
	s.g.selectRow(404, true, false)
	before := s.shown()
	inserted := 0
	s.g.row = func(i int) (gridRow, bool) { return gridTestRow(i - inserted), true }
	inserted = 7
	s.g.setTotal(1007)
	s.g.shift(7)
	after := s.shown()
	for i, y := range before {
		if after[i+7] != y {
			t.Errorf("row %d stood at %v and now stands at %v", i, y, after[i+7])
		}
	}
	if got := fmt.Sprint(s.g.selection(), s.g.cursor()); got != "[409 410 411] 411" {
		t.Errorf("selected is %s", got)
	}
	s.g.shift(-7)
	s.g.setTotal(1000)
	if got := fmt.Sprint(s.g.selection(), s.g.cursor(), s.g.firstRow()); got != "[402 403 404] 404 400" {
		t.Errorf("selected is %s", got)
	}
}

func TestGridOfNoRows(t *testing.T) {
	s := newGridStage(t, "light", 0, gridTestSize)
	s.g.focus()
	s.key(fyne.KeyDown, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyReturn)
	s.g.scrollTo(5)
	s.g.scrollBy(100)
	s.rows().MouseDown(gridMouse(20, 20))
	s.g.bar.MouseDown(gridMouse(5, 100))
	s.g.bar.DragEnd()
	if first, last := s.g.rowsInSight(); len(s.events) != 0 || first != 0 || last != -1 || s.g.cursor() != -1 {
		t.Errorf("rows %d to %d, cursor %d, called back %q", first, last, s.g.cursor(), s.events)
	}
	s.g.setTotal(5)
	s.g.selectRow(4, false, false)
	s.g.setTotal(2)
	if s.g.cursor() != 1 || len(s.g.selection()) != 0 {
		t.Errorf("after rows went, cursor %d, selected %v", s.g.cursor(), s.g.selection())
	}
}

// The toolkit throws away renderers of what was not drawn for a minute, and the theme may change meanwhile.
func TestGridSurvivesNewRenderers(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	s.g.scrollTo(100)
	for _, w := range []fyne.Widget{s.g, s.g.body, s.g.head, s.g.bar} {
		if n := len(w.CreateRenderer().Objects()); n < 1 {
			t.Errorf("a new renderer of %T draws %d objects", w, n)
		}
	}
	if y := s.shown()[100]; y != 0 || len(s.shown()) < 10 {
		t.Error("the rows are lost")
	}
	before := s.rows().lines[0].cells[1].text.Color
	fyne.CurrentApp().Settings().SetTheme(newTheme("dark"))
	s.g.Refresh()
	if s.rows().lines[0].cells[1].text.Color == before {
		t.Error("the theme has changed, the rows have not")
	}
}

func TestGridDenseKeepsTheFirstRow(t *testing.T) {
	s := newGridStage(t, "light", 1_000_000, gridTestSize)
	s.g.scrollTo(777_777)
	s.g.setDense(true)
	if _, last := s.g.rowsInSight(); s.g.firstRow() != 777_777 || last < 777_777+17 {
		t.Errorf("rows %d to %d", s.g.firstRow(), last)
	}
	if !s.rows().lines[0].detail.text.Hidden {
		t.Error("a dense row shows a second line")
	}
}

// Quiet text stays readable on every wash of a row.
func TestGridWashesKeepContrast(t *testing.T) {
	for _, look := range []string{"light", "dark"} {
		test.NewTempApp(t).Settings().SetTheme(newTheme(look))
		for _, state := range []gridLineState{{selected: true, focused: true}, {selected: true}, {hover: true}} {
			for _, ink := range []fyne.ThemeColorName{colourInk, colourQuiet, colourBad, colourCare, colourGood} {
				if c := contrast(colour(ink), gridWash(state)); c < 4.5 {
					t.Errorf("%s: %s on the wash of %+v has a contrast of %.2f", look, ink, state, c)
				}
			}
		}
	}
}

func TestGridRulerAgreesWithTheToolkit(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newTheme("light"))
	m := newGridRuler()
	for _, s := range []string{"gildong_0001_1234", "비씨카드(카카오뱅크) ····7779", "AVATAR To. 1:1", "유효기간 오류입니다. [K205]"} {
		real, ours := fyne.MeasureText(s, 14, fyne.TextStyle{}).Width, m.width(s, 14, false)
		if ours < real-1 || ours > real*1.07 { // pairs such as AV stand closer
			t.Errorf("%q is %v wide, not %v", s, real, ours)
		}
		for room := float32(20); room < real; room += 7 {
			cut, width := m.cut(s, room, 14, false)
			if width > room || fyne.MeasureText(cut, 14, fyne.TextStyle{}).Width > room+3 {
				t.Errorf("%q is wider than %v", cut, room)
			}
		}
	}
}
