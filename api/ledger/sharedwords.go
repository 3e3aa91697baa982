package ledger

import (
	"context"
	"slices"
	"strings"
)

// month is a twelfth of a year, counted from 1970 on. In the index of words each part of a word stands behind the letter of its
// row's month; see grams in server/0001_ledger.sql, which counts in the same way.
type month int64

const (
	monthMicros = 2_629_746_000_000
	lastMonth   = 65_000 // of all later ones
	monthLetter = 0xF0000
)

func monthAt(micros int64) month { return month(min(max(micros, 0)/monthMicros, lastMonth)) }

func (m month) letter() string { return string(rune(monthLetter + m)) }

// span is a list's months.
type span struct{ first, last month }

func (s span) months(fromFirst bool) (out []month) {
	for m := s.last; m >= s.first; m-- {
		out = append(out, m)
	}
	if fromFirst {
		slices.Reverse(out)
	}
	return out
}

// firstHits are the months that hold the first hits of a list, as many as needed, and the hits.
type firstHits struct {
	months []month
	ids    []int64
	many   bool // of one month there are more
}

// hitsNamed is how many times more hits of a month than are needed are named one by one; of a month that has more, the newest
// have to be looked for. So have they where more than mostNamed are needed, as for a place far behind in a list.
const (
	hitsNamed = 4
	mostNamed = 500
)

// firstHits goes from one month to the next and ends where it has as many hits as are needed, mostly in the first.
func (l *Shared) firstHits(ctx context.Context, q Query, months []month, need int) (f firstHits, err error) {
	most, named := need*hitsNamed, need <= mostNamed
	if !named {
		most, f.many = need, true
	}
	text, args := q.planWords(months).in(q).walk(need, most, named)
	rows, err := l.lists().QueryContext(ctx, text, args...)
	of := map[int]int{}
	err = forEach(rows, err, func() error {
		var place int
		var id int64
		if err := rows.Scan(&place, &id); err != nil {
			return err
		}
		if of[place]++; of[place] == 1 {
			f.months = append(f.months, months[place-1])
		}
		f.ids, f.many = append(f.ids, id), f.many || of[place] == most
		return nil
	})
	return f, l.said(err)
}

// holding leaves of some months those in which each part of the words occurs; others have no hits. Words that are too short to
// be indexed as a whole leave all.
func (l *Shared) holding(ctx context.Context, words []string, months []month) ([]month, error) {
	parts := wholeParts(words)
	if len(parts) == 0 || len(months) < 2 {
		return months, nil
	}
	first, last := slices.Min(months), slices.Max(months)
	rows, err := l.lists().QueryContext(ctx, `SELECT month FROM part_months WHERE part = ANY (?) AND month BETWEEN ? AND ?
		GROUP BY month HAVING count(*) = ?`, parts, first, last, len(parts))
	held := map[month]bool{}
	err = forEach(rows, err, func() error {
		var m month
		err := rows.Scan(&m)
		held[m] = true
		return err
	})
	out := slices.DeleteFunc(slices.Clone(months), func(m month) bool { return !held[m] })
	return out, l.said(err)
}

// wholeParts are the different runs of three letters in words.
func wholeParts(words []string) (parts []string) {
	for _, w := range words {
		for letters := []rune(w); len(letters) >= gram; letters = letters[1:] {
			parts = append(parts, string(letters[:gram]))
		}
	}
	slices.Sort(parts)
	return slices.Compact(parts)
}

// spanOf is the months of the rows that a list may hold; of those behind its After and before its Before for a page by time.
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
	if oldest > newest {
		return span{1, 0}, nil
	}
	return span{monthAt(oldest), monthAt(newest)}, nil
}

// wordsQuery finds what holds the parts of each word, in a month. Shorter words are the beginnings of many parts, and
// are left to the comparison where there is a longer one.
func wordsQuery(words []string, m month) string {
	long := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return len([]rune(w)) < gram })
	if len(long) == 0 {
		long = words
	}
	var parts []string
	for _, w := range long {
		parts = append(parts, wordQuery(m.letter(), []rune(w))...)
	}
	return strings.Join(parts, " & ")
}

// wordQuery finds the letters of a word, three by three, and of a shorter one what begins with it. More of its parts would cost
// more and find hardly less: what they find is compared with the whole word.
func wordQuery(before string, word []rune) (parts []string) {
	if len(word) < gram {
		return []string{lexeme(before+string(word)) + ":*"}
	}
	last := len(word) - gram
	for i := 0; i < last; i += gram {
		parts = append(parts, lexeme(before+string(word[i:i+gram])))
	}
	return append(parts, lexeme(before+string(word[last:])))
}

func lexeme(s string) string {
	return "'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(s) + "'"
}
