package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func (s *gridStage) picked(want string) {
	s.t.Helper()
	if got := fmt.Sprint(s.g.selection(), s.g.cursor()); got != want {
		s.t.Errorf("selection and cursor are %s, want %s", got, want)
	}
}

func TestGridMouseSelects(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	s.g.scrollTo(100)
	s.click(102, 0)
	s.picked("[102] 102")
	s.click(105, fyne.KeyModifierShift)
	s.picked("[102 103 104 105] 105")
	s.click(101, fyne.KeyModifierShift)
	s.picked("[101 102] 101")
	s.click(107, fyne.KeyModifierControl)
	s.picked("[101 102 107] 107")
	s.click(101, fyne.KeyModifierControl)
	s.picked("[102 107] 101")
	s.click(108, fyne.KeyModifierControl)
	s.click(109, fyne.KeyModifierControl|fyne.KeyModifierShift)
	s.picked("[102 107 108 109] 109")
	s.click(104, 0)
	s.picked("[104] 104")
	if s.window.Canvas().Focused() != s.rows() {
		t.Error("a click does not give the rows the keys")
	}
	s.g.setTotal(103)
	s.g.setTotal(3)
	s.rows().MouseDown(gridMouse(10, 400))
	s.picked("[] -1") // a click on empty space leaves nothing that a deed would hit
}

func TestGridDoubleClickOpens(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	s.click(3, 0)
	s.now = s.now.Add(time.Minute)
	s.click(3, 0)
	s.click(4, 0)
	if s.said("open 3") || s.said("open 4") {
		t.Error("single clicks open")
	}
	s.click(4, 0)
	if !s.said("open 4") {
		t.Error("a double click does not open")
	}
	s.click(4, 0)
	if s.said("open 4") {
		t.Error("a third click opens again")
	}
}

func TestGridSecondaryClickAsksForTheMenu(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	s.click(2, 0)
	s.click(4, fyne.KeyModifierShift)
	press := func(i int) {
		e := gridMouse(300, s.g.place.top(i)+5)
		e.Button = desktop.MouseButtonSecondary
		s.rows().MouseDown(e)
		s.rows().MouseUp(e)
		test.TapSecondaryAt(s.rows(), e.Position)
	}
	press(3)
	s.picked("[2 3 4] 4")
	press(6)
	s.picked("[6] 6")
	if !s.said("menu 6") {
		t.Error("no menu was asked for")
	}
	at := fyne.NewPos(s.g.slots[1].x+5, gridHeadHeight+s.g.place.top(6)+5)
	if i, key := s.g.cellAt(at); i != 6 || key != "uid" {
		t.Errorf("under the mouse is row %d, %q", i, key)
	}
}

func TestGridKeysMoveAndSelect(t *testing.T) {
	s := newGridStage(t, "light", 1_000_000, gridTestSize)
	s.g.focus()
	s.key(fyne.KeyDown)
	s.picked("[0] 0")
	s.key(fyne.KeyDown, fyne.KeyDown)
	s.withShift(func() { s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp) })
	s.picked("[2 3] 3")
	s.withControl(fyne.KeyDown, 0)
	s.withControl(fyne.KeyDown, 0)
	s.picked("[2 3] 5")
	s.rows().TypedRune(' ')
	s.picked("[2 3 5] 5")
	s.key(fyne.KeyReturn)
	if !s.said("open 5") {
		t.Error("Enter does not open")
	}
	s.withShift(func() { s.key(fyne.KeyF10) })
	if !s.said("menu 5") {
		t.Error("Shift+F10 asks for no menu")
	}
	s.rows().TypedShortcut(&fyne.ShortcutCopy{})
	if !s.said(`copy "" true`) {
		t.Error("Ctrl+C does not copy")
	}
	s.withControl(fyne.KeyEnd, 0)
	s.picked("[999999] 999999")
	s.key(fyne.KeyHome)
	s.withControl(fyne.KeyEnd, fyne.KeyModifierShift)
	if n := s.g.selectionCount(); n != 1_000_000 || !s.whole(999_999) {
		t.Errorf("%d rows are selected", n)
	}
}

func TestGridCursorStaysInSight(t *testing.T) {
	s := newGridStage(t, "light", 1_000_000, gridTestSize)
	s.g.focus()
	walk := []fyne.KeyName{fyne.KeyDown, fyne.KeyPageDown, fyne.KeyDown, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyEnd,
		fyne.KeyUp, fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyPageDown}
	for round := range 30 {
		for _, key := range walk {
			if key == fyne.KeyHome && round%2 == 1 {
				continue
			}
			s.key(key)
			if !s.whole(s.g.cursor()) {
				t.Fatalf("after %s the cursor %d is not in sight: %v", key, s.g.cursor(), s.shown())
			}
		}
		s.g.scrollBy(float32(round) * 777) // the wheel moves the cursor out of sight; the next key brings it back
	}
}

func TestGridTabLeadsOn(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	before, after := widget.NewEntry(), widget.NewEntry()
	s.window.SetContent(&fyne.Container{Layout: &atLeast{}, Objects: []fyne.CanvasObject{before, s.g, after}})
	c := s.window.Canvas()
	walk := []fyne.Focusable{before, s.g.body, s.g.head, after}
	c.Focus(before)
	for _, want := range walk {
		if c.Focused() != want {
			t.Errorf("Tab leads to %T, not to %T", c.Focused(), want)
		}
		c.FocusNext()
	}
	c.Focus(after)
	for i := range walk {
		if want := walk[len(walk)-1-i]; c.Focused() != want {
			t.Errorf("Shift+Tab leads to %T, not to %T", c.Focused(), want)
		}
		c.FocusPrevious()
	}
}

func TestGridPassesOnWhatItDoesNotUse(t *testing.T) {
	s := newGridStage(t, "light", 1000, gridTestSize)
	c, passed := s.window.Canvas(), 0
	c.SetOnTypedKey(func(*fyne.KeyEvent) { passed++ })
	find := &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(find, func(fyne.Shortcut) { passed++ })
	for _, f := range []fyne.Focusable{s.g.body, s.g.head} {
		passed = 0
		c.Focus(f)
		s.key(fyne.KeyEscape)
		f.(fyne.Shortcutable).TypedShortcut(find)
		if passed != 2 {
			t.Errorf("%T passed on %d of Esc and Ctrl+F", f, passed)
		}
	}
}

func TestGridScrollBarDrag(t *testing.T) {
	const total = 1_000_000
	s := newGridStage(t, "light", total, gridTestSize)
	bar := s.g.bar
	pull := func(share float32) {
		y, h := bar.thumbAt()
		bar.MouseDown(gridMouse(15, y+9))
		bar.Dragged(gridDragTo(15, gridTrackInset+9+share*(bar.track()-h)))
	}
	pull(0.9)
	if i := s.g.firstRow(); i < total*9/10-2000 || i > total*9/10+2000 {
		t.Errorf("90 %% of the way leads to row %d", i)
	}
	if s.g.bubble.text.Hidden || s.g.bubble.text.Text != s.g.labelAt(s.g.firstRow()) {
		t.Errorf("the word beside the thumb is %q", s.g.bubble.text.Text)
	}
	if len(s.events) != 1 {
		t.Errorf("one drag called back %q", s.events)
	}
	bar.MouseUp(gridMouse(0, 0))
	bar.DragEnd()
	if !s.g.bubble.text.Hidden {
		t.Error("the word stays after the thumb was let go")
	}
	pull(1)
	s.lastIsAtTheFoot(total)
	pull(-3)
	if s.g.firstRow() != 0 || s.shown()[0] != 0 {
		t.Errorf("pulled to the top, the first row is %d", s.g.firstRow())
	}
	bar.DragEnd()
	bar.MouseDown(gridMouse(15, bar.Size().Height/2))
	if i := s.g.firstRow(); i < total/2-2000 || i > total/2+2000 {
		t.Errorf("a press in the middle leads to row %d", i)
	}
	if _, h := bar.thumbAt(); h < 28 {
		t.Errorf("the thumb is %v high", h)
	}
}

func TestGridMarks(t *testing.T) {
	const total = 1_000_000
	s := newGridStage(t, "light", total, gridTestSize)
	s.g.setMarks(gridTestMarks(total))
	m := s.g.bar.marks
	if len(m.names) < 5 || len(m.ticks) < len(m.names) {
		t.Fatalf("%d names, %d ticks", len(m.names), len(m.ticks))
	}
	for i := 1; i < len(m.names); i++ {
		if above := m.names[i-1]; above.Position().Y+above.Size().Height > m.names[i].Position().Y {
			t.Errorf("%q overlaps %q", above.Text, m.names[i].Text)
		}
	}
	s.g.bar.MouseDown(gridMouse(4, m.names[3].Position().Y+4))
	if s.g.firstRow() != m.at[3].at {
		t.Errorf("a press on a name leads to %d, not to %d", s.g.firstRow(), m.at[3].at)
	}
	s.window.Resize(fyne.NewSize(520, 400))
	if len(m.names) != 0 || len(m.ticks) == 0 || s.g.bar.Size().Width != gridBarWidth {
		t.Errorf("a narrow grid shows %d names", len(m.names))
	}
}
