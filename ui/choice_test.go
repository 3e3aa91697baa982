package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// The list of a choice marks the present value, and the keys go on from it.
func TestListOfSizesMarksThePresentOne(t *testing.T) {
	s := newStage(t)
	s.window.prefs.setScale("120")
	s.window.rebuild("ko")
	c := s.window.settings.prefs.scale
	s.window.window.Canvas().Focus(c)
	s.keys("<space>")
	marks := 0
	for _, i := range find[*canvas.Image](c.list) {
		if i.Resource != nil && i.Visible() && i.Size().Width > 1 {
			marks++
		}
	}
	if marks != 1 {
		t.Errorf("%d lines are marked", marks)
	}
	s.shot("choice-list")
	chosen := ""
	c.OnChanged = func(name string) { chosen = name }
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if chosen != "130%" || s.window.window.Canvas().Overlays().Top() != nil {
		t.Errorf("%q follows 120%%", chosen)
	}
	s.click(fyne.CurrentApp().Driver().AbsolutePositionForObject(c).AddXY(20, 15))
	if _, open := s.window.window.Canvas().Overlays().Top().(fyne.Widget); !open || s.focused() == nil {
		t.Error("a click does not open the list")
	}
}
