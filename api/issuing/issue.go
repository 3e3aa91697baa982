package issuing

import (
	"context"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/ledger"
)

// Order is one press of the button.
type Order struct {
	UID string
	// Card is wiped when Issue returns, whatever comes of the order. No other order may share it.
	Card *card.Card
	// Confirmation is needed to replace a key; the zero value registers a new one.
	Confirmation Confirmation
	// ConsentAt is when the customer's consent was ticked.
	ConsentAt time.Time
	Operator  string
}

// Issue sends the order once and settles it. An error is a [*Failure] and means that nothing was sent; every other
// end is a receipt. Once the order is journalled it runs to its end even if ctx is cancelled.
func (d *Desk) Issue(ctx context.Context, o Order) (Receipt, error) {
	if o.Card == nil || o.Card.Masked() == "" {
		return Receipt{}, &Failure{Kind: NoCard}
	}
	defer o.Card.Wipe()
	d.payFor(ctx, o.UID)
	prior, err := d.cleared(ctx, o)
	if err != nil {
		return Receipt{}, err
	}
	if err := ctx.Err(); err != nil {
		return Receipt{}, &Failure{Kind: Cancelled, Err: err}
	}
	ctx = context.WithoutCancel(ctx)
	id, err := d.begin(ctx, o, prior)
	if err != nil {
		return Receipt{}, err
	}
	key, err := d.post(ctx, id, o)
	r := Receipt{EntryID: id, UID: o.UID, Replaced: prior.Used()}
	if err != nil {
		return d.failed(ctx, r, prior.Key, err), nil
	}
	return d.issued(ctx, r, keyOf(key), "answer"), nil
}

// cleared looks uid up freshly and lets through only a free uid, or the very key that was confirmed.
func (d *Desk) cleared(ctx context.Context, o Order) (sight, error) {
	s, err := d.within(ctx, o.UID, Freshness)
	if err != nil {
		return sight{}, err
	}
	c := o.Confirmation
	switch {
	case !c.made() && s.Used(), c.spent():
		return sight{}, &Failure{Kind: Used, Now: s.Key}
	case c.made() && !c.covers(d.profile.ID, s.Lookup):
		return sight{}, &Failure{Kind: Changed, Was: c.key(), Now: s.Key}
	}
	return s, nil
}

// begin writes the order down, which lets no other desk on this ledger begin one for the uid, and only then makes sure
// that what cleared saw is still the last thing that happened to it: another desk may have issued between the two.
func (d *Desk) begin(ctx context.Context, o Order, prior sight) (int64, error) {
	id, err := d.journal.Begin(ctx, d.attempt(o, prior.Lookup))
	if err != nil {
		return 0, journalFailure(err)
	}
	d.took(id, o.UID)
	d.forget(o.UID)
	m, err := d.markOf(ctx, o.UID, id)
	switch {
	case err != nil:
		d.withdraw(ctx, id, o.UID)
		return 0, journalFailure(err)
	case m != prior.mark || !o.Confirmation.spend():
		d.withdraw(ctx, id, o.UID)
		return 0, d.changed(ctx, prior.Lookup)
	}
	return id, nil
}

// withdraw ends an order that was written down but not sent.
func (d *Desk) withdraw(ctx context.Context, id int64, uid string) {
	d.landed(id)
	_ = d.settle(ctx, id, uid, ledger.Outcome{State: ledger.NotIssued, At: d.gateway.Now(), How: "answer"})
}

// changed says that uid is not what it was when prior was asked.
func (d *Desk) changed(ctx context.Context, prior Lookup) *Failure {
	now, err := d.LookUp(ctx, prior.UID)
	if err != nil {
		return failureOf(err)
	}
	return &Failure{Kind: Changed, Was: prior.Key, Now: now.Key}
}

func (d *Desk) attempt(o Order, prior Lookup) ledger.Attempt {
	a := ledger.Attempt{
		Profile: d.profile.ID, Environment: d.profile.Environment,
		CustomerUID: o.UID, ChannelKey: d.profile.ChannelKey, PG: d.profile.PG, MID: d.profile.MID,
		Masked: o.Card.Masked(), CustomerName: o.Card.Name, Operator: o.Operator,
		Replace: prior.Used(), Prior: prior.Key.stamp(),
		// The lookup needed a token, so that the server's clock is known by now.
		StartedAt: d.gateway.Now(), ConsentAt: o.ConsentAt,
	}
	if prior.Used() {
		a.PriorCardName = prior.Key.CardName
	}
	return a
}

// post sends the order, once. While it is under way nobody at this desk settles it.
func (d *Desk) post(ctx context.Context, id int64, o Order) (api.BillingKey, error) {
	defer d.landed(id) // also when the gateway panics: the order then stays open
	ctx, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	return d.gateway.Issue(ctx, o.UID, api.IssueRequest{
		Card: o.Card, ChannelKey: d.profile.ChannelKey, PG: d.profile.route(),
	})
}
