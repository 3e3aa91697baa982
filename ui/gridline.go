package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

const (
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
	ring   *canvas.Rectangle
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
		ring: canvas.NewRectangle(nil), detail: newGridPiece()}
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
	l.box.Objects = append(l.box.Objects, l.ring)
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
	l.ring.Move(fyne.NewPos(1, 1))
	l.ring.Resize(fyne.NewSize(s.Width-2, s.Height-3))
}

// mark draws the state of the row.
func (l *gridLine) mark(s gridLineState) {
	if l.fresh && l.state == s {
		return
	}
	l.state, l.fresh = s, true
	l.rule.FillColor = colour(colourLine)
	l.accent.FillColor, l.accent.Hidden = colour(colourAccent), !s.selected
	l.ring.Hidden = !s.cursor || !s.focused
	l.ring.FillColor, l.ring.StrokeColor, l.ring.StrokeWidth, l.ring.CornerRadius = nil, colour(colourAccent), 1.5, 4
	l.wash.Hidden = !s.selected && !s.hover
	l.wash.FillColor = gridWash(s)
}

// draw draws the cells, and the second line under them unless the rows are dense.
func (l *gridLine) draw(g *grid) {
	y, h := float32(0), l.size.Height-1
	two := !g.dense && (l.row.detail != "" || !l.loaded)
	if two {
		y, h = (l.size.Height-1-gridFirstLine-gridSecondLine)/2, gridFirstLine
	}
	for k, s := range g.slots {
		c := g.arranged[s.column]
		l.cells[k].draw(g.body.ruler, gridLook{
			cell: l.row.cells[c.key], x: s.x + gridPad, y: y, w: s.w - 2*gridPad, h: h, right: c.right, loaded: l.loaded, bar: gridBarShare(l.at, k),
		})
	}
	bar := float32(0)
	if two {
		bar = gridBarShare(l.at, len(g.slots)) * 0.6
	}
	l.detail.draw(g.body.ruler, gridLook{
		cell: gridCell{text: l.secondLine(g.dense), colour: l.row.detailColour}, x: gridLead + gridPad, y: y + h,
		w: l.size.Width - gridLead - 2*gridPad, h: gridSecondLine, small: true, loaded: l.loaded, bar: bar,
	})
}

func (l *gridLine) secondLine(dense bool) string {
	if dense {
		return ""
	}
	return l.row.detail
}

// gridBarShare makes placeholders of different lengths, the same for a row every time.
func gridBarShare(row, column int) float32 {
	return 0.45 + 0.1*float32((row*7+column*5)%5)
}
