package issuing

import (
	"cmp"
	"context"
	"errors"

	"billkey/api/ledger"
)

// MaxCharge is the highest test charge, in won.
const MaxCharge = 100_000

// chargePrefix begins the merchant_uid of a test charge from a row.
const chargePrefix = "billkey-test-"

// chargeName is the order's name at the PG, and the reason of taking it back.
const chargeName = "billkey test"

// ChargeOrder asks for a test charge on the key of one row.
type ChargeOrder struct {
	// EntryID is the row, UID its customer_uid.
	EntryID int64
	UID     string
	// Amount in won, at most [MaxCharge]; 0 is [SetupAmount].
	Amount   int64
	Operator string
	// Live allows a charge of real money: outside practice and test, or on a key that says it is no test one.
	Live bool
}

// Charge charges the key of a row. It looks the customer_uid up, writes the charge down and sends it once; a charge whose
// answer was lost is asked for. One whose end is unknown keeps the next one from being made, at every desk on this ledger.
//
// Errors are [*Failure]. Nothing was charged: BadAmount, LiveLocked, NotInForce, OtherProfile, BadUID, OpenOrder, NoJournal,
// Cancelled, ChargeOpen, Changed with Was and Now when the key is not the row's (the row is marked then), and Declined with
// the PG's message, BadCredentials or Unreachable. With Unclear nobody knows: the charge comes back too, marked as Unknown,
// and [Desk.CancelCharge] decides it.
func (d *Desk) Charge(ctx context.Context, o ChargeOrder) (Charged, error) {
	if o.Amount == 0 {
		o.Amount = SetupAmount
	}
	if o.Amount < 0 || o.Amount > MaxCharge {
		return Charged{}, &Failure{Kind: BadAmount}
	}
	e, err := d.row(ctx, o.EntryID, o.UID)
	if err != nil {
		return Charged{}, err
	}
	if !o.Live && d.takesMoney(e.Sandbox) {
		return Charged{}, &Failure{Kind: LiveLocked}
	}
	v, err := d.proven(ctx, e, o.Operator)
	switch {
	case err != nil:
		return Charged{}, err
	case !o.Live && d.takesMoney(v.Key.Sandbox):
		return Charged{}, &Failure{Kind: LiveLocked}
	case ctx.Err() != nil:
		return Charged{}, asFailure(ctx.Err())
	}
	return d.charged(context.WithoutCancel(ctx), v, fareOf(e, v, o))
}

// takesMoney tells whether a charge on a key of this profile is a real one. test is what the key says of itself.
func (d *Desk) takesMoney(test *bool) bool {
	switch d.profile.Environment {
	case "practice":
		return false
	case "test":
		return test != nil && !*test
	}
	return true
}

func fareOf(e ledger.Entry, v view, o ChargeOrder) fare {
	return fare{
		uid: o.UID, merchant: newName(chargePrefix), entry: e.ID, amount: o.Amount, order: chargeName,
		buyer: cmp.Or(e.CustomerName, v.Key.CustomerName), pg: cmp.Or(v.Key.PG, e.PG), operator: o.Operator,
	}
}

func (d *Desk) till() till {
	return till{gateway: d.gateway, journal: d.journal, profile: d.profile.ID}
}

// charged writes the charge down, makes sure that it is its turn, and sends it.
func (d *Desk) charged(ctx context.Context, v view, f fare) (Charged, error) {
	t := d.till()
	if err := t.begin(ctx, f); err != nil {
		return Charged{}, journalFailure(err)
	}
	c, err := d.turn(ctx, v, f)
	if err != nil {
		_ = t.note(ctx, f, KindNotCharged, "")
		return Charged{}, err
	}
	e := t.charge(ctx, f)
	switch {
	case e.made():
		c.ImpUID, c.Unknown = e.payment.ImpUID, false
		return c, nil
	case e.unknown():
		return c, &Failure{Kind: Unclear, Err: e.err}
	case e.err != nil:
		return Charged{}, asFailure(e.err)
	}
	return Charged{}, &Failure{Kind: Declined, Message: e.message()}
}

// turn reads the charge back and lets it through if nothing has happened to the key since v, and no other charge was
// written down before it whose end is unknown: of two desks pressing at once, the first in the ledger goes on.
func (d *Desk) turn(ctx context.Context, v view, f fare) (Charged, error) {
	story, err := d.journal.Story(ctx, d.profile.ID, f.uid)
	if err != nil {
		return Charged{}, journalFailure(err)
	}
	if int64(lastMark(story, 0)) > v.Moment {
		return Charged{}, d.changed(ctx, v.Lookup)
	}
	for _, c := range OpenCharges(story) {
		switch {
		case c.MerchantUID == f.merchant:
			return c, nil
		case c.Unknown:
			return Charged{}, &Failure{Kind: ChargeOpen}
		}
	}
	return Charged{}, &Failure{Kind: NoJournal, Err: errNotKept}
}

// errNotKept tells that an event which was written could not be read back.
var errNotKept = errors.New("issuing: the ledger did not keep the charge")
