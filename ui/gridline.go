package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

const (
	gridAbove      = 6  // free above the two lines of a row
	gridFirstLine  = 20 // height of the line of the cells in a row of two
	gridSecondLine = 16
)

// gridLine is the drawing of one row in sight. It is no widget: the toolkit throws the renderers of widgets away that were
// not drawn for a minute.
type gridLine struct {
	box    *fyne.Container
	wash   *canvas.Rectangle
	accent *canvas.Rectangle
	rule   *canvas.Rectangle
	ring   *gridFrame
	cells  []*gridPiece
	detail *gridPiece

	at     int // the row it shows; -1 for none
	row    gridRow
	loaded bool
	state  gridLineState
	size   fyne.Size
	fresh  bool // the colours of the state are drawn
}

// gridLineState is what sets a row apart from the others.
type gridLineState struct{ selected, cursor, hover, focused bool }

func newGridLine() *gridLine {
	l := &gridLine{at: -1, wash: canvas.NewRectangle(nil), accent: canvas.NewRectangle(nil), rule: canvas.NewRectangle(nil),
		ring: newGridFrame(), detail: newGridPiece()}
	l.box = container.NewWithoutLayout()
	l.box.Hide()
	l.assemble(0)
	return l
}

// assemble takes as many pieces as there are columns.
func (l *gridLine) assemble(columns int) {
	for len(l.cells) < columns {
		l.cells = append(l.cells, newGridPiece())
	}
	l.cells = l.cells[:columns]
	l.box.Objects = []fyne.CanvasObject{l.wash, l.rule, l.accent}
	for _, p := range append(l.cells[:columns:columns], l.detail) {
		l.box.Objects = append(l.box.Objects, p.back, p.text)
	}
	l.box.Objects = append(l.box.Objects, l.ring.objects()...)
}

// forget draws everything anew the next time.
func (l *gridLine) forget() {
	l.fresh = false
	for _, p := range append(l.cells[:len(l.cells):len(l.cells)], l.detail) {
		p.ok = false
	}
}

// resize places what spans the row.
func (l *gridLine) resize(s fyne.Size) {
	if l.size == s {
		return
	}
	l.size = s
	l.box.Resize(s)
	l.wash.Resize(fyne.NewSize(s.Width, s.Height-1))
	l.rule.Move(fyne.NewPos(0, s.Height-1))
	l.rule.Resize(fyne.NewSize(s.Width, 1))
	l.accent.Resize(fyne.NewSize(3, s.Height-1))
	l.ring.resize(fyne.NewSize(s.Width, s.Height-1))
}

// mark draws the state of the row.
func (l *gridLine) mark(s gridLineState) {
	if l.fresh && l.state == s {
		return
	}
	l.state, l.fresh = s, true
	l.rule.FillColor = colour(colourLine)
	l.accent.FillColor, l.accent.Hidden = colour(colourAccent), !s.selected
	l.ring.draw(s.cursor && s.focused)
	l.wash.Hidden = !s.selected && !s.hover
	l.wash.FillColor = gridWash(s)
}

// draw draws the cells, and the second line under them unless the rows are dense. Badges in the first column stand beside
// both lines.
func (l *gridLine) draw(g *grid) {
	y, h, under := float32(0), l.size.Height-1, 0
	two := !g.dense && (l.row.detail != "" || !l.loaded)
	if two {
		y, h = gridAbove, gridFirstLine
	}
	for k, s := range g.slots {
		c := g.arranged[s.column]
		look := gridLook{cell: l.row.cells[c.key], x: s.x + gridPad, y: y, w: s.w - 2*gridPad, h: h, right: c.right,
			loaded: l.loaded, bar: l.bar(k)}
		if k == 0 && len(g.slots) > 1 && g.body.badged[c.key] {
			look.y, look.h, under = 0, l.size.Height-1, 1
		}
		l.cells[k].draw(g.body.ruler, look)
	}
	l.drawDetail(g, under, y+h, two)
}

// drawDetail draws the second line, or its placeholder, from a column on.
func (l *gridLine) drawDetail(g *grid, under int, y float32, on bool) {
	if len(g.slots) == 0 {
		return
	}
	x, bar := g.slots[under].x+gridPad, float32(0)
	if on {
		bar = l.bar(len(g.slots)) * 0.6
	}
	l.detail.draw(g.body.ruler, gridLook{cell: gridCell{text: l.secondLine(g.dense), colour: l.row.detailColour}, x: x, y: y,
		w: l.size.Width - x - gridPad, h: gridSecondLine, small: true, loaded: l.loaded, bar: bar})
}

func (l *gridLine) secondLine(dense bool) string {
	if dense {
		return ""
	}
	return l.row.detail
}

// bar is the length of a placeholder as a share of its room: different ones, but the same for a row every time.
func (l *gridLine) bar(column int) float32 {
	if l.loaded {
		return 0
	}
	return 0.45 + 0.1*float32((l.at*7+column*5)%5)
}
