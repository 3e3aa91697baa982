package ui

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// gridBody draws the rows in sight and takes the mouse and the keys. A row keeps its line as long as it is in sight, so
// that scrolling by a row fills one line.
type gridBody struct {
	widget.BaseWidget
	g     *grid
	ruler *gridRuler
	lines []*gridLine
	frame *canvas.Rectangle // the focus, while the cursor is out of sight

	reread bool // ask for every row again
	relay  bool // the columns have changed
	inside bool // the mouse is over the rows, at mouse
	mouse  float32

	focused bool
	shift   bool

	clock   func() time.Time
	pressed time.Time // the last press of the mouse, for the second of a double click
	on      int       // the row of it
	opens   bool
}

func newGridBody(g *grid) *gridBody {
	b := &gridBody{g: g, ruler: newGridRuler(), frame: canvas.NewRectangle(nil), clock: time.Now, on: -1}
	b.frame.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer draws the lines.
func (b *gridBody) CreateRenderer() fyne.WidgetRenderer {
	return &gridRenderer{of: b, layOut: func(s fyne.Size) {
		b.frame.Move(fyne.NewPos(1, 1))
		b.frame.Resize(fyne.NewSize(s.Width-2, s.Height-2))
		b.arrange()
	}, draw: func() {
		b.forget()
		b.arrange()
	}, objects: b.objects}
}

func (b *gridBody) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(b.lines)+1)
	for _, l := range b.lines {
		out = append(out, l.box)
	}
	return append(out, b.frame)
}

// forget draws every line anew the next time.
func (b *gridBody) forget() {
	b.reread = true
	for _, l := range b.lines {
		l.forget()
	}
}

// arrange gives the rows in sight their lines, fills those that changed and puts all in their places.
func (b *gridBody) arrange() {
	b.fitPool()
	first, last := b.g.rowsInSight()
	hover := b.hovered()
	for i := first; i < first+len(b.lines); i++ {
		l := b.lines[i%len(b.lines)]
		if i > last {
			l.at = -1
			show(l.box, false)
			continue
		}
		b.fill(l, i)
		l.mark(gridLineState{b.g.selected(i), i == b.g.caret, i == hover, b.focused})
		l.box.Move(fyne.NewPos(0, b.g.place.top(i)))
		show(l.box, true)
	}
	b.reread, b.relay = false, false
	b.drawFrame(first, last)
	canvas.Refresh(b)
}

// fitPool keeps as many lines as can be in sight at once.
func (b *gridBody) fitPool() {
	n := int(math.Ceil(float64(b.Size().Height/b.g.place.row))) + 1
	if b.Size().Height <= 0 {
		n = 0
	}
	if n == len(b.lines) {
		return
	}
	for len(b.lines) < n {
		b.lines = append(b.lines, newGridLine())
	}
	clear(b.lines[n:])
	b.lines = b.lines[:n]
	b.reread, b.relay = true, true
}

// fill asks for row i unless the line shows it already, and draws it.
func (b *gridBody) fill(l *gridLine, i int) {
	known := l.at == i && l.loaded && !b.reread
	if known && !b.relay {
		return
	}
	if !known {
		l.at = i
		l.row, l.loaded = b.g.row(i)
	}
	if len(l.cells) != len(b.g.slots) {
		l.assemble(len(b.g.slots))
	}
	l.resize(fyne.NewSize(b.Size().Width, b.g.place.row))
	l.draw(b.g)
}

// drawFrame shows the focus round all rows while the row of the cursor does not show it.
func (b *gridBody) drawFrame(first, last int) {
	b.frame.Hidden = !b.focused || b.g.caret >= first && b.g.caret <= last
	b.frame.StrokeColor, b.frame.StrokeWidth, b.frame.CornerRadius = colour(colourAccent), 1.5, 4
}

// hovered is the row under the mouse; -1 for none.
func (b *gridBody) hovered() int {
	if i, ok := b.g.place.at(b.mouse); ok && b.inside {
		return i
	}
	return -1
}
