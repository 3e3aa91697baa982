package ui

import "slices"

// takeOver shows at once what the panel before this one showed: its rows, its place and its selection. They are read again
// behind that, as after a write.
func (p *resultsPanel) takeOver(old *resultsPanel) {
	old.stop()
	old.list.abandon()
	p.typeSearch(old.search.Text)
	p.fresh = old.fresh
	if old.list.opening || old.list.unread || old.list.query.Text != p.search.Text {
		p.reload() // what the old panel showed is no answer to what it was asked last
		return
	}
	p.list.takeOver(old.list)
	p.held = old.held
	p.grid.takeOver(old.grid)
	p.grid.setMarks(marksOf(p.w, p.list))
	p.day = old.day
	p.sayDay()
	p.said()
	p.selected()
	p.trace("taken_over", "rows", len(p.list.rows))
	p.refresh()
}

// typeSearch puts a text into the search without asking for it.
func (p *resultsPanel) typeSearch(text string) {
	asks := p.search.OnChanged
	p.search.OnChanged = nil
	p.search.SetText(text)
	p.search.OnChanged = asks
	p.searched()
}

// abandon ends what is still being read for the list; nothing is told of it any more.
func (l *resultList) abandon() {
	l.asked++
	l.leave()
}

// takeOver is the same part of the same list.
func (l *resultList) takeOver(old *resultList) {
	l.query, l.total, l.sure, l.behind = old.query, old.total, old.sure, old.behind
	l.first, l.rows, l.months, l.wish = old.first, old.rows, old.months, old.wish
}

// takeOver shows the same place of the same list, with the same rows selected.
func (g *grid) takeOver(old *grid) {
	g.place.total, g.place.first, g.place.offset = old.place.total, old.place.first, old.place.offset
	g.place.clamp()
	g.picked.spans = slices.Clone(old.picked.spans)
	g.caret, g.anchor = old.caret, old.anchor
	g.refreshRows()
}
