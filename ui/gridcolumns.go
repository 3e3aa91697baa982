package ui

import (
	"math"
	"slices"
)

const (
	gridPad      = 6 // free on both sides within a cell
	gridMinWidth = 44
	gridLead     = 4 // free before the first column, for the bar of a selected row
)

// gridSlot is a visible column laid out.
type gridSlot struct {
	column int // its index among the arranged columns
	x, w   float32
}

// setColumns takes over columns, their order, widths and titles.
func (g *grid) setColumns(columns []gridColumn) {
	g.arranged = slices.Clone(columns)
	g.fitColumns(g.body.Size().Width)
	g.body.forget()
	g.moved()
}

// columns are the columns as the operator has arranged them.
func (g *grid) columns() []gridColumn { return slices.Clone(g.arranged) }

// hideColumn hides or shows a column; the last visible one stays.
func (g *grid) hideColumn(key string, hidden bool) {
	i := slices.IndexFunc(g.arranged, func(c gridColumn) bool { return c.key == key })
	if i < 0 || hidden && len(g.slots) == 1 && g.slots[0].column == i {
		return
	}
	g.arranged[i].hidden = hidden
	g.columnsChanged()
}

// columnsChanged lays the columns out anew.
func (g *grid) columnsChanged() {
	g.fitColumns(g.body.Size().Width)
	g.body.arrange()
}

// fitColumns gives the visible columns their shares of the width, none less than its least. In a narrow window those that
// yield wait until there is room for them.
func (g *grid) fitColumns(width float32) {
	before := len(g.slots)
	g.slots = g.slots[:0]
	var shares, least []float32
	for i, c := range g.arranged {
		if !c.hidden {
			g.slots = append(g.slots, gridSlot{column: i})
			shares, least = append(shares, max(c.share, 0.01)), append(least, c.leastWidth())
		}
	}
	for len(g.slots) > 1 && sumOf(least) > max(width-gridLead, 1) && width > 0 {
		at := g.firstToYield()
		g.slots, shares, least = slices.Delete(g.slots, at, at+1), slices.Delete(shares, at, at+1), slices.Delete(least, at, at+1)
	}
	if len(g.slots) != before {
		g.body.reread = true // a row may say in its second line what has no column
	}
	end := float32(gridLead)
	for i, w := range gridWidths(shares, least, max(width-gridLead, 0)) {
		x := round(end) // whole pixels keep letters sharp
		end += w
		g.slots[i].x, g.slots[i].w = x, round(end)-x
	}
	g.body.relay = true
	g.head.draw()
}

// firstToYield is the visible column that goes first where there is no room for all.
func (g *grid) firstToYield() int {
	at := 0
	for k, s := range g.slots {
		if g.arranged[s.column].yields >= g.arranged[g.slots[at].column].yields {
			at = k
		}
	}
	return at
}

// waits tells that a column is to be shown, but has no room now.
func (g *grid) waits(key string) bool {
	for i, c := range g.arranged {
		if c.key == key && !c.hidden {
			return !slices.ContainsFunc(g.slots, func(s gridSlot) bool { return s.column == i })
		}
	}
	return false
}

func round(x float32) float32 { return float32(math.Round(float64(x))) }

func sumOf(widths []float32) float32 {
	all := float32(0)
	for _, w := range widths {
		all += w
	}
	return all
}

// leastWidth is what the column needs to say anything.
func (c gridColumn) leastWidth() float32 { return max(c.least, gridMinWidth) }

// gridWidths divides a width by shares. What would be narrower than its least takes that; the others share the rest.
func gridWidths(shares, least []float32, width float32) []float32 {
	out := make([]float32, len(shares))
	if all := sumOf(least); width <= all {
		for i, w := range least {
			out[i] = width * w / all
		}
		return out
	}
	for {
		free, sum := width, float32(0)
		for i, s := range shares {
			if out[i] > 0 {
				free -= out[i]
			} else {
				sum += s
			}
		}
		if !pinNarrow(out, shares, least, free/sum) {
			fillRest(out, shares, free/sum)
			return out
		}
	}
}

// pinNarrow gives the least width to those that would be narrower; true when there were some.
func pinNarrow(out, shares, least []float32, perShare float32) bool {
	found := false
	for i, s := range shares {
		if out[i] == 0 && s*perShare < least[i] {
			out[i], found = least[i], true
		}
	}
	return found
}

func fillRest(out, shares []float32, perShare float32) {
	for i, s := range shares {
		if out[i] == 0 {
			out[i] = s * perShare
		}
	}
}

// widen moves pixels of width from the column right of a border to the one left of it.
func (g *grid) widen(border int, by float32) {
	if border < 0 || border+1 >= len(g.slots) {
		return
	}
	left, right := g.slots[border].w, g.slots[border+1].w
	by = min(max(by, g.arranged[g.slots[border].column].leastWidth()-left), right-g.arranged[g.slots[border+1].column].leastWidth())
	g.slots[border].w, g.slots[border+1].w = left+by, right-by
	g.keepWidths()
	g.columnsChanged()
}

// keepWidths makes the present widths the shares; hidden columns keep theirs in proportion.
func (g *grid) keepWidths() {
	var sum, width float32
	for _, s := range g.slots {
		sum += g.arranged[s.column].share
		width += s.w
	}
	for _, s := range g.slots {
		g.arranged[s.column].share = s.w / width * sum
	}
}

// moveColumn moves the visible column from before the visible column to; behind the last one when to is their number.
func (g *grid) moveColumn(from, to int) bool {
	if to == from || to == from+1 {
		return false
	}
	source, target := g.slots[from].column, len(g.arranged)
	if to < len(g.slots) {
		target = g.slots[to].column
	}
	c := g.arranged[source]
	g.arranged = slices.Delete(g.arranged, source, source+1)
	if target > source {
		target--
	}
	g.arranged = slices.Insert(g.arranged, target, c)
	g.columnsChanged()
	return true
}
