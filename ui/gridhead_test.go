package ui

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"golang.org/x/image/font/sfnt"
)

func (s *gridStage) order() []string {
	var out []string
	for _, c := range s.g.columns() {
		out = append(out, c.key)
	}
	return out
}

// fits is true when the columns fill the width and none is too narrow.
func (s *gridStage) fits() {
	s.t.Helper()
	end := float32(gridLead)
	for _, slot := range s.g.slots {
		if slot.w < gridMinWidth-1 || math.Abs(float64(slot.x-end)) > 0.1 {
			s.t.Errorf("a column is %v wide, at %v", slot.w, slot.x)
		}
		end = slot.x + slot.w
	}
	if math.Abs(float64(end-s.rows().Size().Width)) > 0.6 {
		s.t.Errorf("the columns end at %v of %v", end, s.rows().Size().Width)
	}
}

func TestGridColumnsFillTheWidth(t *testing.T) {
	s := newGridStage(t, "light", 100, gridTestSize)
	for _, width := range []float32{340, 400, 520, 800, 1600, 1000} {
		s.window.Resize(fyne.NewSize(width, 500))
		s.fits()
	}
	for _, c := range s.g.columns() {
		s.g.hideColumn(c.key, true)
	}
	if len(s.g.slots) != 1 {
		t.Errorf("%d columns are left", len(s.g.slots))
	}
	s.fits()
	s.g.hideColumn("uid", false)
	s.fits()
	if l := s.rows().lines[0]; len(l.cells) != 2 {
		t.Errorf("a row has %d cells", len(l.cells))
	}
}

func TestGridHeaderClickSorts(t *testing.T) {
	s := newGridStage(t, "light", 100, gridTestSize)
	h := s.g.head
	click := func(x float32) {
		h.MouseDown(gridMouse(x, 10))
		h.MouseUp(gridMouse(x, 10))
		h.Tapped(&fyne.PointEvent{})
	}
	click(s.g.slots[1].x + 30)
	if !s.said("sort uid") {
		t.Error("a click on a title does not sort")
	}
	h.MouseDown(gridMouse(s.g.slots[2].x+20, 10))
	h.Dragged(gridDragTo(s.g.slots[2].x+23, 10))
	h.DragEnd()
	if !s.said("sort name") {
		t.Error("a click of an unsteady hand does not sort")
	}
	click(h.Size().Width - 5)
	if !s.said("columns?") {
		t.Error("the button asks for no menu")
	}
	s.g.setSort("uid", true)
	if h.cells[1].arrow.Text != "▲" || h.cells[1].arrow.Hidden || !h.cells[6].arrow.Hidden {
		t.Error("the arrow is not where the rows are sorted")
	}
}

func TestGridBorderDragMovesWidth(t *testing.T) {
	s := newGridStage(t, "light", 100, gridTestSize)
	h, border := s.g.head, s.g.slots[1].x+s.g.slots[1].w
	left, right, others := s.g.slots[1].w, s.g.slots[2].w, s.g.slots[3]
	h.MouseMoved(gridMouse(border+2, 10))
	if h.Cursor() != desktop.HResizeCursor {
		t.Error("the cursor does not show that a border can be dragged")
	}
	h.MouseDown(gridMouse(border+2, 10))
	h.Dragged(gridDragTo(border+12, 10))
	h.Dragged(gridDragTo(border+32, 10))
	near := func(got, want float32) bool { return math.Abs(float64(got-want)) <= 1 }
	if a, b := s.g.slots[1].w-left, right-s.g.slots[2].w; !near(a, 30) || !near(b, 30) || !near(s.g.slots[3].x, others.x) {
		t.Errorf("a drag by 30 moved %v and %v", a, b)
	}
	h.Dragged(gridDragTo(border+2000, 10))
	if !near(s.g.slots[2].w, gridMinWidth) {
		t.Errorf("a column became %v wide", s.g.slots[2].w)
	}
	s.fits()
	h.MouseUp(gridMouse(border+2000, 10))
	h.DragEnd()
	if len(s.events) != 1 || !s.said("columns") {
		t.Errorf("called back %q", s.events)
	}
	wide := s.g.slots[1].w
	s.window.Resize(fyne.NewSize(1300, 500))
	s.window.Resize(gridTestSize)
	if !near(s.g.slots[1].w, wide) {
		t.Errorf("after a resize and back the column is %v wide, not %v", s.g.slots[1].w, wide)
	}
}

func TestGridTitleDragMovesColumn(t *testing.T) {
	s := newGridStage(t, "light", 100, gridTestSize)
	s.g.hideColumn("name", true)
	h := s.g.head
	drag := func(from int, x float32) {
		start := s.g.slots[from].x + 20
		h.MouseDown(gridMouse(start, 10))
		h.Dragged(gridDragTo(start+3, 10))
		h.Dragged(gridDragTo(x, 10))
		if s.g.insert.Hidden {
			t.Error("no line shows where the column would go")
		}
		h.MouseUp(gridMouse(x, 10))
		h.DragEnd()
	}
	drag(0, s.g.slots[2].x+3)
	if got := s.order(); !slices.Equal(got, []string{"uid", "name", "state", "card", "pg", "tries", "time"}) {
		t.Errorf("the columns are %q", got)
	}
	drag(1, 5000)
	if got := s.order(); got[6] != "state" || s.said("sort state") {
		t.Errorf("the columns are %q", got)
	}
	drag(5, -50)
	if got := s.order(); got[0] != "state" || !s.said("columns") || !s.g.insert.Hidden {
		t.Errorf("the columns are %q", got)
	}
	if text := s.rows().lines[0].cells[1].text.Text; text != gridTestRow(0).cells["uid"].text {
		t.Errorf("the second cell shows %q", text)
	}
	s.fits()
}

func TestGridHeaderByKeys(t *testing.T) {
	s := newGridStage(t, "light", 100, gridTestSize)
	h := s.g.head
	s.window.Canvas().Focus(h)
	if h.ring.Hidden {
		t.Error("the focus is not to be seen")
	}
	s.key(fyne.KeyRight, fyne.KeyReturn)
	if !s.said("sort uid") {
		t.Error("Enter does not sort")
	}
	h.TypedRune(' ')
	if !s.said("sort uid") {
		t.Error("Space does not sort")
	}
	wide := s.g.slots[1].w
	s.withShift(func() { s.key(fyne.KeyRight) })
	if s.g.slots[1].w <= wide || !s.said("columns") {
		t.Error("Shift+Right does not make wider")
	}
	s.withControl(fyne.KeyRight, 0)
	if got := s.order(); got[2] != "uid" || !s.said("columns") {
		t.Errorf("Ctrl+Right leads to %q", got)
	}
	s.withControl(fyne.KeyLeft, 0)
	s.withControl(fyne.KeyLeft, 0)
	s.withControl(fyne.KeyLeft, 0)
	if got := s.order(); got[0] != "uid" {
		t.Errorf("Ctrl+Left leads to %q", got)
	}
	s.key(fyne.KeyEnd, fyne.KeyReturn)
	if !s.said("columns?") {
		t.Error("the button cannot be pressed by keys")
	}
	s.key(fyne.KeyHome, desktop.KeyMenu)
	if !s.said("columns?") {
		t.Error("the menu key asks for no menu")
	}
}

// What the grid itself draws is in both fonts.
func TestGridSignsAreInTheFonts(t *testing.T) {
	for _, name := range []string{"Pretendard-Regular.otf", "Pretendard-Bold.otf"} {
		file, err := os.ReadFile(filepath.Join("..", "assets", "fonts", name))
		if err != nil {
			t.Fatal(err)
		}
		font, err := sfnt.Parse(file)
		if err != nil {
			t.Fatal(err)
		}
		var buf sfnt.Buffer
		for _, r := range "▲▼⋯…" {
			if glyph, err := font.GlyphIndex(&buf, r); err != nil || glyph == 0 {
				t.Errorf("%s has no %q", name, r)
			}
		}
	}
}
