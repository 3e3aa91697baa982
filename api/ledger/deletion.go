package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// DeletionLimit is how long a DELETE may still be travelling after it was written down: the time limit of the one who
// sends it, and the server's own. Until it is over, or the deletion has its end, no order and no other deletion begins for
// the customer_uid, at any desk on this file.
const DeletionLimit = 130 * time.Second

// ErrMoved tells that something happened to the customer_uid since it was looked up, or its key is not the one that was meant.
var ErrMoved = errors.New("ledger: the customer_uid has moved on since it was looked up")

// DeletionError tells that the key behind a customer_uid is just being deleted, here or in another process. Event is the
// deletion's: when, by whom and why.
type DeletionError struct{ Event Event }

// Error names the entry.
func (e *DeletionError) Error() string {
	return fmt.Sprintf("ledger: the key of entry %d is being deleted", e.Event.EntryID)
}

// Deletion is what is known before the DELETE leaves.
type Deletion struct {
	EntryID int64
	// Stamp is the key that the operator means, as a lookup has just shown it.
	Stamp Stamp
	// Asked is the [Ledger.Moment] before that lookup was asked, or its Finding's.
	Asked int64
	// At is on the server's clock; zero takes this machine's.
	At               time.Time
	Operator, Reason string
}

// BeginDeletion writes down that an entry's key is about to be deleted at the server, as a [KindDeleting] event. It is
// durable when BeginDeletion returns: only then may the DELETE leave. The end is [Ledger.KeyDeleted] or a [KindNotDeleted]
// event; a deletion without an end is a trace that [Ledger.Seen] decides.
// Errors, after each of which nothing was written: [ErrNoEntry]; [ErrNotInForce]; [ErrMoved] when anything happened to the
// customer_uid since Asked, or the entry's stamp is another; [*OpenOrderError]; [*DeletionError] when another deletion is
// under way; [*InputError] without a reason; and the file's errors as for [Ledger.Begin].
func (l *records) BeginDeletion(ctx context.Context, d Deletion) error {
	if d.Reason == "" {
		return &InputError{"reason"}
	}
	d.At = orNow(d.At)
	return l.changeEntry(ctx, d.EntryID, func(tx querier, e Entry) error {
		if err := d.allowed(ctx, tx, e); err != nil {
			return err
		}
		return record(ctx, tx, about(e, d.At, d.Operator, KindDeleting, d.Reason))
	})
}

func (d Deletion) allowed(ctx context.Context, tx querier, e Entry) error {
	if err := notBeingDeleted(ctx, tx, e.Profile, e.CustomerUID, d.At); err != nil {
		return err
	}
	last, err := lastOfKey(ctx, tx, e.Profile, e.CustomerUID)
	switch {
	case err != nil:
		return err
	case e.State != Issued:
		return ErrNotInForce
	case last.ID > d.Asked, e.Stamp() != d.Stamp:
		return ErrMoved
	}
	open, err := openEntry(ctx, tx, e.Profile, e.CustomerUID)
	if err == nil && open != nil {
		err = &OpenOrderError{*open}
	}
	return err
}

// notBeingDeleted returns a [*DeletionError] while a DELETE for the customer_uid may be under way: until its answer was
// written down, or [DeletionLimit] is over. That a lookup finds no key is no answer: somebody else may have deleted it, and
// the DELETE that still travels would meet the next key.
func notBeingDeleted(ctx context.Context, tx querier, profile, uid string, at time.Time) error {
	last, err := scanEvent(tx.QueryRowContext(ctx, selectEvents+` AND kind = 'deleting' ORDER BY id DESC LIMIT 1`, profile, uid))
	if err != nil || last.ID == 0 || at.Sub(last.At) >= DeletionLimit {
		return err
	}
	var answered bool
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM events WHERE profile = ? AND customer_uid = ? AND id > ?
			AND kind IN ('deleted', 'not_deleted'))
		AND NOT EXISTS (SELECT 1 FROM events WHERE profile = ? AND customer_uid = ? AND id > ?
			AND kind = 'looked_up' AND detail = ?)`,
		profile, uid, last.ID, profile, uid, last.ID, SeenDeleted).Scan(&answered)
	if err == nil && !answered {
		err = &DeletionError{last}
	}
	return err
}

// deleting tells whether e, the last event of its key, is a deletion without an end.
func (e Event) deleting() bool { return e.Kind == KindDeleting }

// lastOfKey is the last event of [keyKinds] about a customer_uid; the zero Event if there is none.
func lastOfKey(ctx context.Context, tx querier, profile, uid string) (Event, error) {
	return scanEvent(tx.QueryRowContext(ctx, selectEvents+` AND kind IN `+keyKinds+` ORDER BY id DESC LIMIT 1`, profile, uid))
}

// openEntry is the order for a customer_uid whose end is not known; nil if none. The file allows only one.
func openEntry(ctx context.Context, tx querier, profile, uid string) (*Entry, error) {
	e, err := scanEntry(tx.QueryRowContext(ctx, selectEntries+
		` WHERE e.profile = ? AND e.customer_uid = ? AND e.state IN ('pending', 'unknown')`, profile, uid))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &e, err
}

// Moment is the number of the last event in the ledger, of any customer_uid: what a question put to the server now may
// have missed has a higher one.
func (l *records) Moment(ctx context.Context) (int64, error) {
	id, err := moment(ctx, l.reads())
	return id, l.said(err)
}

func moment(ctx context.Context, db querier) (id int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM events`).Scan(&id)
	return id, err
}
