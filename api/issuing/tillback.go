package issuing

import (
	"context"
	"errors"

	"billkey/api"
	"billkey/api/ledger"
)

// standing is how a charge stands at the server.
type standing int

const (
	paid      standing = iota // and not taken back, or not all of it
	undecided                 // its answer may still come
	neverMade
	takenBack
)

// standing asks how a charge stands, and writes the ends down that need no further request. That it was not made is
// believed only after the quiet period.
func (t till) standing(ctx context.Context, f fare) (api.Payment, standing, error) {
	p, err := t.gateway.FindPayment(ctx, f.merchant, "")
	none := errors.Is(err, api.ErrNotFound)
	switch {
	case none && t.quiet(ctx, f), err == nil && p.Status == api.PaymentFailed:
		_ = t.note(ctx, f, KindNotCharged, p.FailReason)
		return p, neverMade, nil
	case none, err == nil && p.Status == "ready":
		return p, undecided, nil
	case err != nil:
		return p, undecided, err
	case allBack(p):
		_ = t.note(ctx, f, ledger.KindCancelled, p.ImpUID)
		return p, takenBack, nil
	}
	return p, paid, nil
}

// quiet tells that the charge cannot be travelling any more, and was never seen made.
func (t till) quiet(ctx context.Context, f fare) bool {
	story, err := t.journal.Story(ctx, t.profile, f.uid)
	for _, e := range story {
		c := chargeOf(e)
		if c.MerchantUID != f.merchant {
			continue
		}
		// A charge that was seen made is not unmade by a server that does not find it.
		if e.Kind == ledger.KindCharged || e.Kind == KindCharging && t.gateway.Now().Sub(e.At) < Quiet+clockSlack {
			return false
		}
	}
	return err == nil
}

// errPartLeft tells that a charge was taken back in part only.
var errPartLeft = errors.New("issuing: a part of the charge is left")

// cancel takes back all that is left of the charge p, and writes it down. The checksum is what is believed to be left.
// lost tells that the answer was no yes, but a look at the payment was: it was cancelled already, or the answer was lost.
func (t till) cancel(ctx context.Context, f fare, p api.Payment) (lost bool, err error) {
	left := p.Amount - p.CancelAmount
	now, err := t.gateway.Cancel(ctx, api.CancelRequest{
		ImpUID: p.ImpUID, MerchantUID: f.merchant, Checksum: &left, Reason: f.order,
	})
	if err != nil {
		found, lookErr := t.gateway.FindPayment(ctx, f.merchant, "")
		if lookErr != nil || !allBack(found) {
			return false, err
		}
		now, lost = found, true
	}
	if !allBack(now) {
		return lost, errPartLeft
	}
	_ = t.note(ctx, f, ledger.KindCancelled, p.ImpUID)
	return lost, nil
}

// allBack tells that nothing of a charge is left: a partly cancelled one has the same status.
func allBack(p api.Payment) bool {
	return p.Status == api.PaymentCancelled && p.CancelAmount == p.Amount
}
