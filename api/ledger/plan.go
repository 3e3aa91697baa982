package ledger

import (
	"context"
	"iter"
	"slices"
	"strings"
)

// A list is read in one of three ways:
//
//	entries  by time without text and filters, or of one customer_uid: the rows as they are written at this moment; and
//	         with filters while the search is behind, as on a full disk, where no row may be missing
//	grams    newest first with text or filters: the full-text index walks its hits in the list's order
//	shelf    by another column: its index, or the hits sorted
//
// Each gives the IDs of a page, and one join around them reads the rows.
type plan struct {
	from  string // the table and its joins
	id    string // where the entry's ID is
	keys  []string
	where conditions
	args  []any
	// near looks at so many rows only; months are asked for one after another, each with a question of its own. What is found
	// in either way is then compared with found.
	near      int
	got       int // hits that the page of this plan brought or skipped; 0 where it brought none
	months    []string
	found     conditions
	foundArgs []any
	// direction of keys in the list's order
	descending bool
	// seek gives the keys of a place, as SQL and its arguments.
	seek   func(Cursor) (string, []any)
	after  Cursor
	before Cursor
	// value and place are what a page's Cursor keeps of a row, in the names of the page's statement.
	value, place string
	// join joins a page's rows with the entries in the order of the page.
	join string
}

// crossJoin keeps SQLite from turning the join round.
const crossJoin = "CROSS JOIN"

type conditions []string

func (c conditions) and(more ...string) conditions { return append(c[:len(c):len(c)], more...) }

func (c conditions) clause() string {
	if len(c) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c, " AND ")
}

// shelved tells whether the query is answered by what is derived from entries.
func (q Query) shelved() bool {
	return q.CustomerUID == "" && q.UIDPrefix == "" && (q.Sort.Column != ByTime || q.filtered())
}

func (q Query) filtered() bool {
	return q.words() != nil || len(q.States) > 0 || q.Environment != "" || q.Profile != "" || q.Operator != "" || q.Desk != ""
}

// plan chooses the way; behind is how many rows the search lacks.
func (l *Ledger) plan(_ context.Context, q Query, behind int) (*plan, error) {
	var p *plan
	switch {
	case !q.shelved(), behind > 0 && q.Sort.Column == ByTime && q.words() == nil:
		p = q.planEntries()
	case !slices.Contains(columns, q.Sort.Column):
		p = q.planGrams()
	default:
		p = q.planShelf()
	}
	return p.in(q), nil
}

// plans is the one way: what is searched is found in the list's order.
func (l *Ledger) plans(ctx context.Context, q Query, behind, _ int, _ bool) iter.Seq2[*plan, error] {
	return func(yield func(*plan, error) bool) { yield(l.plan(ctx, q, behind)) }
}

// in enters the list where the query says, in its direction.
func (p *plan) in(q Query) *plan {
	p.after, p.before = q.After, q.Before
	if q.Sort.Reverse {
		p.descending = !p.descending
	}
	return p
}

// words are what the text asks for; nil for nothing.
func (q Query) words() []string {
	if words := strings.Fields(fold(q.Text)); len(words) > 0 {
		return words
	}
	return nil
}

func (p *plan) add(wanted bool, condition string, values ...any) {
	if wanted {
		p.where, p.args = append(p.where, condition), append(p.args, values...)
	}
}

// planEntries reads the rows themselves. Of one customer_uid there are few, so that every filter is a mere comparison.
func (q Query) planEntries() *plan {
	p := &plan{
		join: crossJoin,
		from: "entries e", id: "e.id", keys: []string{"e.started_at", "e.id"}, descending: true,
		seek:  func(c Cursor) (string, []any) { return "(?, ?)", []any{micros(c.StartedAt), c.ID} },
		value: "''", place: "0",
	}
	p.add(q.CustomerUID != "", "e.customer_uid = ?", q.CustomerUID)
	p.add(q.UIDPrefix != "", "e.customer_uid >= ? AND e.customer_uid < ?", q.UIDPrefix, q.UIDPrefix+"\U0010FFFF")
	q.addFilters(p, "e.")
	p.add(!q.From.IsZero(), "e.started_at >= ?", q.From.UnixMicro())
	p.add(!q.To.IsZero(), "e.started_at < ?", q.To.UnixMicro())
	return p
}

// addFilters compares the columns of a row, that of an entry or of the shelf.
func (q Query) addFilters(p *plan, of string) {
	p.add(q.Environment != "", of+"environment = ?", q.Environment)
	p.add(q.Profile != "", of+"profile = ?", q.Profile)
	p.add(q.Operator != "", of+"operator = ?", q.Operator)
	p.add(q.Desk != "", of+"desk = ?", q.Desk)
	if len(q.States) > 0 {
		values := make([]any, len(q.States))
		for i, s := range q.States {
			values[i] = string(s)
		}
		p.add(true, of+"state IN (?"+strings.Repeat(", ?", len(values)-1)+")", values...)
	}
}

// seekPlace finds a place of the shelf; of an entry that is no longer there, the one where its time begins.
func seekPlace(c Cursor) (string, []any) {
	if c.place != 0 {
		return "(?)", []any{c.place}
	}
	return "(coalesce((SELECT place FROM shelf WHERE entry_id = ?), ?))", []any{c.ID, placeOf(micros(c.StartedAt))}
}

// seekValue finds what a row is sorted by, and its place.
func seekValue(column string) func(Cursor) (string, []any) {
	return func(c Cursor) (string, []any) {
		if c.place != 0 {
			return "(?, ?)", []any{c.value, -c.place}
		}
		return "(SELECT " + column + ", -place FROM shelf WHERE entry_id = ?)", []any{c.ID}
	}
}

// planGrams walks the hits newest first. A word of more than three letters is compared with the whole text, since its
// three-letter parts may stand apart.
func (q Query) planGrams() *plan {
	p := &plan{
		join: crossJoin,
		// The shelf is asked for what is shown only: SQLite works out no column of a row that it skips.
		from: "grams", id: "(SELECT entry_id FROM shelf WHERE place = grams.rowid)", keys: []string{"grams.rowid"}, descending: true,
		seek:  seekPlace,
		value: "''", place: "p.k0",
	}
	expression, whole := q.match()
	p.add(true, "grams MATCH ?", expression)
	q.addRange(p, "grams.rowid")
	for _, word := range whole {
		p.add(true, "instr((SELECT haystack FROM shelf WHERE place = grams.rowid), ?) > 0", word)
	}
	return p
}

// planShelf walks a column's index, or sorts the hits by it.
func (q Query) planShelf() *plan {
	column := "t." + string(q.Sort.Column)
	p := &plan{
		join: crossJoin,
		from: "shelf t", id: "t.entry_id", keys: []string{column, "-t.place"},
		seek:  seekValue(string(q.Sort.Column)),
		value: "p.k0", place: "-p.k1",
	}
	if q.filtered() {
		expression, whole := q.match()
		p.from = "grams CROSS JOIN shelf t ON t.place = grams.rowid"
		p.add(true, "grams MATCH ?", expression)
		for _, word := range whole {
			p.add(true, "instr(t.haystack, ?) > 0", word)
		}
	}
	q.addRange(p, "t.place")
	return p
}

// addRange bounds places by time.
func (q Query) addRange(p *plan, place string) {
	p.add(!q.From.IsZero(), place+" >= ?", placeOf(q.From.UnixMicro()))
	p.add(!q.To.IsZero(), place+" < ?", placeOf(q.To.UnixMicro()))
}

// match is the full-text expression of words and filters, and the words it finds too much of.
func (q Query) match() (expression string, whole []string) {
	var parts []string
	for _, word := range q.words() {
		part, loose := wordMatch(word)
		parts = append(parts, part)
		if loose {
			whole = append(whole, word)
		}
	}
	var states []string
	for _, s := range q.States {
		states = append(states, quoted(tagged(tagState, string(s))))
	}
	if len(states) > 0 {
		parts = append(parts, "("+strings.Join(states, " OR ")+")")
	}
	for _, f := range []struct {
		tag   rune
		value string
	}{{tagEnvironment, q.Environment}, {tagProfile, q.Profile}, {tagOperator, q.Operator}, {tagDesk, q.Desk}} {
		if f.value != "" {
			parts = append(parts, quoted(tagged(f.tag, f.value)))
		}
	}
	return strings.Join(parts, " AND "), whole
}
