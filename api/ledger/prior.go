package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// retire takes the key that stood before e out of force. What this ledger last issued for the customer_uid and what the
// server showed before the POST need not be the same:
//
//	server showed   ledger has   what happens
//	nothing         nothing      -
//	nothing         a key        it was deleted elsewhere: deleted
//	key S           key S        replaced, linked with e
//	key S           no key       S is added as found, replaced, linked with e
//	key S           another      S replaced it elsewhere: it and S are linked, S and e are linked
func retire(ctx context.Context, tx querier, e *Entry, o Outcome) error {
	held, err := inForce(ctx, tx, *e)
	if err != nil {
		return err
	}
	switch {
	case e.Prior == Stamp{} && held == nil:
		return nil
	case e.Prior == Stamp{}:
		return markDeleted(ctx, tx, *held, o.At, o.Operator, DetailGoneBefore)
	case held != nil && held.is(e.Prior):
		return replace(ctx, tx, *held, *e, o, shown(*e, o))
	}
	return replaceFound(ctx, tx, held, *e, o)
}

// inForce is the entry this ledger holds as issued for e's customer_uid; nil if none. The file allows only one.
func inForce(ctx context.Context, db querier, e Entry) (*Entry, error) {
	held, err := scanEntry(db.QueryRowContext(ctx, selectEntries+
		` WHERE e.profile = ? AND e.customer_uid = ? AND e.state = 'issued'`, e.Profile, e.CustomerUID))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &held, err
}

// is tells whether the entry's key is the one the server showed. An entry settled by hand has no stamp: its card decides,
// and where the PG shows no number, nothing speaks against it.
func (e Entry) is(s Stamp) bool {
	if e.Inserted == 0 && e.Updated == 0 {
		return s.Masked == "" || s.Masked == e.Masked
	}
	return e.Stamp() == s
}

// replace links old and its successor, and takes old out of force. detail goes into its event.
func replace(ctx context.Context, tx querier, old, by Entry, o Outcome, detail string) error {
	if _, err := tx.ExecContext(ctx,
		`UPDATE entries SET state = 'replaced', replaced_by = ?, elsewhere = '' WHERE id = ?`, by.ID, old.ID); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE entries SET replaces = ? WHERE id = ?`, old.ID, by.ID); err != nil {
		return err
	}
	return record(ctx, tx, about(old, o.At, o.Operator, KindReplaced, detail))
}

// replaceFound adds the key e replaced, which this ledger had not issued, between what it held, if anything, and e.
func replaceFound(ctx context.Context, tx querier, held *Entry, e Entry, o Outcome) error {
	found := Entry{Profile: e.Profile, CustomerUID: e.CustomerUID}
	err := tx.QueryRowContext(ctx, `INSERT INTO entries (profile, environment, customer_uid, masked, started_at, state,
			inserted, updated, key_masked, card_name, how, settled_at, replaced_by, found)
		VALUES (?, ?, ?, ?, ?, 'replaced', ?, ?, ?, ?, ?, ?, ?, true) RETURNING id`,
		e.Profile, e.Environment, e.CustomerUID, e.Prior.Masked, micros(e.Prior.time(e.StartedAt)),
		e.Prior.Inserted, e.Prior.Updated, e.Prior.Masked, scrub(e.PriorCardName), HowLookup, micros(o.At), e.ID).Scan(&found.ID)
	if err != nil {
		return err
	}
	if err := record(ctx, tx, about(found, o.At, o.Operator, KindFound, e.Prior.Masked)); err != nil {
		return err
	}
	if held != nil {
		if err := replace(ctx, tx, *held, found, o, DetailElsewhere); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE entries SET replaces = ? WHERE id = ?`, found.ID, e.ID); err != nil {
		return err
	}
	return record(ctx, tx, about(found, o.At, o.Operator, KindReplaced, shown(e, o)))
}

// time is when the key was registered, or else otherwise.
func (s Stamp) time(otherwise time.Time) time.Time {
	if at := max(s.Inserted, s.Updated); at > 0 {
		return time.Unix(at, 0)
	}
	return otherwise
}

// shown is the masked number of e's new key.
func shown(e Entry, o Outcome) string {
	if o.Key != nil && o.Key.Masked != "" {
		return o.Key.Masked
	}
	return e.Masked
}
