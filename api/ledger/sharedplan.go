package ledger

import (
	"slices"
	"strings"
)

// plan chooses between the rows themselves and the shelf, as a file does; the server's planner chooses the index.
func (l *Shared) plan(q Query, behind int) *plan {
	if !q.shelved() || behind > 0 && q.Sort.Column == ByTime && q.words() == nil {
		p := q.planEntries()
		p.join = "JOIN"
		return p.in(q)
	}
	return q.planShared().in(q)
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
	for _, word := range q.words() {
		p.add(true, "grams(t.haystack) @@ ?::text::tsquery", wordQuery(word))
		p.add(len([]rune(word)) > gram, "strpos(t.haystack, ?) > 0", word)
	}
	q.addFilters(p, "t.")
	p.add(!q.From.IsZero(), "-t.started_at <= ?", -q.From.UnixMicro())
	p.add(!q.To.IsZero(), "-t.started_at > ?", -q.To.UnixMicro())
	return p
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

// wordQuery finds every three letters of a word, and of a shorter one what begins with it.
func wordQuery(word string) string {
	letters := []rune(word)
	if len(letters) < gram {
		return lexeme(word) + ":*"
	}
	var parts []string
	for i := range len(letters) - gram + 1 {
		parts = append(parts, lexeme(string(letters[i:i+gram])))
	}
	return strings.Join(parts, " & ")
}

func lexeme(s string) string {
	return "'" + strings.NewReplacer(`'`, `''`, `\`, `\\`).Replace(s) + "'"
}
