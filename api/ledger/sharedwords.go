package ledger

import (
	"context"
	"slices"
	"strings"
)

// firstHits are the months that hold the first hits of a list, as many as needed, and the hits.
type firstHits struct {
	months []heldMonth
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
func (l *Shared) firstHits(ctx context.Context, q Query, months []heldMonth, need int) (f firstHits, err error) {
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

// holding leaves of some months those in which all parts of the words occur in the same slot; others have no hits. Words that are
// too short to be indexed as a whole leave all, and a single month is not asked.
func (l *Shared) holding(ctx context.Context, words []string, months []month) ([]heldMonth, error) {
	parts := wholeParts(words)
	if len(parts) == 0 || len(months) < 2 {
		return wholeMonths(months), nil
	}
	first, last := slices.Min(months), slices.Max(months)
	rows, err := l.lists().QueryContext(ctx, `SELECT month, bit_and(slots) FROM part_months WHERE part = ANY (?) AND month BETWEEN ? AND ?
		GROUP BY month HAVING count(*) = ? AND bit_and(slots) <> 0`, parts, first, last, len(parts))
	of := map[month]heldMonth{}
	err = forEach(rows, err, func() error {
		var m month
		var set int64
		err := rows.Scan(&m, &set)
		of[m] = newHeldMonth(m, uint64(set)) //nolint:gosec // a set of bits, not a number
		return err
	})
	var out []heldMonth
	for _, m := range months {
		if h, ok := of[m]; ok {
			out = append(out, h)
		}
	}
	return out, l.said(err)
}

// longGram is how many letters of a longer word are looked up at once: that three and three stand in a row says little of where.
const longGram = 4

// wholeParts are the different runs of four letters in words; a word of three is one itself, a shorter one holds none.
func wholeParts(words []string) (parts []string) {
	for _, w := range words {
		letters := []rune(w)
		n := min(len(letters), longGram)
		if n < gram {
			continue
		}
		for i := range len(letters) - n + 1 {
			parts = append(parts, string(letters[i:i+n]))
		}
	}
	slices.Sort(parts)
	return slices.Compact(parts)
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
