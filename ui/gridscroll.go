package ui

// scrollTo makes row i the first one shown, as far as the list goes on behind it.
func (g *grid) scrollTo(i int) {
	g.place.to(i)
	g.moved()
}

// scrollBy moves on by pixels; down the list is positive.
func (g *grid) scrollBy(pixels float32) {
	g.place.by(pixels)
	g.moved()
}

// reveal moves as little as needed to show the whole of row i.
func (g *grid) reveal(i int) {
	g.place.reveal(i)
	g.moved()
}

// shift keeps what is seen and selected in place after rows were inserted above it, or taken away with a negative by.
// It is called after setTotal when the list grew, and before it when the list became shorter.
func (g *grid) shift(by int) {
	g.place.first += by
	if g.place.first < 0 {
		g.place.to(0)
	}
	g.place.clamp()
	g.shiftPicked(by)
	g.refreshRows()
}

// shiftPicked moves selection and cursor with their rows, and nothing else.
func (g *grid) shiftPicked(by int) {
	g.picked.shift(by)
	g.caret, g.anchor = shifted(g.caret, by), shifted(g.anchor, by)
}

// shifted moves an ordinal; -1, which is none, stays.
func shifted(i, by int) int {
	if i < 0 {
		return i
	}
	return max(i+by, -1)
}

// firstRow is the first row in sight, if only in part.
func (g *grid) firstRow() int { return g.place.first }

// rowsInSight are the first and the last row in sight, if only in part; last is before first when there is none.
func (g *grid) rowsInSight() (first, last int) { return g.place.first, g.place.last() }

// moved draws what the place shows, and tells of the rows that came into sight.
func (g *grid) moved() {
	first, last := g.rowsInSight()
	if now := [2]int{first, last}; now != g.told {
		g.told = now
		if g.OnRange != nil && last >= first {
			g.OnRange(first, last)
		}
	}
	g.body.arrange()
	g.bar.draw()
}
