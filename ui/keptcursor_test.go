package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// click does with a click what the driver does: it takes the cursor away, unless something that can have it is under the
// mouse, and taps what can be tapped.
func (s *stage) click(at fyne.Position) {
	s.t.Helper()
	var hit fyne.CanvasObject
	keeps := false
	for _, o := range under(s.root(), fyne.Position{}, at) {
		_, focusable := o.(fyne.Focusable)
		if keeps = keeps || focusable; focusable || pressed(o) {
			hit = o
		}
	}
	if !keeps {
		s.window.window.Canvas().Unfocus()
	}
	if t, ok := hit.(fyne.Tappable); ok {
		t.Tapped(&fyne.PointEvent{AbsolutePosition: at})
	}
	s.q.drain()
}

// under are the visible objects at a place, from the outside in.
func under(o fyne.CanvasObject, from, at fyne.Position) (out []fyne.CanvasObject) {
	if !o.Visible() {
		return nil
	}
	from = from.Add(o.Position())
	inside := at.X >= from.X && at.Y >= from.Y && at.X < from.X+o.Size().Width && at.Y < from.Y+o.Size().Height
	if inside {
		out = append(out, o)
	}
	if _, clips := o.(*container.Scroll); clips && !inside {
		return nil
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			out = append(out, under(c, from, at)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			out = append(out, under(c, from, at)...)
		}
	}
	return out
}

// staysOn clicks on places all over the window where there is nothing to press; the cursor must stay.
func (s *stage) staysOn(what string, f fyne.Focusable) {
	s.t.Helper()
	c, empty := s.window.window.Canvas(), 0
	for x := float32(3); x < c.Size().Width; x += 41 {
		for y := float32(3); y < c.Size().Height; y += 37 {
			at := fyne.NewPos(x, y)
			if !s.emptyAt(at) {
				continue
			}
			empty++
			if s.click(at); c.Focused() != f {
				s.t.Fatalf("%s: a click at %v takes the cursor away: %T", what, at, c.Focused())
			}
		}
	}
	if empty < 50 {
		s.t.Errorf("%s: only %d empty places", what, empty)
	}
}

// emptyAt tells that nothing at a place takes a press.
func (s *stage) emptyAt(at fyne.Position) bool {
	for _, o := range under(s.root(), fyne.Position{}, at) {
		if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
			continue
		}
		if _, ok := o.(fyne.Focusable); ok || pressed(o) {
			return false
		}
		if name := fmt.Sprintf("%T", o); name == "*ui.gridBar" || name == "*ui.grid" || name == "*ui.panesLine" || name == "*widget.scrollBar" || name == "*widget.scrollBarArea" {
			return false
		}
	}
	return true
}

func TestClickOnAnEmptyPlaceLeavesTheCursorWhereItIs(t *testing.T) {
	s := newStage(t)
	s.setPIN()
	w := s.window
	w.form.number.fill([]byte(cardVisa))
	w.form.focus("expiry")
	s.staysOn("form", w.form.expiry)

	w.newOrder()
	s.staysOn("question", s.focused())
	w.sheets.leave()

	w.window.Canvas().Focus(w.form.uid)
	w.lock()
	s.staysOn("lock screen", w.cover.pin)
	s.keys(testPIN + "<enter>")
	if w.covered() {
		t.Error("Enter does not unlock after a click beside the field")
	}
}

func TestSpaceAndEnterWorkInASheetAfterAClickBesideIt(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.keys("gildong_0001_1111")
	s.q.pass(restAfter)
	s.window.flow.askReplace()
	s.staysOn("replace sheet", s.focused())
	s.keys("1111<enter>")
	if s.window.form.mode != modeReplace {
		t.Error("the sheet takes no keys after a click")
	}

	s.window.lock()
	s.staysOn("lock screen without PIN", s.window.cover.open)
	s.keys("<space>")
	if s.window.covered() {
		t.Error("Space does not open the lock screen")
	}
}
