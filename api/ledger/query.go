package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// Cursor is a place in the list, newest first; the zero value is its beginning.
type Cursor struct {
	StartedAt int64 // microseconds
	ID        int64
}

// Query selects entries. Zero fields select all.
type Query struct {
	// Text is searched in customer_uid, card company, masked number, PG, MID, operator, message and note.
	Text                 string
	States               []State
	Profile, Environment string
	// From is inclusive, To exclusive.
	From, To time.Time
	After    Cursor
	// Limit is how many entries a page has; 0 is 100.
	Limit int
}

// Page is a part of the list and where the next part begins.
type Page struct {
	Entries []Entry
	Next    Cursor
	More    bool
}

const columns = `SELECT e.id, e.profile, e.environment, e.customer_uid, e.state, e.found, e.is_replacement, e.channel_key,
	e.pg, e.mid, e.card_name, e.card_code, e.masked, e.sandbox, e.operator, e.inserted, e.updated,
	e.prior_inserted, e.prior_updated, e.prior_masked, e.prior_card_name, e.code, e.message, e.note,
	e.started_at, e.settled_at, e.consent_at, coalesce(e.replaces, 0), coalesce(e.replaced_by, 0),
	coalesce(o.masked, ''), coalesce(n.masked, '')
	FROM entries e LEFT JOIN entries o ON o.id = e.replaces LEFT JOIN entries n ON n.id = e.replaced_by `

type querier interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

func query(ctx context.Context, db querier, where string, args ...any) ([]Entry, error) {
	rows, err := db.QueryContext(ctx, columns+where, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Entry
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

func scan(rows *sql.Rows) (Entry, error) {
	var e Entry
	var started, settled, consent int64
	err := rows.Scan(&e.ID, &e.Profile, &e.Environment, &e.CustomerUID, &e.State, &e.Found, &e.Replace, &e.ChannelKey,
		&e.PG, &e.MID, &e.CardName, &e.CardCode, &e.Masked, &e.Sandbox, &e.Operator, &e.Inserted, &e.Updated,
		&e.Prior.Inserted, &e.Prior.Updated, &e.Prior.Masked, &e.PriorCardName, &e.Code, &e.Message, &e.Note,
		&started, &settled, &consent, &e.Replaces, &e.ReplacedBy, &e.ReplacesMasked, &e.ReplacedByMasked)
	e.StartedAt, e.SettledAt, e.ConsentAt = timeOf(started), timeOf(settled), timeOf(consent)
	return e, err
}

func (l *Ledger) list(ctx context.Context, where string, args ...any) ([]Entry, error) {
	out, err := query(ctx, l.db, where, args...)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return out, nil
}

// Entry is one row.
func (l *Ledger) Entry(ctx context.Context, id int64) (Entry, error) {
	list, err := l.list(ctx, "WHERE e.id = ?", id)
	if err != nil {
		return Entry{}, err
	}
	if len(list) == 0 {
		return Entry{}, errNoEntry
	}
	return list[0], nil
}

// Unsettled are the pending and unknown entries of a profile, oldest first; profile "" is all of them.
func (l *Ledger) Unsettled(ctx context.Context, profile string) ([]Entry, error) {
	return l.list(ctx, `WHERE e.state IN ('pending', 'unknown') AND (? = '' OR e.profile = ?)
		ORDER BY e.started_at, e.id`, profile, profile)
}

// Entries is one page of the list, newest first.
func (l *Ledger) Entries(ctx context.Context, q Query) (Page, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	where, args := q.where()
	list, err := l.list(ctx, where+" ORDER BY e.started_at DESC, e.id DESC LIMIT ?", append(args, limit+1)...)
	if err != nil {
		return Page{}, err
	}
	p := Page{Entries: list}
	if len(list) > limit {
		p.Entries, p.More = list[:limit], true
		last := list[limit-1]
		p.Next = Cursor{StartedAt: micros(last.StartedAt), ID: last.ID}
	}
	return p, nil
}

func (q Query) where() (string, []any) {
	var conds []string
	var args []any
	add := func(cond string, a ...any) {
		conds, args = append(conds, cond), append(args, a...)
	}
	if q.After != (Cursor{}) {
		add("(e.started_at, e.id) < (?, ?)", q.After.StartedAt, q.After.ID)
	}
	if len(q.States) > 0 {
		marks := strings.TrimSuffix(strings.Repeat("?,", len(q.States)), ",")
		add("e.state IN (" + marks + ")")
		for _, s := range q.States {
			args = append(args, s)
		}
	}
	if q.Profile != "" {
		add("e.profile = ?", q.Profile)
	}
	if q.Environment != "" {
		add("e.environment = ?", q.Environment)
	}
	if !q.From.IsZero() {
		add("e.started_at >= ?", micros(q.From))
	}
	if !q.To.IsZero() {
		add("e.started_at < ?", micros(q.To))
	}
	if q.Text != "" {
		add(textCond, like(q.Text))
	}
	if len(conds) == 0 {
		return "", nil
	}
	return "WHERE " + strings.Join(conds, " AND "), args
}

const textCond = `(e.customer_uid || char(10) || e.card_name || char(10) || e.masked || char(10) || e.pg || char(10) ||
	e.mid || char(10) || e.operator || char(10) || e.message || char(10) || e.note) LIKE ? ESCAPE '\'`

func like(s string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s) + "%"
}

// Counts is how many entries begun since a time are in each state.
func (l *Ledger) Counts(ctx context.Context, since time.Time) (map[State]int, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT state, count(*) FROM entries WHERE started_at >= ? GROUP BY state", micros(since))
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	defer func() { _ = rows.Close() }()
	out := map[State]int{}
	for rows.Next() {
		var s State
		var n int
		if err := rows.Scan(&s, &n); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		out[s] = n
	}
	return out, rows.Err()
}
