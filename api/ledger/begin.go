package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// Begin writes an attempt as pending and returns its ID. It is durable when Begin returns: only then may the POST leave.
// Errors, after each of which nothing was written: [*OpenOrderError] when an order for the same profile and customer_uid
// is open, [*DeletionError] when its key is just being deleted, [*InputError], [ErrUnmasked], [*UnwritableError] (full disk, read-only file, busy), [*DamagedError].
func (l *records) Begin(ctx context.Context, a Attempt) (int64, error) {
	if err := a.check(); err != nil {
		return 0, err
	}
	if a.Desk == "" {
		a.Desk = l.desk
	}
	var id int64
	err := l.change(ctx, a.about(), func(tx querier) (err error) {
		if err = notBeingDeleted(ctx, tx, a.Profile, a.CustomerUID, a.StartedAt); err != nil {
			return err
		}
		id, err = l.begin(ctx, tx, a)
		if errors.Is(err, sql.ErrNoRows) {
			return openOrder(ctx, tx, a)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	return id, nil
}

func (a Attempt) check() error {
	for field, missing := range map[string]bool{
		"profile": a.Profile == "", "environment": a.Environment == "",
		"customer_uid": a.CustomerUID == "", "started_at": micros(a.StartedAt) <= 0,
	} {
		if missing {
			return &InputError{field}
		}
	}
	return errors.Join(checkMasked("masked", a.Masked), checkMasked("prior_masked", a.Prior.Masked))
}

// begin returns sql.ErrNoRows when the unique index of open orders refuses the row.
func (l *records) begin(ctx context.Context, tx querier, a Attempt) (id int64, err error) {
	err = tx.QueryRowContext(ctx, `INSERT INTO entries (profile, environment, customer_uid, channel_key, pg, mid, masked,
			operator, is_replace, prior_inserted, prior_updated, prior_masked, prior_card_name, started_at, consent_at, note, customer_name, desk,
			watched_by, watched_until, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, `+l.now()+` + ?, 'pending')
		ON CONFLICT (profile, customer_uid) WHERE state IN ('pending', 'unknown') DO NOTHING RETURNING id`,
		a.Profile, a.Environment, a.CustomerUID, a.ChannelKey, a.PG, a.MID, a.Masked,
		scrub(a.Operator), a.Replace, a.Prior.Inserted, a.Prior.Updated, a.Prior.Masked, scrub(a.PriorCardName),
		micros(a.StartedAt), micros(a.ConsentAt), scrub(a.Note), scrub(a.CustomerName), scrub(a.Desk),
		scrub(l.desk), Lease.Microseconds()).Scan(&id)
	if err != nil {
		return 0, err
	}
	return id, record(ctx, tx, Event{
		At: a.StartedAt, Operator: a.Operator, Profile: a.Profile, CustomerUID: a.CustomerUID,
		EntryID: id, Kind: KindBegun, Detail: a.Masked,
	})
}

func openOrder(ctx context.Context, tx querier, a Attempt) error {
	e, err := openEntry(ctx, tx, a.Profile, a.CustomerUID)
	switch {
	case err != nil:
		return err
	case e == nil: // ended between the two statements, which one transaction rules out
		return sql.ErrNoRows
	}
	return &OpenOrderError{*e}
}
