package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// gridRenderer draws a part of the grid whose objects belong to the part: the toolkit throws renderers away that were not
// drawn for a minute and makes them anew without a layout, and nothing may be lost by that.
type gridRenderer struct {
	of      fyne.CanvasObject
	layOut  func(fyne.Size)
	draw    func()
	objects func() []fyne.CanvasObject
	min     fyne.Size
}

func (r *gridRenderer) Destroy() {}

func (r *gridRenderer) Layout(s fyne.Size) { r.layOut(s) }

func (r *gridRenderer) MinSize() fyne.Size { return r.min }

func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.objects() }

func (r *gridRenderer) Refresh() {
	r.draw()
	canvas.Refresh(r.of)
}

// mixed lies between two colours; a share of 1 is all a.
func mixed(a, b color.Color, share float64) color.Color {
	x, y := color.NRGBAModel.Convert(a).(color.NRGBA), color.NRGBAModel.Convert(b).(color.NRGBA)
	mix := func(p, q uint8) uint8 { return uint8(float64(p)*share + float64(q)*(1-share) + 0.5) }
	return color.NRGBA{R: mix(x.R, y.R), G: mix(x.G, y.G), B: mix(x.B, y.B), A: 0xff}
}

// gridWash is what lies behind a row. Every wash is so faint that quiet text on it stays readable.
func gridWash(s gridLineState) color.Color {
	panel := colour(colourPanel)
	switch {
	case s.selected && s.focused:
		return mixed(colour(theme.ColorNameSelection), panel, 0.55)
	case s.selected:
		return mixed(colour(theme.ColorNameSelection), panel, 0.28)
	}
	return mixed(colour(colourQuietWash), panel, 0.45)
}

// gridBubble is the word beside the thumb while it is dragged.
type gridBubble struct {
	back *canvas.Rectangle
	text *canvas.Text
}

func newGridBubble() *gridBubble {
	b := &gridBubble{back: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	b.text.Alignment = fyne.TextAlignCenter
	b.hide()
	return b
}

func (b *gridBubble) objects() []fyne.CanvasObject { return []fyne.CanvasObject{b.back, b.text} }

func (b *gridBubble) hide() {
	show(b.back, false)
	show(b.text, false)
}

func (b *gridBubble) draw() {
	b.back.FillColor, b.back.CornerRadius = colour(colourAccent), 7
	b.text.Color, b.text.TextSize = colour(theme.ColorNameForegroundOnPrimary), size(sizeBody)
	b.text.TextStyle = fyne.TextStyle{Bold: true}
}

// show puts the bubble left of a place, within a height.
func (b *gridBubble) show(label string, right, y, top, bottom float32) {
	b.text.Text = label
	b.draw()
	s := b.text.MinSize().AddWidthHeight(24, 12)
	at := fyne.NewPos(max(right-s.Width, 0), min(max(y-s.Height/2, top), bottom-s.Height))
	for _, o := range b.objects() {
		o.Move(at)
		o.Resize(s)
		show(o, true)
	}
	b.text.Refresh()
}
