package ledger

import (
	"context"
	"database/sql"
	"time"
)

// querier is what a pool, a connection and a transaction have in common.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// entryColumns are read by scanEntry; e is the entry, o what it replaces, n what replaced it.
const entryColumns = `e.id, e.profile, e.environment, e.customer_uid, e.channel_key, e.pg, e.mid, e.masked, e.operator,
	e.is_replace, e.prior_inserted, e.prior_updated, e.prior_masked, e.prior_card_name, e.started_at, e.consent_at, e.note,
	e.state, e.inserted, e.updated, e.key_masked, e.card_name, e.card_code, e.sandbox, e.code, e.message, e.how, e.settled_at,
	coalesce(e.replaces, 0), coalesce(e.replaced_by, 0), e.found, coalesce(o.masked, ''), coalesce(n.masked, ''),
	e.customer_name, e.looked_at, e.elsewhere, e.desk, e.watched_by, e.watched_until`

const linked = ` LEFT JOIN entries o ON o.id = e.replaces LEFT JOIN entries n ON n.id = e.replaced_by`

const selectEntries = `SELECT ` + entryColumns + ` FROM entries e` + linked

func scanEntry(row interface{ Scan(...any) error }) (Entry, error) {
	var e Entry
	var started, consent, settled, looked, watched int64
	var sandbox sql.NullBool
	err := row.Scan(&e.ID, &e.Profile, &e.Environment, &e.CustomerUID, &e.ChannelKey, &e.PG, &e.MID, &e.Masked, &e.Operator,
		&e.Replace, &e.Prior.Inserted, &e.Prior.Updated, &e.Prior.Masked, &e.PriorCardName, &started, &consent, &e.Note,
		&e.State, &e.Inserted, &e.Updated, &e.KeyMasked, &e.CardName, &e.CardCode, &sandbox, &e.Code, &e.Message, &e.How, &settled,
		&e.Replaces, &e.ReplacedBy, &e.Found, &e.ReplacesMasked, &e.ReplacedByMasked,
		&e.CustomerName, &looked, &e.Elsewhere, &e.Desk, &e.WatchedBy, &watched)
	if sandbox.Valid {
		e.Sandbox = &sandbox.Bool
	}
	e.StartedAt, e.ConsentAt, e.SettledAt, e.LookedAt = timeOf(started), timeOf(consent), timeOf(settled), timeOf(looked)
	e.WatchedUntil = timeOf(watched)
	return e, err
}

// allEntries closes rows.
func allEntries(rows *sql.Rows, err error) ([]Entry, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}

// micros is how a time is stored: microseconds since 1970, UTC; 0 is none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func timeOf(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

func orNow(t time.Time) time.Time {
	if t.IsZero() {
		return time.Now()
	}
	return t
}

// orNull is a truth for a column that may be empty.
func orNull(b *bool) any {
	if b == nil {
		return nil
	}
	return *b
}

// forEach calls f at every row, and closes rows.
func forEach(rows *sql.Rows, err error, f func() error) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := f(); err != nil {
			return err
		}
	}
	return rows.Err()
}
