package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// searchEntry is the field of the search. Its hint is the longest one that has room: the toolkit would let a longer one be scrolled.
type searchEntry struct {
	entry
	hints []string // the longest first
}

func newSearchEntry(hints ...string) *searchEntry {
	e := &searchEntry{hints: hints}
	e.ExtendBaseWidget(e)
	e.OnEscape = func() bool {
		held := e.Text != ""
		e.SetText("")
		return held
	}
	return e
}

// Resize chooses the hint.
func (e *searchEntry) Resize(s fyne.Size) {
	const around = 28 // what the field keeps free of text on both sides
	for _, hint := range e.hints {
		if e.PlaceHolder = hint; fyne.MeasureText(hint, size(sizeBody), fyne.TextStyle{}).Width+around <= s.Width {
			break
		}
	}
	e.entry.Resize(s)
	e.Refresh()
}

// clearable is a search field with a button at its end that empties it, which is there while it holds text.
func clearable(e *searchEntry) (body *fyne.Container, follow func()) {
	b := newButton("×", func() {
		e.SetText("")
		if c := canvasOf(e); c != nil {
			c.Focus(e)
		}
	})
	b.Importance = widget.LowImportance
	b.Hide()
	body = container.New(inField{}, e, b)
	return body, func() { show(b, e.Text != "") }
}

// inField lays its second object into the end of the first, which keeps its size.
type inField struct{}

// MinSize is the field's.
func (inField) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout keeps the field's border free.
func (inField) Layout(o []fyne.CanvasObject, s fyne.Size) {
	const border = 4
	o[0].Resize(s)
	o[1].Resize(fyne.NewSquareSize(s.Height - 2*border))
	o[1].Move(fyne.NewPos(s.Width-s.Height+border, border))
}
