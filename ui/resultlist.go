package ui

import (
	"context"
	"errors"
	"time"

	"billkey/api/ledger"
)

const (
	pageSize = 200
	// keptRows is how many rows stay in memory; what was scrolled away from beyond them is read again.
	keptRows = 3 * pageSize
	// readAhead is how near the edge of what is loaded the rows in sight may come before more is asked for.
	readAhead = 60
)

// resultList holds the part of a list of the ledger that is in sight. It reads one part at a time: while one is under way
// only the last wish counts, so that a dragged scroll bar asks for what it has come to, not for all it passed.
type resultList struct {
	run  runner
	book book
	zone *time.Location

	query  ledger.Query
	total  int // known once counted; before, what is loaded
	sure   bool
	first  int // the ordinal of rows[0]
	rows   []ledger.Entry
	months []ledger.Month
	behind int
	unread bool // it could not be read: nobody knows whether it is empty

	asked   int // number of the list: answers for an older one are dropped
	left    context.Context
	leave   context.CancelFunc // ends what is still being read for an older list: long counts would keep new pages waiting
	reading bool
	opening bool // rows are still those of another list
	counts  int  // number of the latest count: a list that is longer by now must not become shorter again
	wish    span
	again   bool // something was written while a part was being read

	// OnRows follows every change of what is loaded.
	OnRows func()
	// OnTotal follows the count and the months of a new list, and a count that changed by so many rows at its top.
	OnTotal func(grown int)
	// OnError says that the ledger could not be read.
	OnError func(error)
	// OnOpened follows the first page of a new list.
	OnOpened func()
}

// span is a run of ordinals, both ends included.
type span struct{ from, to int }

func newResultList(run runner, b book) *resultList {
	l := &resultList{run: run, book: b, zone: time.Local, wish: span{0, -1}}
	l.left, l.leave = context.WithCancel(context.Background())
	return l
}

// inBackground does work for this list; what it returns is done unless another list was opened meanwhile.
func (l *resultList) inBackground(work func(context.Context) func()) {
	asked, left := l.asked, l.left
	l.run.run(func(ctx context.Context) func() {
		ctx, end := untilEither(ctx, left)
		defer end()
		apply := work(ctx)
		return func() {
			if asked == l.asked {
				apply()
			}
		}
	})
}

// untilEither is ctx, but ends with other too.
func untilEither(ctx, other context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(other, cancel)
	return either{ctx, other}, func() { stop(); cancel() }
}

// either knows of the other's end at once: what follows an end by AfterFunc does so a moment later.
type either struct {
	context.Context
	other context.Context
}

// Err tells which has ended first, as far as it can be told.
func (c either) Err() error {
	if err := c.Context.Err(); err != nil {
		return err
	}
	return c.other.Err()
}

// at is the entry at an ordinal, if it is loaded.
func (l *resultList) at(i int) (ledger.Entry, bool) {
	if i < l.first || i >= l.first+len(l.rows) {
		return ledger.Entry{}, false
	}
	return l.rows[i-l.first], true
}

// open begins another list at its top: the page first, then how many there are and where the months begin.
func (l *resultList) open(q ledger.Query) {
	q.Limit = pageSize
	l.asked++
	l.leave()
	l.left, l.leave = context.WithCancel(context.Background())
	l.query, l.opening, l.reading, l.again, l.wish = q, true, true, false, span{0, -1}
	l.inBackground(func(ctx context.Context) func() {
		page, err := l.book.Entries(ctx, q)
		return func() { l.opened(page, err) }
	})
}

func (l *resultList) opened(page ledger.Page, err error) {
	l.opening, l.reading = false, false
	if err != nil {
		page = ledger.Page{} // what was there answers another question
		l.OnError(err)
	}
	l.first, l.rows, l.months, l.behind = 0, page.Entries, nil, page.Behind
	l.total, l.sure, l.unread = len(page.Entries), err == nil && !page.More, err != nil
	l.OnOpened()
	if err == nil {
		l.count()
	}
}

// count asks how many rows there are. Of a list sorted by time the months say it too, and stand beside the scroll bar.
func (l *resultList) count() {
	l.counts++
	q, mine := l.query, l.counts
	l.inBackground(func(ctx context.Context) func() {
		total, months, sure, err := countList(ctx, l.book, q, l.zone)
		return func() {
			if mine != l.counts {
				return
			}
			if err != nil {
				l.OnError(err)
				return
			}
			l.total, l.sure, l.months = max(total, l.first+len(l.rows)), sure, months
			l.OnTotal(0)
		}
	})
}

// countList is not sure where there are more rows than the ledger counts.
func countList(ctx context.Context, b book, q ledger.Query, zone *time.Location) (total int, months []ledger.Month, sure bool, err error) {
	if q.Sort.Column != ledger.ByTime {
		total, err = b.Count(ctx, q)
	} else {
		months, err = b.Calendar(ctx, q, zone)
		for _, m := range months {
			total += m.Count
		}
	}
	if errors.Is(err, ledger.ErrMany) {
		return total, months, false, nil
	}
	return total, months, true, err
}

// need says which rows are in sight. What is missing is read: the next page where it joins on, else the part around them.
func (l *resultList) need(first, last int) {
	l.wish = span{max(0, first-readAhead/2), min(last+readAhead/2, l.total-1)}
	if !l.reading {
		l.readWished()
	}
}

func (l *resultList) readWished() {
	w, end := l.wish, l.first+len(l.rows)
	switch {
	case w.to < w.from || w.from >= l.first && w.to < end:
	case w.from >= l.first && w.from <= end && len(l.rows) > 0:
		q := l.query
		q.After = l.rows[len(l.rows)-1].Cursor()
		l.read(func(ctx context.Context) (ledger.Page, error) { return l.book.Entries(ctx, q) }, l.append)
	case w.to < end && w.to >= l.first-1 && len(l.rows) > 0:
		q := l.query
		q.Before = l.rows[0].Cursor()
		l.read(func(ctx context.Context) (ledger.Page, error) { return l.book.Entries(ctx, q) }, l.prepend)
	default:
		l.readAround(w)
	}
}

func (l *resultList) readAround(w span) {
	at := max(0, min((w.from+w.to)/2-pageSize/2, l.total-pageSize))
	q, skip, total := ledger.Near(l.query, l.months, at, lengthAt(at, l.total, l.sure))
	l.read(func(ctx context.Context) (ledger.Page, error) { return l.book.EntriesAt(ctx, q, skip, total) },
		func(p ledger.Page) { l.first, l.rows = at, p.Entries })
}

// lengthAt is how long a list is taken to be in reaching a place: of one that is longer than was counted only the beginning is
// known.
func lengthAt(at, total int, sure bool) int {
	if sure {
		return total
	}
	return max(total, 2*(at+pageSize))
}

// read does one reading; afterwards the last wish is looked at again.
func (l *resultList) read(ask func(context.Context) (ledger.Page, error), take func(ledger.Page)) {
	l.reading = true
	l.inBackground(func(ctx context.Context) func() {
		page, err := ask(ctx)
		return func() {
			l.reading = false
			if err != nil {
				l.OnError(err)
				return
			}
			before := span{l.first, len(l.rows)}
			take(page)
			l.OnRows()
			l.goOn(before != span{l.first, len(l.rows)})
		}
	})
}

// goOn reads what was wished for meanwhile. A reading that changed nothing is not repeated: the list is shorter than
// believed, and is counted again when something is written.
func (l *resultList) goOn(changed bool) {
	switch {
	case l.again:
		l.refresh()
	case changed && !l.reading:
		l.readWished()
	}
}

func (l *resultList) append(p ledger.Page) {
	l.rows = append(l.rows, p.Entries...)
	if over := len(l.rows) - keptRows; over > 0 {
		l.rows, l.first = append([]ledger.Entry(nil), l.rows[over:]...), l.first+over
	}
}

func (l *resultList) prepend(p ledger.Page) {
	l.rows = append(p.Entries[:len(p.Entries):len(p.Entries)], l.rows...)
	l.first = max(0, l.first-len(p.Entries))
	if len(l.rows) > keptRows {
		l.rows = l.rows[:keptRows:keptRows]
	}
}
