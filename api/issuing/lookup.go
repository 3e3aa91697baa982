package issuing

import (
	"context"
	"errors"
	"time"

	"billkey/api"
)

// Lookup is what the server said of one customer_uid.
type Lookup struct {
	UID string
	// Key is nil where no key stands behind the customer_uid.
	Key *Key
	// At is when the question was asked, on this machine's clock: the answer may describe that moment.
	At time.Time
}

// Used tells whether issuing would replace a key.
func (l Lookup) Used() bool { return l.Key != nil }

// sight is a lookup and how far the ledger's story had come when it was asked.
type sight struct {
	Lookup
	mark mark
}

// LookUp asks the server which key stands behind uid. Errors are [*Failure].
func (d *Desk) LookUp(ctx context.Context, uid string) (Lookup, error) {
	s, err := d.look(ctx, uid)
	return s.Lookup, err
}

func (d *Desk) look(ctx context.Context, uid string) (sight, error) {
	if err := checkUID(uid); err != nil {
		return sight{}, err
	}
	s := sight{Lookup: Lookup{UID: uid, At: time.Now()}}
	s.mark, _ = d.markOf(ctx, uid, 0) // a ledger that cannot be read hinders issuing, not looking
	k, err := d.gateway.BillingKey(ctx, uid)
	switch {
	case err == nil:
		s.Key = keyOf(k)
	case !errors.Is(err, api.ErrNotFound):
		return sight{}, asFailure(err)
	}
	d.remember(s)
	return s, nil
}

// Refresh looks uid up again when the last lookup is older than half of [Freshness]: asked for as the operator
// reaches the last field, it spares the press of the button a second request.
func (d *Desk) Refresh(ctx context.Context, uid string) (Lookup, error) {
	s, err := d.within(ctx, uid, Freshness/2)
	return s.Lookup, err
}

// within is the last lookup of uid if it is not older than age and no order was begun or ended since; otherwise a new
// one.
func (d *Desk) within(ctx context.Context, uid string, age time.Duration) (sight, error) {
	d.mu.Lock()
	s, ok := d.lookups[uid]
	d.mu.Unlock()
	if ok && s.youngerThan(age) && s.mark != unmarked {
		if m, err := d.markOf(ctx, uid, 0); err == nil && m == s.mark {
			return s, nil
		}
	}
	return d.look(ctx, uid)
}

// youngerThan asks both clocks: the monotonic one stands still while a laptop sleeps, the wall clock can be set back.
func (l Lookup) youngerThan(age time.Duration) bool {
	now := time.Now()
	wall := now.Round(0).Sub(l.At.Round(0))
	return now.Sub(l.At) <= age && wall >= 0 && wall <= age
}

// remember keeps s unless a lookup asked later has been kept already.
func (d *Desk) remember(s sight) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if old, ok := d.lookups[s.UID]; !ok || !old.At.After(s.At) {
		d.lookups[s.UID] = s
	}
}

// forget drops what is known of uid: a POST may have changed it.
func (d *Desk) forget(uid string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.lookups, uid)
}
