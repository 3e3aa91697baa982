package ledger

import (
	"context"
	"time"
)

// countedAtMost is how many hits of words are counted: a server for all desks reads no ten million rows for a number that is
// history with the next letter.
var countedAtMost = 10_000

// Count is how many entries the query finds. Without words it is summed up from the tallies of months and filters, and costs
// the same however many rows there are. Of words more than 10,000 hits are not counted: [ErrMany].
func (l *Shared) Count(ctx context.Context, q Query) (int, error) {
	if q.CustomerUID != "" || q.UIDPrefix != "" {
		return l.records.Count(ctx, q)
	}
	behind, err := l.catchUp(ctx)
	switch {
	case err != nil:
		return 0, err
	case q.words() != nil:
		n, err := l.countHits(ctx, q, countedAtMost+1)
		if n > countedAtMost {
			return countedAtMost, ErrMany
		}
		return n, err
	case behind > countedExactly:
		return l.records.Count(ctx, q)
	}
	var n int
	text, args := q.tallied()
	if behind > 0 {
		more, values := q.queued()
		text, args = text+" + "+more, append(args, values...)
	}
	err = l.lists().QueryRowContext(ctx, text, args...).Scan(&n)
	return n, l.said(err)
}

// Calendar counts a list by month, newest first, as [Ledger.Calendar] does. Where words have more than 10,000 hits it ends with
// the month in which that is so, and [ErrMany].
func (l *Shared) Calendar(ctx context.Context, q Query, zone *time.Location) ([]Month, error) {
	left := countedAtMost
	switch {
	case q.words() != nil:
		return l.calendar(ctx, q, zone, func(ctx context.Context, q Query) (int, error) {
			n, err := l.countHits(ctx, q, left+1)
			if err == nil && n > left {
				n, err = left, ErrMany
			}
			left -= n
			return n, err
		})
	case q.CustomerUID == "" && q.UIDPrefix == "" && q.From.IsZero() && q.To.IsZero():
		behind, err := l.catchUp(ctx)
		if err != nil {
			return nil, err
		}
		if behind <= countedExactly {
			if months, same, err := l.tallyCalendar(ctx, q, zone, behind); same || err != nil {
				return months, err
			}
		}
	}
	return l.calendar(ctx, q, zone, l.Count)
}

// tallyCalendar is the calendar of a whole list in one question, where the zone's months are the tallies': same.
func (l *Shared) tallyCalendar(ctx context.Context, q Query, zone *time.Location, behind int) (out []Month, same bool, err error) {
	p := &plan{from: "tallies"}
	if behind > 0 {
		p.from = talliesNow
	}
	q.addFilters(p, "t.")
	rows, err := l.lists().QueryContext(ctx, "SELECT t.month, sum(t.n)::bigint FROM "+p.from+" t"+p.where.clause()+
		" GROUP BY t.month HAVING sum(t.n) > 0 ORDER BY t.month DESC", p.args...)
	if err != nil {
		return nil, false, l.said(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var month, n int
		if err := rows.Scan(&month, &n); err != nil {
			return nil, false, l.said(err)
		}
		start := startOfTally(month).In(zone)
		if !monthOf(start).Equal(start) {
			return nil, false, nil
		}
		out = append(out, Month{start, n})
	}
	return out, true, l.said(rows.Err())
}

func (q Query) withoutText() Query {
	q.Text = ""
	return q
}

// countHits counts so many hits of words at most. Where the filters let few rows through, these are compared one by one.
func (l *Shared) countHits(ctx context.Context, q Query, most int) (n int, err error) {
	var p *plan
	if q.withoutText().filtered() {
		near := q.planNear().in(q)
		near.near *= 5
		all, err := l.exhausted(ctx, q, near, false)
		if err != nil {
			return 0, err
		}
		if all {
			p = near
		}
	}
	if p == nil {
		if p, err = l.planHeld(ctx, q); err != nil {
			return 0, err
		}
	}
	text, args := p.countUpTo(most)
	err = l.lists().QueryRowContext(ctx, text, args...).Scan(&n)
	return n, l.said(err)
}

// The rows in the queue, which are few where this is asked, are counted as they are, and not as they stand on the shelf and in the
// tallies: while many desks order, some are always behind.
const (
	inQueue    = ` = ANY (ARRAY(SELECT entry_id FROM ` + firstOfQueue + `100000))`
	tallied    = `month_of(started_at) AS month, state, environment, profile, operator, desk`
	talliesNow = `(SELECT month, state, environment, profile, operator, desk, n FROM tallies
		UNION ALL SELECT ` + tallied + `, 1 FROM entries WHERE id` + inQueue + `
		UNION ALL SELECT ` + tallied + `, -1 FROM shelf WHERE entry_id` + inQueue + `)`
)

// queued is by how much the queue changes a count.
func (q Query) queued() (text string, args []any) {
	now, then := q.planEntries(), q.planShared()
	now.add(true, "e.id"+inQueue)
	then.add(true, "t.entry_id"+inQueue)
	text, args = now.count()
	less, values := then.count()
	return "(" + text + ") - (" + less + ")", append(args, values...)
}

// seoul is the zone of the tallies' months.
var seoul = time.FixedZone("KST", 9*60*60)

// tallyMonth is the first of the tallies' months that begins at t or later.
func tallyMonth(t time.Time) int {
	t = t.In(seoul)
	n := t.Year()*12 + int(t.Month()) - 1
	if !monthOf(t).Equal(t) {
		n++
	}
	return n
}

func startOfTally(n int) time.Time { return time.Date(n/12, time.Month(n%12)+1, 1, 0, 0, 0, 0, seoul) }

// tallied sums up the months that are whole within the query, and counts the rows of the rest.
func (q Query) tallied() (text string, args []any) {
	tallies := &plan{from: "tallies t"}
	q.addFilters(tallies, "t.")
	first, end := tallyMonth(q.From), 0
	tallies.add(!q.From.IsZero(), "t.month >= ?", first)
	if !q.To.IsZero() {
		if end = tallyMonth(q.To); !startOfTally(end).Equal(q.To) {
			end--
		}
		tallies.add(true, "t.month < ?", end)
	}
	rest := []Query{}
	switch {
	case !q.From.IsZero() && !q.To.IsZero() && first >= end: // no whole month
		text, args := q.planShared().count()
		return "SELECT (" + text + ")", args
	default:
		if !q.From.IsZero() && q.From.Before(startOfTally(first)) {
			rest = append(rest, q.within(time.Time{}, startOfTally(first)))
		}
		if !q.To.IsZero() && startOfTally(end).Before(q.To) {
			rest = append(rest, q.within(startOfTally(end), farAway))
		}
	}
	text, args = "SELECT (SELECT coalesce(sum(t.n), 0) FROM tallies t"+tallies.where.clause()+")", tallies.args
	for _, part := range rest {
		more, values := part.planShared().count()
		text, args = text+" + ("+more+")", append(args, values...)
	}
	return text, args
}

// farAway is after every entry.
var farAway = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
