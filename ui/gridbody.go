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

	badged map[string]bool // the columns that have been seen with a badge

	reread bool // ask for every row again
	relay  bool // the columns have changed
	inside bool // the mouse is over the rows, at mouse
	mouse  float32

	focused bool
	shift   bool
	begins  bool // the keys came without the mouse and have not moved the cursor: the frame tells where they will begin

	clock   func() time.Time
	pressed time.Time // the last press of the mouse, for the second of a double click
	on      int       // the row of it
	opens   bool
}

func newGridBody(g *grid) *gridBody {
	b := &gridBody{g: g, ruler: newGridRuler(), badged: map[string]bool{}, clock: time.Now, on: -1}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer draws the lines.
func (b *gridBody) CreateRenderer() fyne.WidgetRenderer {
	return &gridRenderer{of: b, layOut: func(fyne.Size) { b.arrange() }, draw: func() {
		b.forget()
		b.arrange()
	}, objects: b.objects}
}

func (b *gridBody) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(b.lines))
	for _, l := range b.lines {
		out = append(out, l.box)
	}
	return out
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
	badged := len(b.badged)
	b.place()
	if b.reread, b.relay = false, len(b.badged) > badged; b.relay {
		b.place()
		b.relay = false
	}
	canvas.Refresh(b)
}

// place shows each row in sight on a line of its own.
func (b *gridBody) place() {
	first, last := b.g.rowsInSight()
	hover, framed := b.hovered(), b.g.caret
	if framed < 0 && b.begins {
		framed = first
	}
	for i := first; i < first+len(b.lines); i++ {
		l := b.lines[i%len(b.lines)]
		if i > last {
			l.at = -1
			show(l.box, false)
			continue
		}
		b.fill(l, i)
		l.mark(gridLineState{b.g.selected(i), i == framed, i == hover, b.focused})
		l.box.Move(fyne.NewPos(0, b.g.place.top(i)))
		show(l.box, true)
	}
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
		b.noteBadges(l.row)
	}
	if len(l.cells) != len(b.g.slots) {
		l.assemble(len(b.g.slots))
	}
	l.resize(fyne.NewSize(b.Size().Width, b.g.place.row))
	l.draw(b.g)
}

// noteBadges remembers which columns hold badges, for the rows that are not loaded yet.
func (b *gridBody) noteBadges(r gridRow) {
	for key, c := range r.cells {
		if c.badge != "" && !b.badged[key] {
			b.badged[key] = true
		}
	}
}

// hovered is the row under the mouse; -1 for none.
func (b *gridBody) hovered() int {
	if i, ok := b.g.place.at(b.mouse); ok && b.inside {
		return i
	}
	return -1
}
