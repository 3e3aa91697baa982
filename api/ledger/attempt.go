package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// Begin writes an attempt down, durable when it returns. [*OpenOrderError] when an order for the profile and
// customer_uid is still open; [*UnwritableError] when nothing could be written; [ErrUnmasked].
func (l *Ledger) Begin(ctx context.Context, a Attempt) (int64, error) {
	if !isMasked(a.Masked) || !isMasked(a.Prior.Masked) {
		return 0, ErrUnmasked
	}
	var id int64
	err := l.write(ctx, func(tx *sql.Tx) error {
		var err error
		if id, err = insert(ctx, tx, a, Pending, false); err != nil {
			return err
		}
		return record(ctx, tx, a.event(id, "begun", "", a.StartedAt))
	})
	if primary(err) == sqlite3.SQLITE_CONSTRAINT {
		if open, ok := l.openOrder(ctx, a); ok {
			return 0, &OpenOrderError{Entry: open}
		}
	}
	return id, err
}

func (a Attempt) event(id int64, kind, detail string, at time.Time) Event {
	return Event{
		At: at, Operator: a.Operator, Profile: a.Profile, CustomerUID: a.CustomerUID, EntryID: id, Kind: kind, Detail: detail,
	}
}

func insert(ctx context.Context, tx *sql.Tx, a Attempt, s State, found bool) (int64, error) {
	r, err := tx.ExecContext(ctx, `INSERT INTO entries (profile, environment, customer_uid, state, found, is_replacement,
		channel_key, pg, mid, masked, operator, prior_inserted, prior_updated, prior_masked, prior_card_name,
		started_at, consent_at, note) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		a.Profile, a.Environment, a.CustomerUID, s, found, a.Replace,
		a.ChannelKey, a.PG, a.MID, a.Masked, a.Operator, a.Prior.Inserted, a.Prior.Updated, a.Prior.Masked, a.PriorCardName,
		micros(a.StartedAt), micros(a.ConsentAt), scrub(a.Note))
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

func (l *Ledger) openOrder(ctx context.Context, a Attempt) (Entry, bool) {
	list, err := l.list(ctx, "WHERE e.profile = ? AND e.customer_uid = ? AND e.state IN ('pending', 'unknown')", a.Profile, a.CustomerUID)
	if err != nil || len(list) == 0 {
		return Entry{}, false
	}
	return list[0], true
}

// Settle ends an open entry, once: [ErrSettled] for any other. Issued on top of a prior key marks the old row replaced,
// or makes one for a key that was issued elsewhere, and links both, in the same transaction.
func (l *Ledger) Settle(ctx context.Context, id int64, o Outcome) error {
	if o.Key != nil && !isMasked(o.Key.Masked) {
		return ErrUnmasked
	}
	return l.write(ctx, func(tx *sql.Tx) error {
		e, err := openEntry(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := update(ctx, tx, e, o); err != nil {
			return err
		}
		if o.State == Issued {
			if err := retire(ctx, tx, e, o); err != nil {
				return err
			}
		}
		if o.Operator != "" {
			e.Operator = o.Operator
		}
		return record(ctx, tx, e.event(id, string(o.State), detail(o), o.At))
	})
}

func detail(o Outcome) string {
	if o.Message == "" {
		return o.How
	}
	return o.How + ": " + o.Message
}

// MarkUnknown leaves the end of an open entry open, in words.
func (l *Ledger) MarkUnknown(ctx context.Context, id int64, message string, at time.Time) error {
	return l.Settle(ctx, id, Outcome{State: Unknown, Message: message, At: at, How: "answer"})
}

func openEntry(ctx context.Context, tx *sql.Tx, id int64) (Entry, error) {
	list, err := query(ctx, tx, "WHERE e.id = ?", id)
	if err != nil {
		return Entry{}, err
	}
	if len(list) == 0 {
		return Entry{}, fmt.Errorf("ledger: entry %d: %w", id, sql.ErrNoRows)
	}
	if s := list[0].State; s != Pending && s != Unknown {
		return Entry{}, ErrSettled
	}
	return list[0], nil
}

func update(ctx context.Context, tx *sql.Tx, e Entry, o Outcome) error {
	k := o.Key
	if k == nil {
		k = &Key{Masked: e.Masked, PG: e.PG, MID: e.MID}
	}
	masked := k.Masked
	if masked == "" { // some PGs show no number; what was sent is known
		masked = e.Masked
	}
	settled := micros(o.At)
	if o.State == Unknown {
		settled = 0
	}
	_, err := tx.ExecContext(ctx, `UPDATE entries SET state = ?, code = ?, message = ?, settled_at = ?, masked = ?,
		card_name = ?, card_code = ?, pg = ?, mid = ?, sandbox = ?, inserted = ?, updated = ? WHERE id = ?`,
		o.State, o.Code, scrub(o.Message), settled, masked,
		k.CardName, k.CardCode, or(k.PG, e.PG), or(k.MID, e.MID), k.Sandbox, k.Inserted, k.Updated, e.ID)
	return err
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// retire ends the rows that this key took the place of. A row whose stamp is the confirmed one was replaced; any other
// issued row of the customer_uid had gone before, at another place.
func retire(ctx context.Context, tx *sql.Tx, e Entry, o Outcome) error {
	old, err := query(ctx, tx, "WHERE e.profile = ? AND e.customer_uid = ? AND e.state = 'issued' AND e.id <> ?", e.Profile, e.CustomerUID, e.ID)
	if err != nil {
		return err
	}
	linked := e.Prior == Stamp{}
	for _, row := range old {
		if !linked && row.stamp() == e.Prior {
			linked = true
			err = replace(ctx, tx, row, e, o)
		} else {
			err = gone(ctx, tx, row, o)
		}
		if err != nil {
			return err
		}
	}
	if linked {
		return nil
	}
	row, err := found(ctx, tx, e)
	if err != nil {
		return err
	}
	return replace(ctx, tx, row, e, o)
}

func (e Entry) stamp() Stamp {
	return Stamp{Inserted: e.Inserted, Updated: e.Updated, Masked: e.Masked}
}

// found makes a row for a key that was issued elsewhere and is known from the lookup only.
func found(ctx context.Context, tx *sql.Tx, e Entry) (Entry, error) {
	a := Attempt{
		Profile: e.Profile, Environment: e.Environment, CustomerUID: e.CustomerUID,
		Masked: e.Prior.Masked, StartedAt: time.Unix(e.Prior.Updated, 0),
	}
	id, err := insert(ctx, tx, a, Replaced, true)
	if err != nil {
		return Entry{}, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE entries SET card_name = ?, inserted = ?, updated = ? WHERE id = ?",
		e.PriorCardName, e.Prior.Inserted, e.Prior.Updated, id)
	return Entry{ID: id, Attempt: a}, err
}

func replace(ctx context.Context, tx *sql.Tx, old, by Entry, o Outcome) error {
	if _, err := tx.ExecContext(ctx, "UPDATE entries SET state = 'replaced', replaced_by = ? WHERE id = ?", by.ID, old.ID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE entries SET replaces = ? WHERE id = ?", old.ID, by.ID); err != nil {
		return err
	}
	old.Operator = by.Operator
	return record(ctx, tx, old.event(old.ID, "replaced", fmt.Sprintf("by entry %d", by.ID), o.At))
}

func gone(ctx context.Context, tx *sql.Tx, old Entry, o Outcome) error {
	if _, err := tx.ExecContext(ctx, "UPDATE entries SET state = 'deleted' WHERE id = ?", old.ID); err != nil {
		return err
	}
	return record(ctx, tx, old.event(old.ID, "gone", "", o.At))
}

// KeyDeleted marks an issued key as deleted at the server.
func (l *Ledger) KeyDeleted(ctx context.Context, id int64, at time.Time, operator, reason string) error {
	return l.write(ctx, func(tx *sql.Tx) error {
		list, err := query(ctx, tx, "WHERE e.id = ? AND e.state = 'issued'", id)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return ErrSettled
		}
		if _, err := tx.ExecContext(ctx, "UPDATE entries SET state = 'deleted' WHERE id = ?", id); err != nil {
			return err
		}
		list[0].Operator = operator
		return record(ctx, tx, list[0].event(id, "deleted", reason, at))
	})
}

// isMasked lets through the one mask: at most six digits in front, at most four behind, ten in all.
func isMasked(s string) bool { return maskForm.MatchString(s) }

var maskForm = regexp.MustCompile(`^(|[0-9]{0,6}\*+[0-9]{0,4})$`)

// longDigits finds what could be a card number inside a text.
var longDigits = regexp.MustCompile(`[0-9](?:[ -]?[0-9]){11,}`)

// scrub masks whatever could be a card number in a text from outside.
func scrub(s string) string {
	return longDigits.ReplaceAllStringFunc(s, func(m string) string {
		digits := strings.NewReplacer(" ", "", "-", "").Replace(m)
		return digits[:6] + strings.Repeat("*", len(digits)-10) + digits[len(digits)-4:]
	})
}

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

var errNoEntry = errors.New("ledger: no such entry")
