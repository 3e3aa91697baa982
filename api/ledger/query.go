package ledger

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
)

const (
	defaultLimit = 200
	maxLimit     = 1000
)

// Cursor is a place in the list: right after the entry with this StartedAt and ID. The zero Cursor is the top.
// A Cursor with a time and ID 0 is right before everything of that time, so a list can be entered at any date.
type Cursor struct {
	StartedAt time.Time
	ID        int64
}

// Query says which entries are wanted. Zero fields do not filter.
type Query struct {
	// Text is looked for, as it stands, within customer_uid, card name, last four digits, PG, operator, message and
	// note. ASCII letters match in both cases.
	Text        string
	States      []State
	Environment string
	Profile     string
	// CustomerUID must match whole.
	CustomerUID string
	// From is the first time wanted, To the first not wanted; of StartedAt.
	From, To time.Time
	// After continues a list: the Next of the page before.
	After Cursor
	// Limit is at most 1000; 0 takes 200.
	Limit int
}

// Page is a part of a list, newest first by StartedAt and ID.
type Page struct {
	Entries []Entry
	// Next continues the list; More tells whether there is anything there.
	Next Cursor
	More bool
}

// Entries lists entries, newest first. A page costs one query however many entries it holds.
func (l *Ledger) Entries(ctx context.Context, q Query) (Page, error) {
	limit := q.limit()
	text, args := q.sql(limit + 1)
	found, err := allEntries(l.read.QueryContext(ctx, text, args...))
	if err != nil {
		return Page{}, l.damaged(err)
	}
	p := Page{Entries: found, Next: q.After}
	if len(found) > limit {
		p.Entries, p.More = found[:limit], true
	}
	if n := len(p.Entries); n > 0 {
		p.Next = Cursor{p.Entries[n-1].StartedAt, p.Entries[n-1].ID}
	}
	return p, nil
}

func (q Query) limit() int {
	if q.Limit <= 0 {
		return defaultLimit
	}
	return min(q.Limit, maxLimit)
}

const newestFirst = ` ORDER BY e.started_at DESC, e.id DESC LIMIT ?`

// sql asks for up to n entries. Several states are asked for one by one and merged: each then walks its own index from
// the newest on, where `state IN (…)` would read and sort every entry of them.
func (q Query) sql(n int) (string, []any) {
	where, args := q.where()
	if len(q.States) == 0 {
		return selectEntries + where.clause() + newestFirst, append(args, n)
	}
	if len(q.States) == 1 {
		return selectEntries + where.and("e.state = ?").clause() + newestFirst, append(append(args, q.States[0]), n)
	}
	var arms []string
	var all []any
	for _, s := range q.States {
		arms = append(arms, `SELECT * FROM (SELECT e.id FROM entries e`+where.and("e.state = ?").clause()+newestFirst+`)`)
		all = append(append(append(all, args...), s), n)
	}
	// UNION, not UNION ALL: a state named twice must not list its entries twice.
	return selectEntries + ` WHERE e.id IN (` + strings.Join(arms, ` UNION `) + `)` + newestFirst, append(all, n)
}

type conditions []string

func (c conditions) and(more string) conditions { return append(c[:len(c):len(c)], more) }

func (c conditions) clause() string {
	if len(c) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c, " AND ")
}

// where is every filter but the states.
func (q Query) where() (conditions, []any) {
	var c conditions
	var args []any
	add := func(wanted bool, condition string, values ...any) {
		if wanted {
			c, args = append(c, condition), append(args, values...)
		}
	}
	add(q.Environment != "", "e.environment = ?", q.Environment)
	add(q.Profile != "", "e.profile = ?", q.Profile)
	add(q.CustomerUID != "", "e.customer_uid = ?", q.CustomerUID)
	add(!q.From.IsZero(), "e.started_at >= ?", q.From.UnixMicro())
	add(!q.To.IsZero(), "e.started_at < ?", q.To.UnixMicro())
	add(q.After != Cursor{}, "(e.started_at, e.id) < (?, ?)", micros(q.After.StartedAt), q.After.ID)
	if q.Text != "" {
		condition, values := contains(q.Text)
		add(true, condition, values...)
	}
	return c, args
}

var searched = []string{"e.customer_uid", "e.card_name", "substr(e.masked, -4)", "e.pg", "e.operator", "e.message", "e.note"}

func contains(text string) (string, []any) {
	pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
	var c []string
	var args []any
	for _, column := range searched {
		c, args = append(c, column+` LIKE ? ESCAPE '\'`), append(args, pattern)
	}
	return "(" + strings.Join(c, " OR ") + ")", args
}

// Entry reads one entry; [ErrNoEntry] if there is none with this ID.
func (l *Ledger) Entry(ctx context.Context, id int64) (Entry, error) {
	e, err := entry(ctx, l.read, id)
	return e, l.damaged(err)
}

func entry(ctx context.Context, db querier, id int64) (Entry, error) {
	e, err := scanEntry(db.QueryRowContext(ctx, selectEntries+` WHERE e.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, ErrNoEntry
	}
	return e, err
}

// Unsettled lists the pending and unknown entries of a profile, or of all for "", oldest first.
func (l *Ledger) Unsettled(ctx context.Context, profile string) ([]Entry, error) {
	found, err := allEntries(l.read.QueryContext(ctx, selectEntries+
		` WHERE e.state IN ('pending', 'unknown') AND (? = '' OR e.profile = ?) ORDER BY e.started_at, e.id`, profile, profile))
	return found, l.damaged(err)
}

// Counts counts the entries started at or after since by the state they are in now. A state without entries has no key.
func (l *Ledger) Counts(ctx context.Context, since time.Time) (map[State]int, error) {
	out := map[State]int{}
	var arms []string
	var args []any
	for _, s := range States() { // one by one: each counts a range of its index
		arms = append(arms, `SELECT ?, count(*) FROM entries WHERE state = ? AND started_at >= ?`)
		args = append(args, s, s, micros(since))
	}
	rows, err := l.read.QueryContext(ctx, strings.Join(arms, ` UNION ALL `), args...)
	if err != nil {
		return nil, l.damaged(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s State
		var n int
		if err := rows.Scan(&s, &n); err != nil {
			return nil, l.damaged(err)
		}
		if n > 0 {
			out[s] = n
		}
	}
	return out, l.damaged(rows.Err())
}
