package ledger

import (
	"context"
	"database/sql"
	"fmt"
)

type execer interface {
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
}

// Record adds a line to a customer_uid's story.
func (l *Ledger) Record(ctx context.Context, e Event) error { return classify(record(ctx, l.db, e)) }

func record(ctx context.Context, db execer, e Event) error {
	entry := sql.NullInt64{Int64: e.EntryID, Valid: e.EntryID != 0}
	_, err := db.ExecContext(ctx, "INSERT INTO events (at, operator, profile, customer_uid, entry_id, kind, detail) VALUES (?,?,?,?,?,?,?)",
		micros(e.At), e.Operator, e.Profile, e.CustomerUID, entry, e.Kind, scrub(e.Detail))
	return err
}

// Story is everything that happened to a customer_uid, oldest first.
func (l *Ledger) Story(ctx context.Context, profile, uid string) ([]Event, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT id, at, operator, profile, customer_uid, coalesce(entry_id, 0), kind, detail
		FROM events WHERE profile = ? AND customer_uid = ? ORDER BY id`, profile, uid)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []Event
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&e.ID, &at, &e.Operator, &e.Profile, &e.CustomerUID, &e.EntryID, &e.Kind, &e.Detail); err != nil {
			return nil, fmt.Errorf("ledger: %w", err)
		}
		e.At = timeOf(at)
		out = append(out, e)
	}
	return out, rows.Err()
}
