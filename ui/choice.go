package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// choice is Fyne's select, which crashes when it is pressed while the toolkit has forgotten which window it stands in:
// that happens to what was not drawn for a while.
// Its list marks the present value and the keys go on from there.
type choice struct {
	widget.Select
	list *widget.PopUpMenu // while it is open, or since
}

func newChoice(options []string, changed func(string)) *choice {
	c := &choice{}
	c.Options, c.OnChanged = options, changed
	c.PlaceHolder = "–" // the toolkit's own is English
	c.ExtendBaseWidget(c)
	return c
}

// Tapped opens the list, if there is a window to open it in; else drawing anew makes the window known again.
func (c *choice) Tapped(*fyne.PointEvent) {
	if canvasOf(c) == nil {
		c.Refresh()
		return
	}
	if c.Disabled() {
		return
	}
	canvasOf(c).Focus(c)
	c.open()
}

// open shows the list.
func (c *choice) open() {
	m := fyne.NewMenu("")
	for _, option := range c.Options {
		i := fyne.NewMenuItem(option, func() { c.take(option) })
		i.Checked = option == c.Selected
		m.Items = append(m.Items, i)
	}
	c.list = widget.NewPopUpMenu(m, canvasOf(c))
	c.list.ShowAtPosition(menuBelow(c).AddXY(0, c.Size().Height-c.Theme().Size(theme.SizeNameInputBorder)))
	least := c.list.MinSize()
	c.list.Resize(fyne.NewSize(max(least.Width, c.Size().Width), least.Height))
	for range c.SelectedIndex() + 1 {
		c.list.ActivateNext()
	}
}

// take chooses a value of the list, also the one that was chosen before.
func (c *choice) take(option string) {
	c.Selected = option
	if c.OnChanged != nil {
		c.OnChanged(option)
	}
	c.Refresh()
}

// Hide takes the open list away, too.
func (c *choice) Hide() {
	if c.list != nil {
		c.list.Hide()
	}
	c.Select.Hide()
}

// FocusGained shows the focus.
func (c *choice) FocusGained() {
	c.Select.FocusGained()
	bringIntoSight(c)
}

// TypedKey hands Esc on and opens the list like Tapped.
func (c *choice) TypedKey(k *fyne.KeyEvent) {
	if canvasOf(c) == nil {
		c.Refresh()
		return
	}
	switch {
	case passKey(c, k):
	case k.Name == fyne.KeySpace || k.Name == fyne.KeyUp || k.Name == fyne.KeyDown:
		c.open()
	default:
		c.Select.TypedKey(k)
	}
}

// CreateRenderer draws a border as the other fields have one.
func (c *choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{WidgetRenderer: c.Select.CreateRenderer(), c: c, border: canvas.NewRectangle(nil)}
	r.place(c.Size())
	r.colour()
	return r
}

type choiceRenderer struct {
	fyne.WidgetRenderer
	c      *choice
	border *canvas.Rectangle
}

// Layout lets the border span the field.
func (r *choiceRenderer) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.place(s)
}

// Objects has the border on top.
func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	return append(r.WidgetRenderer.Objects(), r.border)
}

// Refresh follows the theme.
func (r *choiceRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.colour()
}

func (r *choiceRenderer) place(s fyne.Size) {
	const half = 0.75 // the border is drawn around the middle of its width
	r.border.Move(fyne.NewSquareOffsetPos(half))
	r.border.Resize(s.SubtractWidthHeight(2*half, 2*half))
}

func (r *choiceRenderer) colour() {
	th, v := r.c.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.border.StrokeWidth, r.border.CornerRadius = 1.5, th.Size(theme.SizeNameInputRadius)
	r.border.StrokeColor = th.Color(theme.ColorNameInputBorder, v)
	if _, _, _, alpha := r.border.StrokeColor.RGBA(); r.c.Disabled() && alpha > 0 { // on the header's band there is no border
		r.border.StrokeColor = colour(colourLine)
	}
	r.border.Refresh()
}
