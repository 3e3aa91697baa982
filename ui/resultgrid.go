package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"billkey/api/ledger"
)

func (p *resultsPanel) makeGrid() {
	g := newGrid(gridColumnsOf(p.w, p.view.Columns))
	g.row = p.rowAt
	g.labelAt = func(i int) string { return monthAt(p.w, p.list, i) }
	g.setDense(p.view.Dense)
	g.OnRange = func(first, last int) { p.list.need(first, last) }
	g.OnOpen = p.openRow
	g.OnSelect = p.selected
	g.OnSort = p.sortBy
	g.OnHeaderMenu = func(at fyne.Position) { p.OnHeaderMenu(at) }
	g.OnMenu = func(_ int, at fyne.Position) { p.OnMenu(at, p.cellText(at)) }
	g.OnColumns = p.arranged
	g.OnCopy = func(string, bool) { p.copyRows() }
	p.grid = g
	p.cells.waits = g.waits
	p.tellShown()
	p.showSort()
}

// tellShown lets the rows' second line know what has no column.
func (p *resultsPanel) tellShown() {
	p.cells.shown = map[string]bool{}
	for _, c := range p.grid.columns() {
		p.cells.shown[c.key] = !c.hidden
	}
}

func (p *resultsPanel) rowAt(i int) (gridRow, bool) {
	e, ok := p.list.at(i)
	if !ok {
		return gridRow{}, false
	}
	return p.cells.row(e), true
}

func (p *resultsPanel) openRow(i int) {
	if e, ok := p.list.at(i); ok {
		p.OnOpen(e)
	}
}

// enter gives the keys to the list, with a row to begin from.
func (p *resultsPanel) enter() {
	if p.list.total == 0 {
		return
	}
	if p.grid.cursor() < 0 {
		p.grid.selectRow(p.grid.firstRow(), false, false)
	}
	p.grid.reveal(p.grid.cursor())
	p.grid.focus()
}

// picked are the selected entries that are loaded.
func (p *resultsPanel) picked() []ledger.Entry {
	var out []ledger.Entry
	for _, i := range p.grid.selection() {
		if e, ok := p.list.at(i); ok {
			out = append(out, e)
		}
	}
	return out
}

func (p *resultsPanel) selected() {
	p.remember()
	p.actions.follow(p.picked())
	n := p.grid.selectionCount()
	p.chosen.set(p.w.t("results.selected", "Count", number(int64(n))), colourInk)
	show(p.chosen, n > 1)
}

// sortBy sorts by a column; the one that is sorted by is turned round.
func (p *resultsPanel) sortBy(key string) {
	column := string(sortOf(key))
	p.view.Reverse = p.view.Sort == column && !p.view.Reverse
	p.view.Sort = column
	p.showSort()
	p.viewed()
	p.reload()
}

// showSort points the arrow: newest first is descending, a text from its first letter on ascending.
func (p *resultsPanel) showSort() {
	key := p.view.Sort
	if key == "" {
		p.grid.setSort("time", p.view.Reverse)
		return
	}
	p.grid.setSort(key, !p.view.Reverse)
}

// arranged remembers the columns.
func (p *resultsPanel) arranged() {
	p.view.Columns = nil
	for _, c := range p.grid.columns() {
		p.view.Columns = append(p.view.Columns, viewColumn{c.key, c.share, c.hidden})
	}
	p.tellShown()
	p.viewed()
	p.grid.refreshRows()
}

// showColumn shows or hides a column; the last one stays.
func (p *resultsPanel) showColumn(key string, shown bool) {
	visible := 0
	for _, c := range p.grid.columns() {
		if !c.hidden {
			visible++
		}
	}
	if shown || visible > 1 {
		p.grid.hideColumn(key, !shown)
		p.arranged()
	}
}

func (p *resultsPanel) setDense(on bool) {
	p.view.Dense = on
	p.grid.setDense(on)
	p.viewed()
}

// usualColumns brings the columns back as they were at first.
func (p *resultsPanel) usualColumns() {
	p.grid.setColumns(gridColumnsOf(p.w, nil))
	p.arranged()
}

// cellText is what stands under a place on the canvas.
func (p *resultsPanel) cellText(at fyne.Position) string {
	i, key := p.grid.cellAt(at)
	if e, ok := p.list.at(i); ok && key != "" {
		return p.copied(e, key)
	}
	return ""
}

// copied is a cell's text as it is copied: whole times, numbers without gaps.
func (p *resultsPanel) copied(e ledger.Entry, key string) string {
	switch key {
	case "time":
		return stamp(e.StartedAt)
	case "number":
		return e.Masked
	case "company":
		return e.CardName
	case "pg":
		return e.PG
	}
	return p.cells.row(e).cells[key].text
}

// copyRows copies the selected rows as a spreadsheet takes them: cells parted by tabs. What is not loaded is read first.
func (p *resultsPanel) copyRows() {
	n, source := p.pickedRows()
	if n == 0 {
		return
	}
	p.run.run(func(ctx context.Context) func() {
		var all []ledger.Entry
		err := source(ctx, func(some []ledger.Entry) error {
			all = append(all, some...)
			return nil
		})
		return func() {
			if err != nil {
				p.OnError(err)
				return
			}
			p.OnCopy(p.lines(all), len(all))
		}
	})
}

func (p *resultsPanel) lines(all []ledger.Entry) string {
	lines := make([]string, 0, len(all))
	for _, e := range all {
		var cells []string
		for _, c := range p.grid.columns() {
			if !c.hidden {
				cells = append(cells, strings.ReplaceAll(p.copied(e, c.key), "\t", " "))
			}
		}
		lines = append(lines, strings.Join(cells, "\t"))
	}
	return strings.Join(lines, "\n")
}
