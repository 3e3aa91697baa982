package ledger

import (
	"context"
	"fmt"
	"time"
)

// Lease is how long a desk looks after an open order without saying so again. An order has its answer, or none, in less;
// and so has a look.
const Lease = 90 * time.Second

// WatchedError tells that another desk looks after an open order just now: Entry.WatchedBy until Entry.WatchedUntil.
type WatchedError struct{ Entry Entry }

// Error names the desk.
func (e *WatchedError) Error() string {
	return fmt.Sprintf("ledger: desk %q looks after entry %d", e.Entry.WatchedBy, e.Entry.ID)
}

// Take makes this desk look after an open order for the time of a [Lease], from now on: nobody else looks its key up
// meanwhile. An order is looked after by the desk that begins it; one whose desk has died is free when its lease is over,
// and of several desks one gets it. Errors: [*WatchedError], [ErrSettled], [ErrNoEntry], and the ledger's as for Begin.
func (l *records) Take(ctx context.Context, id int64) error {
	return l.changeEntry(ctx, id, func(tx querier, e Entry) error {
		if !e.State.Open() {
			return ErrSettled
		}
		done, err := tx.ExecContext(ctx, `UPDATE entries SET watched_by = ?, watched_until = `+l.now()+` + ?
			WHERE id = ? AND (watched_by = ? OR watched_until <= `+l.now()+`)`,
			scrub(l.desk), Lease.Microseconds(), id, scrub(l.desk))
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return &WatchedError{e}
	})
}
