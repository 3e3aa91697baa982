package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// choice is Fyne's select, which crashes when it is pressed while the toolkit has forgotten which window it stands in:
// that happens to what was not drawn for a while.
type choice struct{ widget.Select }

func newChoice(options []string, changed func(string)) *choice {
	c := &choice{}
	c.Options, c.OnChanged = options, changed
	c.PlaceHolder = "–" // the toolkit's own is English
	c.ExtendBaseWidget(c)
	return c
}

// Tapped opens the list, if there is a window to open it in; else drawing anew makes the window known again.
func (c *choice) Tapped(e *fyne.PointEvent) {
	if canvasOf(c) == nil {
		c.Refresh()
		return
	}
	c.Select.Tapped(e)
}

// TypedKey hands Esc on and opens the list like Tapped.
func (c *choice) TypedKey(k *fyne.KeyEvent) {
	if canvasOf(c) == nil {
		c.Refresh()
		return
	}
	if !passEscape(c, k) {
		c.Select.TypedKey(k)
	}
}
