package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	gridArrowRoom = 14 // beside a title
	gridArrowSize = 9
	gridButton    = 28 // width of the button for the menu of the columns
)

// gridHead is the row of titles: a press sorts, a border dragged makes wider, a title dragged moves its column. At its right
// end is a small button for the menu of the columns.
type gridHead struct {
	widget.BaseWidget
	g       *grid
	cells   []*gridTitle
	hoverOf *canvas.Rectangle
	ring    *canvas.Rectangle
	rule    *canvas.Rectangle
	dots    *canvas.Text

	hover   int // the cell under the mouse; the number of cells is the button, -1 none
	border  int // the border under the mouse; -1 none
	focused bool
	shift   bool
	at      int // the cell the keys work on

	drag gridDrag
}

// gridTitle is the drawing of one cell of the header.
type gridTitle struct {
	piece *gridPiece
	arrow *canvas.Text
	line  *canvas.Rectangle
}

func newGridHead(g *grid) *gridHead {
	h := &gridHead{g: g, hover: -1, border: -1, hoverOf: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		rule: canvas.NewRectangle(nil), dots: canvas.NewText("⋯", nil)}
	h.dots.Alignment = fyne.TextAlignCenter
	h.hoverOf.Hide()
	h.ring.Hide()
	h.drag.reset()
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer draws the titles.
func (h *gridHead) CreateRenderer() fyne.WidgetRenderer {
	return &gridRenderer{of: h, layOut: func(fyne.Size) { h.draw() }, draw: h.draw, objects: h.objects}
}

func (h *gridHead) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{h.hoverOf, h.rule}
	for _, c := range h.cells {
		out = append(out, c.line, c.piece.text, c.arrow)
	}
	return append(out, h.dots, h.ring)
}

// draw draws all titles anew: they are few and change seldom.
func (h *gridHead) draw() {
	h.fitCells()
	height := h.Size().Height
	h.rule.FillColor = colour(colourLine)
	h.rule.Move(fyne.NewPos(0, height-1))
	h.rule.Resize(fyne.NewSize(h.g.body.Size().Width, 1)) // as far as the rows' own
	for k, c := range h.cells {
		h.drawCell(k, c)
	}
	h.drawButton()
	h.drawState()
	canvas.Refresh(h)
}

func (h *gridHead) fitCells() {
	for len(h.cells) < len(h.g.slots) {
		h.cells = append(h.cells, &gridTitle{newGridPiece(), canvas.NewText("", nil), canvas.NewRectangle(nil)})
	}
	h.cells = h.cells[:len(h.g.slots)]
	h.at = min(h.at, len(h.cells))
}

func (h *gridHead) drawCell(k int, t *gridTitle) {
	s := h.g.slots[k]
	c := h.g.arranged[s.column]
	x, w, arrow := s.x+gridPad, s.w-2*gridPad, float32(0)
	tint := colourQuiet
	if sorted := c.key == h.g.sortKey; sorted {
		arrow, tint = gridArrowRoom, colourInk
	}
	t.piece.ok = false
	t.piece.draw(h.g.body.ruler, gridLook{cell: gridCell{text: c.title, colour: tint, bold: true}, x: x, w: w - arrow,
		h: h.Size().Height - 1, right: c.right, small: true, loaded: true})
	h.drawArrow(t, x, w, c.right, arrow > 0)
	t.line.FillColor = colour(colourLine)
	t.line.Hidden = k == len(h.cells)-1
	t.line.Resize(fyne.NewSize(1, 14))
	t.line.Move(fyne.NewPos(s.x+s.w-0.5, (h.Size().Height-14)/2))
}

// drawArrow puts the arrow behind the title, at the right edge of a column aligned to the right.
func (h *gridHead) drawArrow(t *gridTitle, x, w float32, right, on bool) {
	t.arrow.Hidden = !on
	if !on {
		return
	}
	t.arrow.Text = "▼"
	if h.g.ascending {
		t.arrow.Text = "▲"
	}
	t.arrow.Color, t.arrow.TextSize = colour(colourAccent), gridArrowSize
	t.arrow.Resize(fyne.NewSize(gridArrowRoom, h.Size().Height-1))
	at := x + w - gridArrowRoom + 4
	if !right {
		at = x + h.g.body.ruler.width(t.piece.text.Text, size(sizeSmall), true) + 4
	}
	t.arrow.Move(fyne.NewPos(at, 0))
}

func (h *gridHead) drawButton() {
	h.dots.Color, h.dots.TextSize, h.dots.TextStyle = colour(colourQuiet), size(sizeBody), fyne.TextStyle{Bold: true}
	if h.hover == len(h.cells) {
		h.dots.Color = colour(colourInk)
	}
	x, w := h.cellRoom(len(h.cells))
	h.dots.Move(fyne.NewPos(x, 0))
	h.dots.Resize(fyne.NewSize(w, h.Size().Height-1))
}

// drawState shows what the mouse is over and where the keys are.
func (h *gridHead) drawState() {
	hover := h.hover
	if h.drag.from >= 0 {
		hover = h.drag.from
	}
	h.hoverOf.FillColor, h.hoverOf.CornerRadius = colour(colourQuietWash), 6
	show(h.hoverOf, hover >= 0 && h.border < 0 && h.works(hover))
	h.overCell(h.hoverOf, max(hover, 0))
	h.ring.StrokeColor, h.ring.StrokeWidth, h.ring.CornerRadius = colour(colourAccent), 1.5, 6
	show(h.ring, h.focused)
	h.overCell(h.ring, h.at)
	h.ring.FillColor = nil
}

// works is true for what a press has an effect on.
func (h *gridHead) works(cell int) bool {
	return cell == len(h.cells) || cell < len(h.cells) && (h.g.arranged[h.g.slots[cell].column].sortable || h.drag.from >= 0)
}

func (h *gridHead) overCell(o fyne.CanvasObject, cell int) {
	x, w := h.cellRoom(cell)
	o.Move(fyne.NewPos(x+2, 3))
	o.Resize(fyne.NewSize(w-4, h.Size().Height-7))
}

// cellRoom is where a cell is, or the button behind the last one.
func (h *gridHead) cellRoom(cell int) (x, w float32) {
	if cell < len(h.g.slots) {
		return h.g.slots[cell].x, h.g.slots[cell].w
	}
	return h.Size().Width - gridButton, gridButton
}
