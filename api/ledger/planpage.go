package ledger

import (
	"slices"
	"strconv"
	"strings"
)

// page is the statement for up to n rows behind skip others, in the list's order or from its end.
func (p *plan) page(n, skip int, backwards bool) (string, []any) {
	descending := p.descending != backwards
	where, args := p.bounded()
	inner := "SELECT " + p.id + " AS id, " + aliased(p.keys) + p.source(where, descending) + orderBy(p.keys, descending) + " LIMIT ? OFFSET ?"
	args = append(p.given(args), n, skip)
	return "SELECT " + entryColumns + ", " + p.value + ", " + p.place + " FROM (" + inner + ") p " + p.join + " entries e ON e.id = p.id" + linked +
		orderBy(aliases(p.keys), descending), args
}

// bounded is where the page's rows are.
func (p *plan) bounded() (conditions, []any) {
	where, args := p.where, slices.Clone(p.args)
	for _, bound := range []struct {
		at   Cursor
		less bool
	}{{p.after, p.descending}, {p.before, !p.descending}} {
		if bound.at != (Cursor{}) {
			keys, more := p.seek(bound.at)
			where = where.and(tuple(p.keys) + compare(bound.less) + keys)
			args = append(args, more...)
		}
	}
	return where, args
}

// source is FROM and WHERE.
func (p *plan) source(where conditions, descending bool) string {
	from := " FROM " + p.from + where.clause()
	switch {
	case p.near > 0:
		from += orderBy(p.keys, descending) + " LIMIT " + strconv.Itoa(p.near)
	case p.months != nil:
		return " FROM unnest(?::text[]) m (question) CROSS JOIN LATERAL " + p.hits("m.question") + where.and(p.found...).clause()
	default:
		return from
	}
	return " FROM (SELECT *" + from + ") t" + p.found.clause()
}

// hits are what one question finds. By OFFSET the server's planner takes it for itself.
func (p *plan) hits(question string) string {
	return "(SELECT * FROM " + p.from + " WHERE grams(t.haystack, t.started_at) @@ " + question + "::tsquery OFFSET 0) t"
}

// walk asks one question after the other until enough hits are found, and gives the places, from 1 on, of those that found some,
// and their hits, of each at most so many; or one of each, where they are not to be named.
func (p *plan) walk(enough, most int, named bool) (string, []any) {
	where, args := p.bounded()
	hits := "ids"
	if !named {
		hits = "ids[1:1]"
	}
	return `WITH RECURSIVE q AS (SELECT ?::text[] AS questions), walk (place, ids, total) AS (
			SELECT 0, '{}'::bigint[], 0
			UNION ALL
			SELECT w.place + 1, h.ids, w.total + cardinality(h.ids)
			FROM q, walk w CROSS JOIN LATERAL (SELECT coalesce(array_agg(s.id), '{}') AS ids FROM (
				SELECT ` + p.id + ` AS id FROM ` + p.hits("q.questions[w.place + 1]") + where.and(p.found...).clause() +
		" LIMIT " + strconv.Itoa(most) + `) s) h
			WHERE w.total < ` + strconv.Itoa(enough) + ` AND w.place < cardinality(q.questions))
		SELECT place, unnest(` + hits + `) FROM walk`, append(append([]any{p.months}, args...), p.foundArgs...)
}

// given are the arguments of source.
func (p *plan) given(where []any) (args []any) {
	if p.months != nil {
		args = append(args, p.months)
	}
	return append(append(args, where...), p.foundArgs...)
}

func (p *plan) count() (string, []any) {
	return "SELECT count(*)" + p.source(p.where, p.descending), p.given(p.args)
}

// countUpTo stops at most.
func (p *plan) countUpTo(most int) (string, []any) {
	return "SELECT count(*) FROM (SELECT 1" + p.source(p.where, p.descending) + " LIMIT " + strconv.Itoa(most) + ") t", p.given(p.args)
}

// candidates counts the rows that a near plan looks at.
func (p *plan) candidates(backwards bool) (string, []any) {
	where, args := p.bounded()
	return "SELECT count(*) FROM (SELECT 1 FROM " + p.from + where.clause() + orderBy(p.keys, p.descending != backwards) +
		" LIMIT " + strconv.Itoa(p.near) + ") t", args
}

func compare(less bool) string {
	if less {
		return " < "
	}
	return " > "
}

func tuple(keys []string) string { return "(" + strings.Join(keys, ", ") + ")" }

func aliases(keys []string) []string { return []string{"p.k0", "p.k1", "p.k2"}[:len(keys)] }

func aliased(keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k + " AS " + strings.TrimPrefix(aliases(keys)[i], "p.")
	}
	return strings.Join(out, ", ")
}

func orderBy(keys []string, descending bool) string {
	how := ""
	if descending {
		how = " DESC"
	}
	return " ORDER BY " + strings.Join(keys, how+", ") + how
}
