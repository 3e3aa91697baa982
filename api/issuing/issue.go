package issuing

import (
	"context"
	"errors"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/ledger"
)

// Order is one press of the button.
type Order struct {
	UID string
	// Card is wiped when Issue returns.
	Card *card.Card
	// Confirmation is needed to replace a key; the zero value registers a new one.
	Confirmation Confirmation
	// ConsentAt is when the customer's consent was ticked.
	ConsentAt time.Time
	Operator  string
}

// Receipt is the end of an order, or of a later look at an unknown one.
type Receipt struct {
	EntryID int64
	UID     string
	// State is issued, declined, not_issued or unknown.
	State ledger.State
	// Replaced tells that another key stood behind the customer_uid before.
	Replaced bool
	// Key is the key now in force, where it is known; after a decline it is the old one.
	Key *Key
	// Failure is why nothing was issued, or why it is unknown.
	Failure *Failure
	Advice  Advice
	// Alerts are the ways in which the answer disagrees with the profile.
	Alerts []Alert
	// JournalErr is set when the outcome could not be written; the open row brings the question up again at the next start.
	JournalErr error
}

// Issue sends the order once and settles it. An error is a [*Failure] and means that nothing was sent; every other
// end is a receipt. Once the order is journalled it runs to its end even if ctx is cancelled.
func (d *Desk) Issue(ctx context.Context, o Order) (Receipt, error) {
	defer o.Card.Wipe()
	prior, err := d.cleared(ctx, o)
	if err != nil {
		return Receipt{}, err
	}
	ctx = context.WithoutCancel(ctx)
	id, err := d.journal.Begin(ctx, d.attempt(o, prior))
	if err != nil {
		return Receipt{}, journalFailure(err)
	}
	d.forget(o.UID)
	key, err := d.gateway.Issue(ctx, o.UID, api.IssueRequest{Card: o.Card, ChannelKey: d.profile.ChannelKey, PG: d.profile.route()})
	r := Receipt{EntryID: id, UID: o.UID, Replaced: prior.Used()}
	if err != nil {
		return d.failed(ctx, r, err), nil
	}
	return d.issued(ctx, r, keyOf(key), "answer"), nil
}

// cleared looks uid up freshly and lets through only a free uid, or the very key that was confirmed.
func (d *Desk) cleared(ctx context.Context, o Order) (Lookup, error) {
	l, err := d.fresh(ctx, o.UID)
	if err != nil {
		return Lookup{}, err
	}
	c := o.Confirmation
	switch {
	case !c.made && l.Used():
		return Lookup{}, &Failure{Kind: Used, Now: l.Key}
	case c.made && (c.uid != o.UID || c.stamp != l.Key.stamp()):
		return Lookup{}, &Failure{Kind: Changed, Was: c.key(), Now: l.Key}
	}
	return l, nil
}

func (c Confirmation) key() *Key {
	return &Key{
		CustomerUID: c.uid, CardName: c.name, Masked: c.stamp.Masked,
		Inserted: unix(c.stamp.Inserted), Updated: unix(c.stamp.Updated),
	}
}

func (d *Desk) attempt(o Order, prior Lookup) ledger.Attempt {
	a := ledger.Attempt{
		Profile: d.profile.ID, Environment: d.profile.Environment,
		CustomerUID: o.UID, ChannelKey: d.profile.ChannelKey, PG: d.profile.PG, MID: d.profile.MID,
		Masked: o.Card.Masked(), Operator: o.Operator,
		Replace: prior.Used(), Prior: prior.Key.stamp(),
		StartedAt: d.gateway.Now(), ConsentAt: o.ConsentAt,
	}
	if prior.Used() {
		a.PriorCardName = prior.Key.CardName
	}
	return a
}

// issued settles an order whose key the server has shown.
func (d *Desk) issued(ctx context.Context, r Receipt, k *Key, how string) Receipt {
	r.State, r.Key, r.Failure = ledger.Issued, k, nil
	r.Alerts = d.disagreements(k)
	r.JournalErr = d.journal.Settle(ctx, r.EntryID, ledger.Outcome{
		State: ledger.Issued, At: d.gateway.Now(), How: how, Key: ledgerKey(k),
	})
	d.remember(Lookup{UID: r.UID, Key: k, At: time.Now()})
	return r
}

func ledgerKey(k *Key) *ledger.Key {
	return &ledger.Key{
		Inserted: seconds(k.Inserted), Updated: seconds(k.Updated), Masked: k.Masked,
		CardName: k.CardName, CardCode: k.CardCode, PG: k.PG, MID: k.MID, Sandbox: k.Sandbox,
	}
}

// failed settles an order that got no key: refused, or unknown.
func (d *Desk) failed(ctx context.Context, r Receipt, err error) Receipt {
	r.Failure = failureOf(err)
	if api.Undecided(err) {
		r.State = ledger.Unknown
		r.JournalErr = d.journal.MarkUnknown(ctx, r.EntryID, r.Failure.Message, d.gateway.Now())
		return r
	}
	r.State = ledger.NotIssued
	if r.Failure.Kind == Declined {
		r.State, r.Advice = ledger.Declined, AdviceFor(r.Failure.Message)
	}
	r.JournalErr = d.journal.Settle(ctx, r.EntryID, ledger.Outcome{
		State: r.State, Code: codeOf(err), Message: r.Failure.Message, At: d.gateway.Now(), How: "answer",
	})
	return d.inForce(ctx, r)
}

// inForce looks up which key stands after a failed replacement: nothing assumes that the old one survived.
func (d *Desk) inForce(ctx context.Context, r Receipt) Receipt {
	if !r.Replaced || r.Failure.Kind != Declined {
		return r
	}
	if l, err := d.LookUp(ctx, r.UID); err == nil {
		r.Key = l.Key
	}
	return r
}

func codeOf(err error) int {
	var e *api.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}
