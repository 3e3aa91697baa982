package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// CreateRenderer draws a field that cannot be changed on another ground: the toolkit's own differs by a shade of its border.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryLook{e.Entry.CreateRenderer(), e}
	r.quieten()
	return r
}

type entryLook struct {
	fyne.WidgetRenderer
	e *entry
}

// Refresh follows theme and state.
func (r *entryLook) Refresh() {
	r.WidgetRenderer.Refresh()
	r.quieten()
}

// quieten relies on ground and border being the first of the toolkit's objects, which is a test.
func (r *entryLook) quieten() {
	ground, border := r.parts()
	if !r.e.Disabled() || border == nil {
		return
	}
	ground.FillColor, border.StrokeColor = colour(colourQuietWash), colour(colourLine)
	ground.Refresh()
	border.Refresh()
}

func (r *entryLook) parts() (ground, border *canvas.Rectangle) {
	o := r.Objects()
	if len(o) < 2 {
		return nil, nil
	}
	ground, _ = o[0].(*canvas.Rectangle)
	border, _ = o[1].(*canvas.Rectangle)
	if ground == nil {
		border = nil
	}
	return ground, border
}

// newDotted shows a field for a password with dots as large as those of the digit fields; it stays as high as others are.
func newDotted(e *entry) fyne.CanvasObject {
	return container.NewThemeOverride(e, dottedTheme{theme.Current()})
}

// dottedTheme is a theme with larger text in less room.
type dottedTheme struct{ fyne.Theme }

const (
	dotsSize  = 24
	dotsInset = 3.63
)

// Size makes the text larger.
func (t dottedTheme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return dotsSize
	case theme.SizeNameInnerPadding:
		return dotsInset
	}
	return t.Theme.Size(n)
}
