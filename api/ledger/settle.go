package ledger

import (
	"context"
	"time"
)

// Settle ends an open attempt, or says again that its end is unknown. When a key was issued, the key that stood before
// it becomes replaced and both entries point at each other; see prior.go. All in one transaction.
// Errors, after each of which nothing was changed: [ErrSettled] when the attempt was decided before, [ErrNoEntry],
// [*InputError], [ErrUnmasked], and the file's errors as for [Ledger.Begin].
func (l *records) Settle(ctx context.Context, id int64, o Outcome) error {
	if err := o.check(); err != nil {
		return err
	}
	o.At, o.Message = orNow(o.At), scrub(o.Message)
	return l.changeEntry(ctx, id, func(tx querier, e Entry) error {
		if !e.State.Open() {
			return ErrSettled
		}
		if o.Operator == "" {
			o.Operator = e.Operator
		}
		return settle(ctx, tx, e, o)
	})
}

// MarkUnknown says that the attempt was sent and its end is not known; message is what went wrong.
// Errors are those of [Ledger.Settle].
func (l *records) MarkUnknown(ctx context.Context, id int64, message string, at time.Time) error {
	return l.Settle(ctx, id, Outcome{State: Unknown, Message: message, At: at, How: HowAnswer})
}

func (o Outcome) check() error {
	switch o.State {
	case Issued, Declined, NotIssued, Unknown:
	default:
		return &InputError{"state"}
	}
	if o.Key == nil {
		return nil
	}
	if o.State != Issued {
		return &InputError{"key"}
	}
	return checkMasked("key_masked", o.Key.Masked)
}

func settle(ctx context.Context, tx querier, e Entry, o Outcome) error {
	if o.State == Issued {
		// First, since only one entry may be in force.
		if err := retire(ctx, tx, &e, o); err != nil {
			return err
		}
	}
	settled := o.At
	if o.State == Unknown {
		settled = time.Time{}
	}
	_, err := tx.ExecContext(ctx, `UPDATE entries SET state = ?, code = ?, message = ?, how = ?, settled_at = ? WHERE id = ?`,
		o.State, o.Code, o.Message, o.How, micros(settled), e.ID)
	if err != nil {
		return err
	}
	if o.Key != nil {
		if err := storeKey(ctx, tx, e.ID, *o.Key); err != nil {
			return err
		}
	}
	kind, detail := o.event(e)
	return record(ctx, tx, about(e, o.At, o.Operator, kind, detail))
}

func (o Outcome) event(e Entry) (kind, detail string) {
	switch {
	case o.How == HowHand:
		return KindSettledByHand, string(o.State) + ": " + o.Message
	case o.State == Issued && o.Key != nil && o.Key.Masked != "":
		return KindIssued, o.Key.Masked
	case o.State == Issued:
		return KindIssued, e.Masked
	}
	return string(o.State), o.Message
}

// storeKey keeps the key as the server shows it. Its PG and MID, where named, are the truth about the channel: a wrong
// `pg` falls back to the account's default without an error.
func storeKey(ctx context.Context, tx querier, id int64, k Key) error {
	_, err := tx.ExecContext(ctx, `UPDATE entries SET inserted = ?, updated = ?, key_masked = ?, card_name = ?, card_code = ?,
			sandbox = ?, pg = coalesce(nullif(?, ''), pg), mid = coalesce(nullif(?, ''), mid),
			customer_name = coalesce(nullif(customer_name, ''), ?) WHERE id = ?`,
		k.Inserted, k.Updated, k.Masked, scrub(k.CardName), k.CardCode, orNull(k.Sandbox), k.PG, k.MID, scrub(k.CustomerName), id)
	return err
}

// KeyDeleted says that an entry's key was deleted at the server. Errors: [ErrNoEntry], [ErrNotInForce] when the entry is
// not issued (any more), and the file's errors.
func (l *records) KeyDeleted(ctx context.Context, id int64, at time.Time, operator, reason string) error {
	return l.changeEntry(ctx, id, func(tx querier, e Entry) error {
		if e.State != Issued {
			return ErrNotInForce
		}
		return markDeleted(ctx, tx, e, orNow(at), operator, reason)
	})
}

func markDeleted(ctx context.Context, tx querier, e Entry, at time.Time, operator, reason string) error {
	if _, err := tx.ExecContext(ctx, `UPDATE entries SET state = 'deleted', elsewhere = '' WHERE id = ?`, e.ID); err != nil {
		return err
	}
	return record(ctx, tx, about(e, at, operator, KindDeleted, reason))
}
