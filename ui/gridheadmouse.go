package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const (
	gridBorderReach = 5 // how near a border the mouse must be to take hold of it
	gridDragReach   = 5 // how far a title must be dragged before its column moves
)

// gridDrag is what a pressed button holds in the header.
type gridDrag struct {
	cell   int     // the cell pressed; -1 none
	border int     // the border held; -1 none
	from   int     // the column that is being moved; -1 none
	to     int     // before which column it would go
	start  float32 // where the button was pressed
	left   float32 // width left of the border when it was taken hold of
}

func (d *gridDrag) reset() { *d = gridDrag{cell: -1, border: -1, from: -1, to: -1} }

// cellOver is the cell at an x; the number of cells is the button.
func (h *gridHead) cellOver(x float32) int {
	if at, _ := h.cellRoom(len(h.cells)); x >= at {
		return len(h.cells)
	}
	for k, s := range h.g.slots {
		if x < s.x+s.w {
			return k
		}
	}
	return len(h.cells) - 1
}

// borderOver is the border between two columns at an x; -1 for none.
func (h *gridHead) borderOver(x float32) int {
	for k, s := range h.g.slots {
		if d := x - s.x - s.w; k+1 < len(h.g.slots) && d >= -gridBorderReach && d <= gridBorderReach {
			return k
		}
	}
	return -1
}

// MouseIn shows what the mouse is over.
func (h *gridHead) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseMoved shows what the mouse is over.
func (h *gridHead) MouseMoved(e *desktop.MouseEvent) {
	h.point(h.cellOver(e.Position.X), h.borderOver(e.Position.X))
}

// MouseOut shows nothing any more.
func (h *gridHead) MouseOut() { h.point(-1, -1) }

func (h *gridHead) point(cell, border int) {
	if h.hover == cell && h.border == border {
		return
	}
	h.hover, h.border = cell, border
	h.draw()
}

// Cursor tells that a border can be dragged.
func (h *gridHead) Cursor() desktop.Cursor {
	if h.border >= 0 || h.drag.border >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// MouseDown takes hold of a border or of a title.
func (h *gridHead) MouseDown(e *desktop.MouseEvent) {
	h.drag.reset()
	if e.Button == desktop.MouseButtonSecondary {
		return
	}
	h.drag.start = e.Position.X
	if h.drag.border = h.borderOver(e.Position.X); h.drag.border >= 0 {
		h.drag.left = h.g.slots[h.drag.border].w
		return
	}
	h.drag.cell = h.cellOver(e.Position.X)
}

// MouseUp is needed to be a [desktop.Mouseable].
func (h *gridHead) MouseUp(*desktop.MouseEvent) {}

// Tapped is a press on a title or on the button. Not in MouseUp: after that the driver takes the keys from the menu.
func (h *gridHead) Tapped(*fyne.PointEvent) {
	cell := h.drag.cell
	h.drag.reset()
	if cell >= 0 {
		h.press(cell)
	}
}

// press sorts, or asks for the menu of the columns below the button.
func (h *gridHead) press(cell int) {
	if cell == len(h.cells) {
		h.menu(cell)
		return
	}
	if c := h.g.arranged[h.g.slots[cell].column]; c.sortable && h.g.OnSort != nil {
		h.g.OnSort(c.key)
	}
}

// menu asks for the menu of the columns below a cell.
func (h *gridHead) menu(cell int) {
	if h.g.OnHeaderMenu == nil {
		return
	}
	x, _ := h.cellRoom(cell)
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(h)
	h.g.OnHeaderMenu(origin.Add(fyne.NewPos(x, h.Size().Height)))
}

// TappedSecondary asks for the menu of the columns.
func (h *gridHead) TappedSecondary(e *fyne.PointEvent) {
	if h.g.OnHeaderMenu != nil {
		h.g.OnHeaderMenu(e.AbsolutePosition)
	}
}

// Dragged moves the border that is held, or shows where the column would go.
func (h *gridHead) Dragged(e *fyne.DragEvent) {
	by := e.Position.X - h.drag.start
	switch {
	case h.drag.border >= 0:
		h.g.widen(h.drag.border, h.drag.left+by-h.g.slots[h.drag.border].w)
	case h.drag.cell >= 0 && h.drag.cell < len(h.cells) && (h.drag.from >= 0 || by > gridDragReach || by < -gridDragReach):
		h.drag.from = h.drag.cell
		h.drag.to = h.borderNear(e.Position.X)
		h.g.showInsert(h.drag.to)
		h.draw()
	}
}

// borderNear is before which column something let go at an x would go.
func (h *gridHead) borderNear(x float32) int {
	for k, s := range h.g.slots {
		if x < s.x+s.w/2 {
			return k
		}
	}
	return len(h.g.slots)
}

// DragEnd moves the column. A title hardly moved was pressed.
func (h *gridHead) DragEnd() {
	d := h.drag
	if d.from < 0 && d.border < 0 {
		h.Tapped(nil)
		return
	}
	h.drag.reset()
	h.g.insert.Hide()
	changed := d.border >= 0
	if d.from >= 0 {
		changed = h.g.moveColumn(d.from, d.to)
	}
	h.draw()
	if changed {
		call(h.g.OnColumns)
	}
}

// showInsert draws the line before a column.
func (g *grid) showInsert(before int) {
	x := float32(gridLead)
	if before > 0 {
		x = g.slots[before-1].x + g.slots[before-1].w
	}
	g.insert.FillColor = colour(colourAccent)
	g.insert.Move(fyne.NewPos(x-1, 0))
	show(g.insert, true)
}
