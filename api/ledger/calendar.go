package ledger

import (
	"context"
	"errors"
	"time"
)

// Month is how many entries of a list started in one month.
type Month struct {
	// Start is its first moment, in the zone asked for.
	Start time.Time
	Count int
}

// Calendar counts a list by month, newest first, in zone; months without entries are left out. It is for lists sorted by
// time: the counts are how far apart the months stand in them, and together are what [Ledger.Count] says.
func (l *records) Calendar(ctx context.Context, q Query, zone *time.Location) ([]Month, error) {
	return l.calendar(ctx, q, zone, l.Count)
}

// calendar comes with [ErrMany] where count said so: its last month is then not whole.
func (l *records) calendar(ctx context.Context, q Query, zone *time.Location, count func(context.Context, Query) (int, error)) ([]Month, error) {
	oldest, newest, err := l.span(ctx, q)
	if err != nil || newest.IsZero() {
		return nil, err
	}
	var out []Month
	for start := monthOf(newest.In(zone)); !start.Before(monthOf(oldest.In(zone))); start = start.AddDate(0, -1, 0) {
		n, err := count(ctx, q.within(start, start.AddDate(0, 1, 0)))
		if err != nil && !errors.Is(err, ErrMany) {
			return nil, err
		}
		if n > 0 {
			out = append(out, Month{start, n})
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// span is when the list's first and last entry started; zero when there is none.
func (l *records) span(ctx context.Context, q Query) (oldest, newest time.Time, err error) {
	q.After, q.Before, q.Sort, q.Limit = Cursor{}, Cursor{}, Sort{}, 1
	for _, end := range []struct {
		at      *time.Time
		reverse bool
	}{{&newest, false}, {&oldest, true}} {
		q.Sort.Reverse = end.reverse
		p, err := l.Entries(ctx, q)
		if err != nil || len(p.Entries) == 0 {
			return time.Time{}, time.Time{}, err
		}
		*end.at = p.Entries[0].StartedAt
	}
	return oldest, newest, nil
}

func monthOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}

// within narrows the query to a span of time.
func (q Query) within(from, to time.Time) Query {
	if from.After(q.From) {
		q.From = from
	}
	if q.To.IsZero() || to.Before(q.To) {
		q.To = to
	}
	return q
}

// Near narrows a list that a Calendar was made of, so that its at-th entry is reached from the beginning of its month: the
// entries wanted are those from skip on, of total. Without months, or in another order, it is the list itself.
func Near(q Query, months []Month, at, total int) (near Query, skip, rest int) {
	if q.Sort != (Sort{}) {
		return q, at, total
	}
	before := 0
	for _, m := range months {
		if at < before+m.Count {
			return q.within(time.Time{}, m.Start.AddDate(0, 1, 0)), at - before, total - before
		}
		before += m.Count
	}
	return q, at, total
}
