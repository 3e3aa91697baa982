package ledger

import (
	"context"
	"math"
	"math/bits"
	"slices"
)

// month is a twelfth of a year, counted from 1970 on. In the index of words each part of a word stands behind the letter of its
// row's month; see grams in server/0001_ledger.sql, which counts in the same way.
type month int64

const (
	monthMicros = 2_629_746_000_000
	slotMicros  = monthMicros / 64
	lastMonth   = 65_000 // of all later ones
	monthLetter = 0xF0000
)

func monthAt(micros int64) month { return month(min(max(micros, 0)/monthMicros, lastMonth)) }

func (m month) letter() string { return string(rune(monthLetter + m)) }

// span is the time of a list's first and last row, or more, in microseconds.
type span struct{ oldest, newest int64 }

// months are all that it touches.
func (s span) months(fromFirst bool) (out []month) {
	if s.oldest > s.newest {
		return nil
	}
	for m := monthAt(s.newest); m >= monthAt(s.oldest); m-- {
		out = append(out, m)
	}
	if fromFirst {
		slices.Reverse(out)
	}
	return out
}

// heldMonth is a month in which some letters occur, and its slots in which they do: 64ths of it, a bit for each, the first the
// lowest.
type heldMonth struct {
	month month
	slots uint64
}

// newHeldMonth takes all slots of the last month: in that, times of different years have the same ones.
func newHeldMonth(m month, slots uint64) heldMonth {
	if m == lastMonth {
		slots = math.MaxUint64
	}
	return heldMonth{m, slots}
}

// wholeMonths are months of which no more is known.
func wholeMonths(months []month) (out []heldMonth) {
	for _, m := range months {
		out = append(out, newHeldMonth(m, math.MaxUint64))
	}
	return out
}

// begin is the time before which the letters do not occur in the month, end the one from which on they do not, in microseconds.
func (h heldMonth) begin() int64 {
	return int64(h.month)*monthMicros + int64(bits.TrailingZeros64(h.slots))*slotMicros
}

func (h heldMonth) end() int64 {
	if h.month == lastMonth {
		return math.MaxInt64
	}
	return int64(h.month)*monthMicros + int64(bits.Len64(h.slots))*slotMicros
}

// spanOf is the time of the rows that a list may hold; of those behind its After and before its Before for a page by time.
func (l *Shared) spanOf(ctx context.Context, q Query, page bool) (span, error) {
	var oldest, newest int64
	err := l.reads().QueryRowContext(ctx, `SELECT coalesce(-max(-started_at), 1), coalesce(-min(-started_at), 0) FROM shelf`).Scan(&oldest, &newest)
	if err != nil {
		return span{}, l.said(err)
	}
	if !q.From.IsZero() {
		oldest = max(oldest, q.From.UnixMicro())
	}
	if !q.To.IsZero() {
		newest = min(newest, q.To.UnixMicro())
	}
	if page && q.Sort.Column == ByTime {
		older, newer := q.After, q.Before // of what is asked for
		if q.Sort.Reverse {
			older, newer = newer, older
		}
		if older != (Cursor{}) {
			newest = min(newest, micros(older.StartedAt))
		}
		if newer != (Cursor{}) {
			oldest = max(oldest, micros(newer.StartedAt))
		}
	}
	return span{oldest, newest}, nil
}
