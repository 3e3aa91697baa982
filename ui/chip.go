package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// chip is a small switch with a word, for filters that are often changed. That it is on is said by a tick and a fill.
type chip struct {
	widget.BaseWidget
	label            string
	on               bool
	focused, hovered bool
	OnToggle         func()
}

func newChip(label string, toggle func()) *chip {
	c := &chip{label: label, OnToggle: toggle}
	c.ExtendBaseWidget(c)
	return c
}

func (c *chip) set(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// Tapped switches.
func (c *chip) Tapped(*fyne.PointEvent) { call(c.OnToggle) }

// TypedRune switches on Space.
func (c *chip) TypedRune(r rune) {
	if r == ' ' {
		call(c.OnToggle)
	}
}

// TypedKey switches on Enter.
func (c *chip) TypedKey(k *fyne.KeyEvent) {
	if !passKey(c, k) && isEnter(k) {
		call(c.OnToggle)
	}
}

// TypedShortcut leaves the window's shortcuts to the window.
func (c *chip) TypedShortcut(s fyne.Shortcut) { passShortcut(c, s) }

// FocusGained shows the focus.
func (c *chip) FocusGained() {
	c.focused = true
	c.Refresh()
	bringIntoSight(c)
}

// FocusLost hides it.
func (c *chip) FocusLost() { c.focused = false; c.Refresh() }

// MouseIn shows that it can be pressed.
func (c *chip) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved does nothing.
func (c *chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (c *chip) MouseOut() { c.hovered = false; c.Refresh() }

// CreateRenderer draws a rounded field with the word in it.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{c: c, back: canvas.NewRectangle(nil), word: canvas.NewText("", nil)}
	r.Layout(c.Size())
	r.Refresh()
	return r
}

type chipRenderer struct {
	c    *chip
	back *canvas.Rectangle
	word *canvas.Text
}

const (
	chipPadX, chipPadY = 9, 5
	chipTick           = "✓ "
)

func (r *chipRenderer) Destroy() {}

func (r *chipRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.back, r.word} }

// MinSize keeps room for the tick, so that nothing moves when it comes.
func (r *chipRenderer) MinSize() fyne.Size {
	return fyne.MeasureText(chipTick+r.c.label, size(sizeSmall), fyne.TextStyle{Bold: true}).AddWidthHeight(2*chipPadX, 2*chipPadY)
}

func (r *chipRenderer) Layout(s fyne.Size) {
	r.back.Resize(s)
	r.word.Move(fyne.NewPos(0, chipPadY))
	r.word.Resize(fyne.NewSize(s.Width, s.Height-2*chipPadY))
}

func (r *chipRenderer) Refresh() {
	r.word.Text, r.word.TextSize, r.word.Alignment = r.c.label, size(sizeSmall), fyne.TextAlignCenter
	r.word.TextStyle = fyne.TextStyle{Bold: r.c.on}
	r.word.Color = colour(colourQuiet)
	r.back.FillColor, r.back.StrokeColor, r.back.StrokeWidth = colour(colourPanel), colour(colourLine), 1
	if r.c.hovered {
		r.back.FillColor = colour(colourQuietWash)
	}
	if r.c.on {
		r.word.Text = chipTick + r.c.label
		r.word.Color, r.back.FillColor, r.back.StrokeColor = colour(colourPanel), colour(colourAccent), colour(colourAccent)
	}
	if r.c.focused {
		r.back.StrokeColor, r.back.StrokeWidth = colour(colourInk), 2
	}
	r.back.CornerRadius = 12
	r.back.Refresh()
	r.word.Refresh()
}
