package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ringed draws a ring round a control that has the cursor. The toolkit lays a colour over the control instead, which cannot
// be told from the colour of a button that stands out, nor from a row that is selected.
type ringed struct {
	fyne.WidgetRenderer
	ring    *canvas.Rectangle
	focused func() bool
	ink     func() color.Color
}

const (
	ringWidth = 2
	ringGap   = 2 // between the ring and the control's edge, inwards
)

func newRinged(inner fyne.WidgetRenderer, focused func() bool, ink func() color.Color) *ringed {
	r := &ringed{WidgetRenderer: inner, ring: canvas.NewRectangle(color.Transparent), focused: focused, ink: ink}
	r.ring.StrokeWidth, r.ring.CornerRadius = ringWidth, 6
	r.draw()
	return r
}

// Layout puts the ring along the edge.
func (r *ringed) Layout(s fyne.Size) {
	r.WidgetRenderer.Layout(s)
	r.ring.Move(fyne.NewPos(ringGap, ringGap))
	r.ring.Resize(s.SubtractWidthHeight(2*ringGap, 2*ringGap))
}

// Objects are the control's own, and the ring over them.
func (r *ringed) Objects() []fyne.CanvasObject {
	own := r.WidgetRenderer.Objects()
	return append(own[:len(own):len(own)], r.ring)
}

// Refresh draws both.
func (r *ringed) Refresh() {
	r.draw()
	r.WidgetRenderer.Refresh()
}

func (r *ringed) draw() {
	r.ring.StrokeColor, r.ring.Hidden = r.ink(), !r.focused()
	r.ring.Refresh()
}

// CreateRenderer draws the button with a ring in the colour of its words.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(b.Button.CreateRenderer(), func() bool { return b.focused && !b.Disabled() }, func() color.Color {
		return b.Theme().Color(wordColours[b.Importance], fyne.CurrentApp().Settings().ThemeVariant())
	})
}

var wordColours = map[widget.Importance]fyne.ThemeColorName{
	widget.MediumImportance: theme.ColorNameForeground, widget.LowImportance: theme.ColorNameForeground,
	widget.HighImportance: theme.ColorNameForegroundOnPrimary, widget.DangerImportance: theme.ColorNameForegroundOnError,
	widget.WarningImportance: theme.ColorNameForegroundOnWarning, widget.SuccessImportance: theme.ColorNameForegroundOnSuccess,
}

// CreateRenderer draws the list with a ring.
func (l *keyedList) CreateRenderer() fyne.WidgetRenderer {
	return newRinged(l.List.CreateRenderer(), func() bool { return l.focused }, func() color.Color { return colour(colourAccent) })
}
