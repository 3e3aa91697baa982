package issuing

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"billkey/api/ledger"
)

// sentOrder is what this desk knows of an order of its own beyond the ledger, until its end is written.
type sentOrder struct {
	uid    string
	began  time.Time // with the monotonic clock, which nobody sets
	flying bool      // the POST is under way
	// owed is the end that could not be written; nil while there is none.
	owed *ledger.Outcome
}

func (d *Desk) took(id int64, uid string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.orders[id] = &sentOrder{uid: uid, began: time.Now(), flying: true}
}

func (d *Desk) landed(id int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if o := d.orders[id]; o != nil {
		o.flying = false
	}
}

// own is a copy of what this desk knows of its order id.
func (d *Desk) own(id int64) (sentOrder, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	o, ok := d.orders[id]
	if !ok {
		return sentOrder{}, false
	}
	return *o, true
}

// settle writes the end of an order. An end that cannot be written is owed: this desk alone still knows it.
func (d *Desk) settle(ctx context.Context, id int64, uid string, o ledger.Outcome) error {
	err := d.journal.Settle(ctx, id, o)
	if errors.Is(err, ledger.ErrSettled) {
		err = d.agree(ctx, id, o)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil {
		delete(d.orders, id)
		return nil
	}
	if d.orders[id] == nil {
		d.orders[id] = &sentOrder{uid: uid, began: time.Now()}
	}
	d.orders[id].owed = &o
	return err
}

// agree compares our end with the one that another desk wrote before us. Only one difference matters: a key that the
// ledger does not know of. It gets a row of its own.
func (d *Desk) agree(ctx context.Context, id int64, o ledger.Outcome) error {
	e, err := d.journal.Entry(ctx, id)
	if err != nil {
		return err
	}
	if o.State != ledger.Issued || ended(e).State == ledger.Issued {
		return nil
	}
	a := ledger.Attempt{
		Profile: e.Profile, Environment: e.Environment, CustomerUID: e.CustomerUID, ChannelKey: e.ChannelKey,
		PG: e.PG, MID: e.MID, Masked: e.Masked, CustomerName: e.CustomerName, Operator: e.Operator, Replace: e.Replace, Prior: e.Prior,
		PriorCardName: e.PriorCardName, StartedAt: e.StartedAt, ConsentAt: e.ConsentAt,
		Note: fmt.Sprintf("late answer to entry %d", id),
	}
	late, err := d.journal.Begin(ctx, a)
	if err != nil {
		return err
	}
	return d.journal.Settle(ctx, late, o)
}

// payFor writes the ends owed for uid, so that they do not stand in the way of its next order.
func (d *Desk) payFor(ctx context.Context, uid string) {
	for id, o := range d.owing(uid) {
		_ = d.settle(ctx, id, uid, o)
	}
}

func (d *Desk) owing(uid string) map[int64]ledger.Outcome {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := map[int64]ledger.Outcome{}
	for id, o := range d.orders {
		if o.uid == uid && o.owed != nil {
			out[id] = *o.owed
		}
	}
	return out
}

// SettleByHand ends an unknown order by the operator's word, with a reason that is recorded.
// State is issued or not_issued. While the answer may still come it is [TooEarly]. Errors are [*Failure].
func (d *Desk) SettleByHand(ctx context.Context, id int64, state ledger.State, operator, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return &Failure{Kind: NoReason}
	}
	e, err := d.open(ctx, id)
	if err != nil {
		return err
	}
	if own, _ := d.own(id); own.owed != nil { // the end is known, it could not be written
		d.payFor(ctx, e.CustomerUID)
		return &Failure{Kind: Settled}
	}
	_ = d.gateway.Warm(ctx) // for the server's clock; without a network the last one known must do
	if !d.quiet(e) {
		return &Failure{Kind: TooEarly, Open: &e}
	}
	o := ledger.Outcome{State: state, Message: reason, At: d.gateway.Now(), How: "hand", Operator: operator}
	if state == ledger.Issued {
		o.Key = d.keyByHand(ctx, e)
	}
	if err := d.journal.Settle(ctx, id, o); err != nil {
		return journalFailure(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.orders, id)
	return nil
}

// open is this profile's order id while it has no end yet.
func (d *Desk) open(ctx context.Context, id int64) (ledger.Entry, error) {
	e, err := d.journal.Entry(ctx, id)
	switch {
	case err != nil:
		return e, &Failure{Kind: NoJournal, Err: err}
	case e.Profile != d.profile.ID:
		return e, &Failure{Kind: OtherProfile}
	case !isOpen(e.State):
		return e, &Failure{Kind: Settled}
	}
	return e, nil
}

func isOpen(s ledger.State) bool { return s == ledger.Pending || s == ledger.Unknown }

// keyByHand is the key in force if it can be the order's, so that the row gets its stamp; nil otherwise.
func (d *Desk) keyByHand(ctx context.Context, e ledger.Entry) *ledger.Key {
	l, err := d.LookUp(ctx, e.CustomerUID)
	if err != nil || l.Key == nil || !ours(e, l.Key) || l.Key.stamp() == e.Prior {
		return nil
	}
	return ledgerKey(l.Key)
}
