package ui

// selectRow puts the cursor on row i and selects it alone; with extend all from where the selection began to i, with toggle
// beside what is selected already, or no longer.
func (g *grid) selectRow(i int, extend, toggle bool) {
	if i < 0 || i >= g.place.total {
		return
	}
	from := g.anchor
	if !extend || from < 0 {
		from, g.anchor = i, i
	}
	switch low, high := min(from, i), max(from, i); {
	case extend && toggle:
		g.picked.add(low, high)
	case toggle:
		g.picked.toggle(i)
	default:
		g.picked.set(low, high)
	}
	g.caret = i
	g.body.arrange()
	call(g.OnSelect)
}

// moveCursor puts the cursor on row i and leaves the selection alone.
func (g *grid) moveCursor(i int) {
	g.caret, g.anchor = i, i
	g.body.arrange()
	call(g.OnSelect)
}

// pick selects these rows alone and puts the cursor on one.
func (g *grid) pick(rows []int, cursor int) {
	g.picked.clear()
	for _, i := range rows {
		g.picked.add(i, i)
	}
	g.caret, g.anchor = cursor, cursor
	g.body.arrange()
	call(g.OnSelect)
}

// selection is every selected row, from top to bottom.
func (g *grid) selection() []int { return g.picked.list() }

// selectionCount is how many rows are selected, without listing them.
func (g *grid) selectionCount() int { return g.picked.count() }

func (g *grid) selected(i int) bool { return g.picked.has(i) }

// cursor is the row the keys move from; -1 for none.
func (g *grid) cursor() int { return g.caret }
