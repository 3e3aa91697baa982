package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"billkey/api/ledger"
)

// searchRests is how long the search must rest before it is asked.
const searchRests = 120 * time.Millisecond

// book is what the panel reads from. [*ledger.Ledger] is one.
type book interface {
	Entries(ctx context.Context, q ledger.Query) (ledger.Page, error)
	EntriesAt(ctx context.Context, q ledger.Query, at, total int) (ledger.Page, error)
	Count(ctx context.Context, q ledger.Query) (int, error)
	Calendar(ctx context.Context, q ledger.Query, zone *time.Location) ([]ledger.Month, error)
	Values(ctx context.Context, c ledger.Column) ([]string, error)
	Counts(ctx context.Context, since time.Time) (ledger.Tally, error)
	Entry(ctx context.Context, id int64) (ledger.Entry, error)
	Story(ctx context.Context, profile, uid string) ([]ledger.Event, error)
	SetNote(ctx context.Context, id int64, note, operator string, at time.Time) error
	Version(ctx context.Context) (int64, error)
	Check(ctx context.Context) error
	Shelve(ctx context.Context, each func(behind int)) error
}

// resultsPanel lists every attempt and key, newest first unless told otherwise. Of the list only what is in sight is in
// memory.
type resultsPanel struct {
	w     *words
	run   runner
	book  book
	now   func() time.Time
	trace tracer

	search   *searchEntry
	finding  *fyne.Container // the search and what empties it
	searched func()
	filters  *filterBar
	counts   *text
	day      *ledger.Tally // what counts says; nil while it is not known
	hits     *text
	chosen   *text // how many rows are selected, when more than one
	actions  *rowActions
	grid     *grid
	empty    *emptyNote
	over     *fyne.Container // what lies over the list
	body     fyne.CanvasObject

	view  resultView
	list  *resultList
	held  heldRows
	fresh freshRows
	// whenCounted is done once when the months of a new list are known; another list forgets it.
	whenCounted func()
	cells       *resultCells
	stop        func()

	// OnError shows that the ledger could not be read.
	OnError func(error)
	// OnOpen asks for the story of an entry.
	OnOpen func(ledger.Entry)
	// OnView follows every change of the view, to be remembered.
	OnView func(resultView)
	// OnMenu asks for the menu of the selected rows, at a place on the canvas; cell is the text under the mouse.
	OnMenu func(at fyne.Position, cell string)
	// OnHeaderMenu asks for the menu of the columns.
	OnHeaderMenu func(at fyne.Position)
	// OnCopy takes so many rows for the clipboard.
	OnCopy func(text string, rows int)
	// OnMoreFilters follows the second row of filters being opened: its values may have changed.
	OnMoreFilters func()
	// OnUnlisted follows a new key that the filters keep out of the list.
	OnUnlisted func()
	// OnOwnPeriod asks for the days of a period.
	OnOwnPeriod func()
}

func newResultsPanel(w *words, run runner, b book, v resultView) *resultsPanel {
	p := &resultsPanel{w: w, run: run, book: b, now: time.Now, view: v, trace: func(string, ...any) {}, stop: func() {}}
	p.cells = &resultCells{w: w, now: func() time.Time { return p.now() }, profile: func(id string) string { return id }}
	p.search = newSearchEntry(w.t("results.search"), w.t("results.search.short"))
	p.finding, p.searched = clearable(p.search)
	p.search.OnChanged = func(string) {
		p.searched()
		p.stop()
		p.stop = p.run.after(searchRests, p.reload)
	}
	p.search.OnDown = p.enter
	p.counts, p.hits, p.chosen = small(), small(), small()
	p.chosen.Hide()
	p.actions = newRowActions(w)
	p.empty = newEmptyNote(w)
	p.makeFilters()
	p.makeGrid()
	p.makeList()
	p.body = p.layOut()
	return p
}

func (p *resultsPanel) makeFilters() {
	p.filters = newFilterBar(p.w)
	p.filters.show(p.view.Filter)
	p.filters.openMore(p.view.More)
	p.filters.OnChange = func(f viewFilter) {
		p.view.Filter = f
		p.viewed()
		p.reload()
	}
	p.filters.OnMore = func(open bool) {
		p.view.More = open
		if open {
			call(p.OnMoreFilters)
		}
		p.viewed()
		relayout(p.body)
	}
	p.filters.OnOwnPeriod = func() { call(p.OnOwnPeriod) }
	p.filters.OnClear, p.empty.OnClear = p.showAll, p.showAll
}

// showAll takes search and filters away.
func (p *resultsPanel) showAll() {
	p.search.SetText("")
	p.filters.change(viewFilter{})
}

func (p *resultsPanel) makeList() {
	p.list = newResultList(p.run, p.book)
	p.list.OnRows = func() {
		p.grid.refreshRows()
		p.holdPicked(p.held, 0, true)
		first, last := p.grid.rowsInSight()
		p.trace("seen", "first", first, "last", last)
	}
	p.list.OnTotal = p.counted
	p.list.OnOpened = p.opened
	p.list.OnError = func(err error) { p.OnError(err) }
}

func (p *resultsPanel) layOut() fyne.CanvasObject {
	head := container.NewBorder(nil, nil, newTitle(p.w.t("results.title"), sizeHeading), nil, inset(12, 4, p.counts))
	find := container.NewBorder(nil, nil, nil, p.filters.beside, p.finding)
	top := column(8, head, find, p.filters.body)
	foot := container.NewBorder(nil, nil, p.actions.body, nil, inset(10, 0, container.NewVBox(layout.NewSpacer(), p.hits, p.chosen, layout.NewSpacer())))
	p.over = container.NewStack()
	return newSurface(colourPanel, colourLine, 14, inset(16, 12, container.NewBorder(top, foot, nil, nil, container.NewStack(p.grid, p.empty.body, p.over))))
}

// lay lays an object over the end of the list, anew if it has another height; nil takes it away.
func (p *resultsPanel) lay(o fyne.CanvasObject) {
	p.over.RemoveAll()
	if o != nil {
		p.over.Add(container.NewBorder(nil, o, nil, nil))
	}
	relayout(p.over)
}

// query is what the panel shows now.
func (p *resultsPanel) query() ledger.Query {
	q := p.view.query(p.now())
	q.Text = p.search.Text
	return q
}

func (p *resultsPanel) viewed() {
	if p.OnView != nil {
		p.OnView(p.view)
	}
}

// reload begins the list anew at its top.
func (p *resultsPanel) reload() {
	p.whenCounted = nil
	p.grid.pick(nil, -1) // another list has other rows at these places
	p.list.open(p.query())
	p.countDay()
}

// refresh reads again what is in sight, after something was written.
func (p *resultsPanel) refresh() {
	p.list.refresh()
	p.countDay()
}

// countDay shows how many keys the day has brought.
func (p *resultsPanel) countDay() {
	since := startOfDay(p.now())
	p.run.run(func(ctx context.Context) func() {
		counts, err := p.book.Counts(ctx, since)
		return func() {
			if err != nil {
				p.OnError(err)
				return
			}
			p.day = &counts
			p.sayDay()
		}
	})
}

func (p *resultsPanel) sayDay() {
	if p.day == nil {
		return
	}
	p.counts.set(p.w.t("results.today", "Issued", number(int64(p.day.Issued)), "Replaced", number(int64(p.day.Replaced)),
		"Declined", number(int64(p.day.Declined)), "Unknown", number(int64(p.day.Waiting))), colourQuiet)
}

// opened shows the first page of a new list.
func (p *resultsPanel) opened() {
	p.grid.setMarks(nil)
	p.grid.setTotal(p.list.total)
	p.grid.scrollTo(0)
	p.said()
	p.pickFresh()
	p.trace("listed", "rows", len(p.list.rows))
}

// counted shows how long the list is. Rows that came in above what is in sight leave it where it is.
func (p *resultsPanel) counted(grown int) {
	held, atTop := p.held, p.grid.firstRow() == 0
	switch {
	case grown < 0 && !atTop:
		p.grid.shift(grown)
		p.grid.setTotal(p.list.total)
	case grown > 0 && !atTop:
		p.grid.setTotal(p.list.total)
		p.grid.shift(grown)
	default:
		grown = max(grown, 0)
		p.grid.setTotal(p.list.total)
		p.grid.shiftPicked(grown)
	}
	p.holdPicked(held, grown, p.list.ordinary())
	p.grid.setMarks(marksOf(p.w, p.list))
	p.said()
	p.pickFresh()
	if then := p.whenCounted; then != nil {
		p.whenCounted = nil
		then()
	}
	p.trace("counted", "total", p.list.total)
}

// practise says how to begin when there is nothing in the list yet.
func (p *resultsPanel) practise(on bool) {
	p.empty.practice = on
	p.said()
}

// narrowed tells whether search or filters keep rows out of the list.
func (p *resultsPanel) narrowed() bool { return p.search.Text != "" || p.view.Filter.active() > 0 }

// said tells how many there are, and why there may be none.
func (p *resultsPanel) said() {
	narrowed := p.narrowed()
	p.empty.show(p.list.total == 0 && p.list.sure, narrowed) // not before the ledger has been read
	show(p.grid, p.list.total > 0)
	key := "results.hits"
	switch {
	case p.list.behind > 0:
		key = "results.hits.behind"
	case !p.list.sure:
		key = "results.hits.more"
	case narrowed:
		key = "results.hits.narrowed"
	}
	if p.list.unread {
		p.hits.set("", colourQuiet)
		return
	}
	p.hits.set(p.w.t(key, "Count", number(int64(p.list.total)), "Behind", number(int64(p.list.behind)),
		"Filters", number(int64(p.view.Filter.active()))), colourQuiet)
}
