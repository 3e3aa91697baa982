package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	gridThumbLeast = 28 // height, however many rows there are
	gridThumbWidth = 8
	gridTrackInset = 3
)

// gridBar is the scroll bar over the whole list, with marks such as dates beside it. A press jumps there and holds on.
type gridBar struct {
	widget.BaseWidget
	g     *grid
	thumb *canvas.Rectangle
	marks *gridMarks

	hover bool
	held  bool
	grip  float32 // where the thumb is held, from its upper edge
}

func newGridBar(g *grid) *gridBar {
	b := &gridBar{g: g, thumb: canvas.NewRectangle(nil), marks: newGridMarks()}
	b.ExtendBaseWidget(b)
	return b
}

// setMarks shows other marks beside the scroll bar, the topmost first.
func (g *grid) setMarks(marks []gridMark) {
	g.bar.marks.set(marks)
	g.layOut(g.Size())
}

// wanted is the width of the bar in a grid of a width: names of marks need room.
func (b *gridBar) wanted(width float32) float32 { return gridBarWidth + b.marks.room(width) }

// CreateRenderer draws the thumb and the marks.
func (b *gridBar) CreateRenderer() fyne.WidgetRenderer {
	return &gridRenderer{of: b, layOut: func(fyne.Size) { b.draw() }, draw: func() {
		b.marks.forget()
		b.draw()
	}, objects: func() []fyne.CanvasObject { return append(b.marks.objects(), b.thumb) }}
}

func (b *gridBar) draw() {
	place := &b.g.place
	y, h := b.thumbAt()
	wide := float32(gridThumbWidth)
	if b.hover || b.held {
		wide += 2
	}
	b.thumb.Hidden = place.rows() == 0
	b.thumb.FillColor, b.thumb.CornerRadius = b.tint(), wide/2
	b.thumb.Move(fyne.NewPos(b.Size().Width-wide-gridTrackInset, y))
	b.thumb.Resize(fyne.NewSize(wide, h))
	b.marks.draw(place, b.Size(), b.middleOf)
	b.drawBubble(y + h/2)
	canvas.Refresh(b)
}

// drawBubble shows beside the held thumb what is there.
func (b *gridBar) drawBubble(middle float32) {
	label := ""
	if b.held && b.g.labelAt != nil && b.g.place.total > 0 {
		label = b.g.labelAt(b.g.firstRow())
	}
	if label == "" {
		b.g.bubble.hide()
		return
	}
	at := b.Position()
	b.g.bubble.show(label, at.X-6, at.Y+middle, at.Y, at.Y+b.Size().Height)
}

// thumbAt is where the thumb is: as high as the rows in sight are of all, but never too low to be taken hold of.
func (b *gridBar) thumbAt() (y, height float32) {
	place, track := &b.g.place, b.track()
	height = track
	if place.total > 0 {
		height = float32(float64(track) * min(float64(place.height)/float64(place.row)/float64(place.total), 1))
	}
	height = min(max(height, gridThumbLeast), track)
	return gridTrackInset + float32(place.share())*(track-height), height
}

func (b *gridBar) track() float32 { return max(b.Size().Height-2*gridTrackInset, 0) }

// middleOf is the y of the thumb's middle while row i is the first.
func (b *gridBar) middleOf(i int) float32 {
	_, h := b.thumbAt()
	return gridTrackInset + h/2 + float32(b.g.place.shareOf(float64(i)))*(b.track()-h)
}

// MouseIn makes the thumb more visible.
func (b *gridBar) MouseIn(*desktop.MouseEvent) { b.point(true) }

// MouseMoved is needed to be a [desktop.Hoverable].
func (b *gridBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the thumb quiet again.
func (b *gridBar) MouseOut() { b.point(false) }

func (b *gridBar) point(over bool) {
	b.hover = over
	b.draw()
}

// MouseDown takes hold of the thumb. Beside it the list jumps: to the row of a mark's name, else to where the mouse is.
func (b *gridBar) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonSecondary {
		return
	}
	if mark, ok := b.marks.named(e.Position); ok {
		b.g.scrollTo(mark)
		return
	}
	y, h := b.thumbAt()
	b.held, b.grip = true, e.Position.Y-y
	if b.grip < 0 || b.grip > h {
		b.grip = h / 2
	}
	b.pull(e.Position.Y)
}

// MouseUp lets go.
func (b *gridBar) MouseUp(*desktop.MouseEvent) { b.DragEnd() }

// Dragged moves the list with the thumb.
func (b *gridBar) Dragged(e *fyne.DragEvent) {
	if b.held {
		b.pull(e.Position.Y)
	}
}

// DragEnd lets go.
func (b *gridBar) DragEnd() {
	b.held = false
	b.draw()
}

// pull moves the list so that the thumb is where the mouse holds it.
func (b *gridBar) pull(y float32) {
	_, h := b.thumbAt()
	free := b.track() - h
	if free <= 0 {
		return
	}
	b.g.place.toShare(float64(y-b.grip-gridTrackInset)/float64(free), free)
	b.g.moved()
}

// Scrolled moves the list as over the rows.
func (b *gridBar) Scrolled(e *fyne.ScrollEvent) { b.g.scrollBy(-e.Scrolled.DY) }

// tint is the colour of the thumb.
func (b *gridBar) tint() color.Color {
	switch {
	case b.held:
		return colour(colourAccent)
	case b.hover:
		return colour(theme.ColorNameInputBorder)
	}
	return mixed(colour(theme.ColorNameInputBorder), colour(colourPanel), 0.6)
}
