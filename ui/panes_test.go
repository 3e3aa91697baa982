package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// What parts the halves is a grip of dots: nothing that is longer than wide, as the thumb of a scroll bar is.
func TestTheLineBetweenTheHalvesIsAGrip(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newTheme("light"))
	moved := float32(0)
	l := newPanesLine(func(dx float32) { moved += dx })
	test.NewTempWindow(t, l)
	l.Resize(fyne.NewSize(panesGap, 600))
	var last *canvas.Circle
	for _, o := range test.WidgetRenderer(l).Objects() {
		d, ok := o.(*canvas.Circle)
		if !ok || d.Size().Width != d.Size().Height || d.FillColor != colour(colourFaint) {
			t.Fatalf("%T of %v", o, o.Size())
		}
		if last != nil && (d.Position().X != last.Position().X || d.Position().Y < last.Position().Y+2*last.Size().Height) {
			t.Errorf("a dot at %v beside one at %v", d.Position(), last.Position())
		}
		last = d
	}
	l.MouseIn(nil)
	if last.FillColor != colour(colourAccent) {
		t.Error("it does not light up under the mouse")
	}
	l.MouseOut()
	l.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: 5}})
	if last.FillColor != colour(colourFaint) || moved != 5 {
		t.Errorf("moved by %v", moved)
	}
}
