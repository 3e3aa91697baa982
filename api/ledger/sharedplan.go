package ledger

import (
	"context"
	"iter"
	"slices"
)

// plan chooses between the rows themselves and the shelf, as a file does; the server's planner chooses the index. Words are
// looked for in the months that the query spans.
func (l *Shared) plan(ctx context.Context, q Query, behind int) (*plan, error) {
	switch {
	case !q.shelved(), behind > 0 && q.Sort.Column == ByTime && q.words() == nil:
		p := q.planEntries()
		p.join = "JOIN"
		return p.in(q), nil
	case q.words() == nil:
		return q.planShared().in(q), nil
	}
	p, err := l.planHeld(ctx, q)
	if err != nil {
		return nil, err
	}
	return p.in(q), nil
}

// planHeld is planWords over all months of the list in which the words can occur.
func (l *Shared) planHeld(ctx context.Context, q Query) (*plan, error) {
	s, err := l.spanOf(ctx, q, false)
	if err != nil {
		return nil, err
	}
	months, err := l.holding(ctx, q.words(), s.months(false))
	return q.planWords(months), err
}

// plans are those of a page. A word that many rows hold is found among the first rows of the list, or some more of them; another one
// in the index of words, in as many months as the page needs.
func (l *Shared) plans(ctx context.Context, q Query, behind, need int, backwards bool) iter.Seq2[*plan, error] {
	return func(yield func(*plan, error) bool) {
		if q.words() == nil || !q.shelved() {
			yield(l.plan(ctx, q, behind))
			return
		}
		near := q.planNear().in(q)
		if !yield(near, nil) {
			return
		}
		all, err := l.exhausted(ctx, q, near, backwards)
		if wide := near.wider(need); err == nil && !all && wide > near.near {
			near.near, near.got = wide, 0
			if !yield(near, nil) {
				return
			}
		}
		switch {
		case all:
			return
		case err != nil:
			yield(nil, err)
		case slices.Contains(columns, q.Sort.Column): // its first rows may stand in any month
			yield(l.plan(ctx, q, behind))
		default:
			l.wordPlans(ctx, q, need, q.Sort.Reverse != backwards, yield)
		}
	}
}

// wordPlans are those of a list by time whose first rows do not fill the page.
func (l *Shared) wordPlans(ctx context.Context, q Query, need int, fromFirst bool, yield func(*plan, error) bool) {
	s, err := l.spanOf(ctx, q, true)
	if err != nil {
		yield(nil, err)
		return
	}
	months, err := l.holding(ctx, q.words(), s.months(fromFirst))
	if err != nil {
		yield(nil, err)
		return
	}
	f := firstHits{months: months, many: true}
	if len(months) != 1 {
		f, err = l.firstHits(ctx, q, months, need)
	}
	switch {
	case err != nil:
		yield(nil, err)
	case !f.many:
		yield(l.planNamed(q, f.ids).in(q), nil)
	default:
		if near := q.planNearIn(f.months, s, fromFirst); near == nil || yield(near.in(q), nil) {
			yield(q.planWords(f.months).in(q), nil)
		}
	}
}

// planNamed lists rows that are known by their IDs.
func (l *Shared) planNamed(q Query, ids []int64) *plan {
	p := q.planShared()
	text, arg := among(l.lists(), p.id, ids)
	p.add(true, text, arg)
	return p
}

// exhausted tells that the list holds no more rows than a near plan has looked at. Of a whole list the tallies tell; of a later
// page they may tell of rows before it, which costs a question to the index and nothing else.
func (l *Shared) exhausted(ctx context.Context, q Query, near *plan, backwards bool) (bool, error) {
	var n int
	text, args := q.withoutText().tallied()
	if !q.From.IsZero() || !q.To.IsZero() {
		text, args = near.candidates(backwards)
	}
	err := l.lists().QueryRowContext(ctx, text, args...).Scan(&n)
	return n < near.near, l.said(err)
}

// planShared lists what is on the shelf, by time or by a column.
func (q Query) planShared() *plan {
	p := &plan{
		from: "shelf t", id: "t.entry_id", keys: []string{"-t.started_at", "-t.entry_id"}, join: "JOIN",
		value: "''", place: "1", // the place is that of the Cursor's own fields
		seek: func(c Cursor) (string, []any) { return "(?, ?)", []any{-micros(c.StartedAt), -c.ID} },
	}
	if column := q.Sort.Column; slices.Contains(columns, column) {
		p.keys = append([]string{"t." + string(column)}, p.keys...)
		p.value, p.seek = "p.k0", seekShared(string(column))
	}
	q.addFilters(p, "t.")
	p.add(!q.From.IsZero(), "-t.started_at <= ?", -q.From.UnixMicro())
	p.add(!q.To.IsZero(), "-t.started_at > ?", -q.To.UnixMicro())
	return p
}

// nearRows is how many rows are looked at for words that many rows hold. Of those that fewer than a tenth of them hold, a page
// is read sooner from the index.
var nearRows = 2000

// nearInMonth is how many times more rows are looked at from a slot of a month on: the first hit may be at its other end, 2,600 rows
// away where five years hold ten million.
const nearInMonth = 3

// mostWider is how many times more hits may be needed than the first rows held, for more rows of the list to be looked at.
const mostWider = 4

// wider is how many rows of a list hold all that is needed, judged by those looked at, with some more; 0 where that are too many, or where
// these held none.
func (p *plan) wider(need int) int {
	if p.got == 0 || p.got*mostWider < need {
		return 0
	}
	return p.near * need / p.got * 5 / 4
}

// planNear looks at the first rows of the list that pass the filters.
func (q Query) planNear() *plan {
	p := q.planShared()
	p.near = nearRows
	q.addWords(p)
	return p
}

// planNearIn is planNear from a later place on: where a single month holds all hits that are needed, many of its rows may hold the
// word from that slot on in which it occurs first. nil where several months hold them, or where that is the beginning of the list, which
// was looked at before.
func (q Query) planNearIn(months []heldMonth, list span, fromFirst bool) *plan {
	if len(months) != 1 {
		return nil
	}
	h := months[0]
	if fromFirst && h.begin() <= list.oldest || !fromFirst && h.end() > list.newest {
		return nil
	}
	p := q.planNear()
	p.near *= nearInMonth
	p.add(fromFirst, "-t.started_at <= ?", -h.begin())
	p.add(!fromFirst, "-t.started_at > ?", -h.end())
	return p
}

// planWords collects the hits of some months from the index of words: month by month, since the index is quick where all parts
// of a question have to be found, and slow where one of many has. Whatever else is asked of the rows is compared afterwards: the
// server cannot know how many rows hold all parts of a word, and would choose another index for it.
func (q Query) planWords(months []heldMonth) *plan {
	p := q.planShared()
	p.months = []string{}
	for _, h := range months {
		p.months = append(p.months, wordsQuery(q.words(), h.month))
	}
	q.addWords(p)
	return p
}

// addWords compares rows that were found so far with each whole word, whose parts may stand apart.
func (q Query) addWords(p *plan) {
	for _, word := range q.words() {
		p.found, p.foundArgs = append(p.found, "strpos(t.haystack, ?) > 0"), append(p.foundArgs, word)
	}
}

// seekShared finds what a row is sorted by, and its place.
func seekShared(column string) func(Cursor) (string, []any) {
	return func(c Cursor) (string, []any) {
		rest := []any{-micros(c.StartedAt), -c.ID}
		if c.place != 0 {
			return "(?, ?, ?)", append([]any{c.value}, rest...)
		}
		return "((SELECT " + column + " FROM shelf WHERE entry_id = ?), ?, ?)", append([]any{c.ID}, rest...)
	}
}
