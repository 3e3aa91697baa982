package ui

import (
	"context"
	"slices"

	"billkey/api/ledger"
)

// refresh reads what is in sight again, since something was written. Rows that came in at the top of a list sorted by time
// move the others down; what is in sight stays in sight.
func (l *resultList) refresh() {
	if l.reading {
		l.again = true
		return
	}
	if l.first == 0 && l.wish.from == 0 && len(l.rows) > 0 && l.query.Sort == (ledger.Sort{}) {
		l.refreshTop()
		return
	}
	l.refreshThere()
}

// refreshTop reads the top of a list that is newest first, where one is nearly always: what came in is seen at once, and
// counted afterwards.
func (l *resultList) refreshTop() {
	l.again, l.reading = false, true
	q, top := l.query, l.rows[0].ID
	l.inBackground(func(ctx context.Context) func() {
		page, err := l.book.Entries(ctx, q)
		return func() {
			l.reading = false
			grown := slices.IndexFunc(page.Entries, func(e ledger.Entry) bool { return e.ID == top })
			switch {
			case err != nil:
				l.OnError(err)
			case grown < 0: // it has left the list, or very much came in
				l.refreshThere()
			default:
				l.rows, l.behind = page.Entries, page.Behind
				l.total = max(l.total+grown, len(page.Entries))
				l.OnTotal(grown)
				l.count()
				l.goOn(true)
			}
		}
	})
}

// refreshThere reads what is in sight anywhere in the list, and where it stands by now.
func (l *resultList) refreshThere() {
	l.again, l.reading = false, true
	l.counts++
	q, middle, before, was := l.query, (l.wish.from+l.wish.to)/2, l.total, l.sure
	l.inBackground(func(ctx context.Context) func() {
		total, months, sure, err := countList(ctx, l.book, q, l.zone)
		grown := 0
		if was && sure && q.Sort == (ledger.Sort{}) {
			grown = total - before // of a list sorted otherwise nobody knows where the new rows stand
		}
		start := 0
		if at := middle - pageSize/2; at > 0 {
			start = max(0, min(at+grown, total-pageSize))
		}
		var page ledger.Page
		if err == nil {
			near, skip, rest := ledger.Near(q, months, start, lengthAt(start, total, sure))
			page, err = l.book.EntriesAt(ctx, near, skip, rest)
		}
		return func() {
			l.reading = false
			if err != nil {
				l.OnError(err)
				return
			}
			l.first, l.rows, l.months, l.behind = start, page.Entries, months, page.Behind
			l.total, l.sure = total, sure
			l.OnTotal(grown)
			l.goOn(true)
		}
	})
}
