package issuing

import (
	"context"
	"errors"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/ledger"
)

// Key is a billing key as the server shows it.
type Key struct {
	CustomerUID, CustomerName string
	PG, MID                   string
	CardName, CardCode        string
	// Masked is first six, stars, last four; empty where the PG gives no number.
	Masked string
	// Sandbox tells whether the key was issued on a test channel; nil where the server does not say.
	Sandbox *bool
	// Inserted is the first registration, Updated the last one.
	Inserted, Updated time.Time
}

func keyOf(b api.BillingKey) *Key {
	return &Key{
		CustomerUID: b.CustomerUID, CustomerName: b.CustomerName,
		PG: b.PGProvider, MID: b.PGID,
		CardName: b.CardName, CardCode: b.CardCode,
		Masked: card.Mask(b.CardNumber), Sandbox: b.Sandbox,
		Inserted: unix(b.Inserted), Updated: unix(b.Updated),
	}
}

func unix(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0)
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// stamp identifies the key in force: two lookups with one stamp saw the same registration.
func (k *Key) stamp() ledger.Stamp {
	if k == nil {
		return ledger.Stamp{}
	}
	return ledger.Stamp{Inserted: seconds(k.Inserted), Updated: seconds(k.Updated), Masked: k.Masked}
}

// Lookup is what the server said of one customer_uid.
type Lookup struct {
	UID string
	// Key is nil where no key stands behind the customer_uid.
	Key *Key
	// At is when the answer came, on this machine's clock.
	At time.Time
}

// Used tells whether issuing would replace a key.
func (l Lookup) Used() bool { return l.Key != nil }

// LookUp asks the server which key stands behind uid. Errors are [*Failure].
func (d *Desk) LookUp(ctx context.Context, uid string) (Lookup, error) {
	if err := checkUID(uid); err != nil {
		return Lookup{}, err
	}
	l := Lookup{UID: uid}
	k, err := d.gateway.BillingKey(ctx, uid)
	switch {
	case err == nil:
		l.Key = keyOf(k)
	case !errors.Is(err, api.ErrNotFound):
		return Lookup{}, asFailure(err)
	}
	l.At = time.Now()
	d.remember(l)
	return l, nil
}

// Refresh looks uid up again when the last lookup is older than half of [Freshness]: asked for as the operator
// reaches the last field, it spares the press of the button a second request.
func (d *Desk) Refresh(ctx context.Context, uid string) (Lookup, error) {
	return d.within(ctx, uid, Freshness/2)
}

func (d *Desk) fresh(ctx context.Context, uid string) (Lookup, error) {
	return d.within(ctx, uid, Freshness)
}

func (d *Desk) within(ctx context.Context, uid string, age time.Duration) (Lookup, error) {
	d.mu.Lock()
	l, ok := d.lookups[uid]
	d.mu.Unlock()
	if ok && time.Since(l.At) <= age {
		return l, nil
	}
	return d.LookUp(ctx, uid)
}

func (d *Desk) remember(l Lookup) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lookups[l.UID] = l
}

// forget drops what is known of uid: a POST may have changed it.
func (d *Desk) forget(uid string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.lookups, uid)
}
