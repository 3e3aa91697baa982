package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/api/issuing"
	"billkey/api/ledger"
)

const (
	pageSize    = 200
	searchRests = 150 * time.Millisecond
)

// book is what the panel reads from. [*ledger.Ledger] is one.
type book interface {
	Entries(ctx context.Context, q ledger.Query) (ledger.Page, error)
	Counts(ctx context.Context, since time.Time) (map[ledger.State]int, error)
	Entry(ctx context.Context, id int64) (ledger.Entry, error)
	Story(ctx context.Context, profile, uid string) ([]ledger.Event, error)
	Version(ctx context.Context) (int64, error)
	Check(ctx context.Context) error
}

// resultsPanel lists issued, replaced and declined keys, newest first, one page of the ledger at a time.
type resultsPanel struct {
	w     *words
	run   runner
	book  book
	now   func() time.Time
	trace tracer

	search  *entry
	counts  *text
	hits    *text
	empty   *fyne.Container
	list    *widget.List
	body    fyne.CanvasObject
	entries []ledger.Entry
	next    ledger.Cursor
	more    bool
	loading bool
	asked   int
	stop    func()

	// OnError shows that the ledger could not be read.
	OnError func(error)
	// OnOpen asks for the story of an entry.
	OnOpen func(ledger.Entry)
}

func newResultsPanel(w *words, run runner, b book) *resultsPanel {
	p := &resultsPanel{w: w, run: run, book: b, now: time.Now, trace: func(string, ...any) {}, stop: func() {}}
	p.search = newEntry()
	p.search.SetPlaceHolder(w.t("results.search"))
	p.search.OnChanged = func(string) { p.stop(); p.stop = p.run.after(searchRests, p.reload) }
	p.counts, p.hits = small(), small()
	p.list = widget.NewList(func() int { return len(p.entries) }, func() fyne.CanvasObject { return newResultRow(w) }, p.fill)
	p.list.HideSeparators = true
	p.list.OnSelected = p.open
	p.empty = container.NewCenter(column(6,
		newTitle(w.t("results.empty"), sizeHeading), newLine(w.t("results.empty.detail"), sizeBody, colourQuiet)))
	p.body = p.layOut()
	return p
}

func (p *resultsPanel) layOut() fyne.CanvasObject {
	top := column(10,
		newTitle(p.w.t("results.title"), sizeHeading),
		p.search,
		sharedRow(12, []float32{1, 3}, p.hits, p.counts),
		newResultHeader(p.w),
	)
	return newPanel(container.NewBorder(top, nil, nil, nil, container.NewStack(p.empty, p.list)))
}

// reload reads the first page again. An answer that comes after a newer question is dropped.
func (p *resultsPanel) reload() { p.load(ledger.Cursor{}, true) }

func (p *resultsPanel) load(after ledger.Cursor, first bool) {
	p.asked++
	asked, q := p.asked, ledger.Query{Text: p.search.Text, After: after, Limit: pageSize}
	since := startOfDay(p.now())
	p.loading = true
	p.run.run(func(ctx context.Context) func() {
		page, err := p.book.Entries(ctx, q)
		counts, cerr := map[ledger.State]int{}, error(nil)
		if err == nil && first {
			counts, cerr = p.book.Counts(ctx, since)
		}
		return func() {
			if asked != p.asked {
				return
			}
			p.loading = false
			if err != nil || cerr != nil {
				p.OnError(firstError(err, cerr))
				return
			}
			p.show(page, counts, first)
		}
	})
}

func firstError(errs ...error) error {
	for _, e := range errs {
		if e != nil {
			return e
		}
	}
	return nil
}

func startOfDay(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}

func (p *resultsPanel) show(page ledger.Page, counts map[ledger.State]int, first bool) {
	if first {
		p.entries = nil
		p.counts.set(p.w.t("results.today",
			"Issued", number(int64(counts[ledger.Issued])), "Replaced", number(int64(counts[ledger.Replaced])),
			"Declined", number(int64(counts[ledger.Declined])), "Unknown", number(int64(counts[ledger.Unknown]+counts[ledger.Pending]))), colourQuiet)
	}
	p.entries = append(p.entries, page.Entries...)
	p.next, p.more = page.Next, page.More
	show(p.empty, len(p.entries) == 0)
	key := "results.hits"
	if p.more {
		key = "results.hits.more"
	}
	p.hits.set(p.w.t(key, "Count", number(int64(len(p.entries)))), colourQuiet)
	p.trace("listed", "rows", len(p.entries))
	p.list.Refresh()
	if first {
		p.list.ScrollToTop()
	}
}

// showNew shows a new result at the top: a search left over from before would hide it.
func (p *resultsPanel) showNew(r issuing.Receipt) {
	if r.State == ledger.Issued && p.search.Text != "" {
		p.search.SetText("")
	}
	p.reload()
}

// open shows the story of a row; the row is not kept selected, so that it can be opened again.
func (p *resultsPanel) open(i widget.ListItemID) {
	p.list.UnselectAll()
	if i < len(p.entries) {
		p.OnOpen(p.entries[i])
	}
}

// fill draws one row, and asks for the next page when the last row comes into sight.
func (p *resultsPanel) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(p.entries) {
		return
	}
	o.(*resultRow).show(p.entries[i], p.now())
	if i == len(p.entries)-1 && p.more && !p.loading {
		p.load(p.next, false)
	}
}
