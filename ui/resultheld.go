package ui

import (
	"context"
	"slices"

	"billkey/api/ledger"
)

// heldRows are the entries that are selected and the one the cursor is on. The grid knows ordinals only, and those move
// whenever something is written: a deed must not hit a row that has slipped under the selection.
type heldRows struct {
	picked map[int]int64 // the entry of a selected ordinal, as far as it was ever loaded
	cursor int64
}

// remember notes the entries of what is selected.
func (p *resultsPanel) remember() {
	next := heldRows{picked: map[int]int64{}}
	for i, id := range p.held.picked {
		if p.grid.selected(i) {
			next.picked[i] = id
		}
	}
	for k, e := range p.list.rows {
		if p.grid.selected(p.list.first + k) {
			next.picked[p.list.first+k] = e.ID
		}
	}
	if e, ok := p.list.at(p.grid.cursor()); ok {
		next.cursor = e.ID
	}
	p.held = next
}

// holdPicked compares what is selected with what was, after the rows moved down by so many. Where the ordinals of a list
// can not be trusted to have moved so, or did not, the selection is put on its rows anew; one that has left the list or is
// not loaded is selected no more.
func (p *resultsPanel) holdPicked(held heldRows, by int, trusted bool) {
	if p.grid.selectionCount() == 0 && p.grid.cursor() < 0 {
		return
	}
	moved := heldRows{picked: make(map[int]int64, len(held.picked)), cursor: held.cursor}
	for i, id := range held.picked {
		moved.picked[i+by] = id
	}
	p.held = moved
	if !trusted || !p.holds() {
		p.pickAnew()
		return
	}
	p.selected()
}

// holds tells whether every selected row that is loaded is the one it was.
func (p *resultsPanel) holds() bool {
	for i, id := range p.held.picked {
		if e, ok := p.list.at(i); ok && p.grid.selected(i) && e.ID != id {
			return false
		}
	}
	e, ok := p.list.at(p.grid.cursor())
	return !ok || p.held.cursor == 0 || e.ID == p.held.cursor
}

// pickAnew finds the rows that were selected among those that are loaded.
func (p *resultsPanel) pickAnew() {
	was := map[int64]bool{}
	for _, id := range p.held.picked {
		was[id] = true
	}
	var rows []int
	cursor := min(p.grid.cursor(), p.list.total-1)
	for k, e := range p.list.rows {
		if was[e.ID] {
			rows = append(rows, p.list.first+k)
		}
		if e.ID == p.held.cursor {
			cursor = p.list.first + k
		}
	}
	p.held = heldRows{}
	p.grid.pick(rows, cursor)
}

// ordinary tells whether a new row comes in at the top and none leaves: of all rows, newest first.
func (l *resultList) ordinary() bool {
	q := l.query
	return q.Sort == (ledger.Sort{}) && q.Text == "" && len(q.States) == 0 && q.Environment == "" && q.Profile == "" && q.Operator == "" && q.Desk == "" &&
		q.From.IsZero() && q.To.IsZero()
}

// pickedRows is how many rows are selected, and hands them on. A selection may reach over rows that are not loaded: then it
// is read from the ledger, by where its rows stand now.
func (p *resultsPanel) pickedRows() (int, entrySource) {
	n, picked := p.grid.selectionCount(), p.picked()
	if len(picked) == n {
		return n, func(_ context.Context, each func([]ledger.Entry) error) error { return each(picked) }
	}
	q, total, sure, spans := p.list.query, p.list.total, p.list.sure, slices.Clone(p.grid.picked.spans)
	return n, func(ctx context.Context, each func([]ledger.Entry) error) error {
		for _, s := range spans {
			if err := eachOfSpan(ctx, p.book, q, s, lengthAt(s.from, total, sure), each); err != nil {
				return err
			}
		}
		return nil
	}
}

func eachOfSpan(ctx context.Context, b book, q ledger.Query, s gridSpan, total int, each func([]ledger.Entry) error) error {
	q.Limit = pageSize
	page, err := b.EntriesAt(ctx, q, s.from, total)
	for left := s.to - s.from + 1; err == nil && len(page.Entries) > 0; {
		some := page.Entries[:min(left, len(page.Entries))]
		if err := each(some); err != nil {
			return err
		}
		if left -= len(some); left <= 0 {
			return nil
		}
		q.After = page.Next
		page, err = b.Entries(ctx, q)
	}
	return err
}
