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

// monthsOf are those months that hold the first hits of a list, as many as needed. The server goes from one to the next and ends
// where it has enough, mostly in the first. many tells that one of them has as many as needed by itself, or more.
func (l *Shared) monthsOf(ctx context.Context, q Query, months []month, need int) (out []month, many bool, err error) {
	text, args := q.planWords(months).in(q).walk(need)
	rows, err := l.lists().QueryContext(ctx, text, args...)
	err = forEach(rows, err, func() error {
		var place, n int
		if err := rows.Scan(&place, &n); err != nil {
			return err
		}
		out, many = append(out, months[place-1]), many || n >= need
		return nil
	})
	return out, many, l.said(err)
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

// wordQuery finds every three letters of a word, and of a shorter one what begins with it. Asking for fewer of them costs more: one
// that a month lacks ends its search at once.
func wordQuery(before string, word []rune) (parts []string) {
	if len(word) < gram {
		return []string{lexeme(before+string(word)) + ":*"}
	}
	for i := range len(word) - gram + 1 {
		parts = append(parts, lexeme(before+string(word[i:i+gram])))
	}
	return parts
}

func lexeme(s string) string {
	return "'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(s) + "'"
}
