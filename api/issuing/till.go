package issuing

import (
	"context"
	"time"

	"billkey/api"
	"billkey/api/ledger"
)

// Events of charges in the ledger, beside the ledger's own kinds. Their Detail is described at [OpenCharges].
const (
	// KindCharging is written before the charge is sent: from then on it may have been made.
	KindCharging = "charging"
	// KindNotCharged ends it: no charge was made.
	KindNotCharged = "not_charged"
)

// till charges keys and takes charges back, each sent once. The desk and the set-up check share it.
type till struct {
	gateway Gateway
	journal Journal
	profile string
}

// fare is one charge on a key.
type fare struct {
	uid, merchant string
	entry         int64
	amount        int64  // won
	order         string // name of the order, also the reason of taking it back
	buyer         string // customer_name, which some PGs want as buyer_name
	pg            string
	operator      string
}

// maxBuyer is the longest buyer_name, in characters; a customer_name may be longer.
const maxBuyer = 16

func (f fare) request() api.AgainRequest {
	r := api.AgainRequest{CustomerUID: f.uid, MerchantUID: f.merchant, Amount: f.amount, Name: f.order}
	if f.pg == "ksnet" || f.pg == "welcome" {
		name := []rune(f.buyer)
		r.BuyerName, r.ProductType = string(name[:min(len(name), maxBuyer)]), "digital"
		if r.BuyerName == "" {
			r.BuyerName = "billkey"
		}
	}
	return r
}

// chargeEnd is what became of a charge that was sent.
type chargeEnd struct {
	payment api.Payment
	err     error
	lost    bool // the answer was, and the payment was asked for
}

func (e chargeEnd) made() bool { return e.err == nil && e.payment.Status == api.PaymentPaid }

// unknown tells that the charge may have been made: only a failed payment proves that it was not.
func (e chargeEnd) unknown() bool {
	return e.lost && !e.made() && (e.err != nil || e.payment.Status != api.PaymentFailed)
}

// message is why no charge was made, in the PG's own words.
func (e chargeEnd) message() string {
	if e.err != nil {
		return failureOf(e.err).Message
	}
	return e.payment.FailReason
}

// begin writes the charge down. Only then may it be sent.
func (t till) begin(ctx context.Context, f fare) error { return t.note(ctx, f, KindCharging, "") }

// charge sends the charge, once, asks for it when the answer was lost, and writes its end down if it is known.
func (t till) charge(ctx context.Context, f fare) chargeEnd {
	limited, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	var e chargeEnd
	e.payment, e.err = t.gateway.Again(limited, f.request())
	if e.lost = api.Undecided(e.err); e.lost {
		e.payment, e.err = t.find(ctx, f.merchant)
	}
	switch {
	case e.made():
		_ = t.note(ctx, f, ledger.KindCharged, e.payment.ImpUID)
	case !e.unknown():
		_ = t.note(ctx, f, KindNotCharged, e.message())
	}
	return e
}

// find asks for a charge whose answer was lost, a few times: the PG may still be at it.
func (t till) find(ctx context.Context, merchant string) (p api.Payment, err error) {
	for _, after := range []time.Duration{5 * time.Second, 10 * time.Second} {
		wait(ctx, after)
		if p, err = t.gateway.FindPayment(ctx, merchant, ""); err == nil && p.Status != "ready" {
			return p, nil
		}
	}
	return p, err
}

func (t till) note(ctx context.Context, f fare, kind, rest string) error {
	return t.journal.Record(ctx, ledger.Event{
		At: t.gateway.Now(), Operator: f.operator, Profile: t.profile, CustomerUID: f.uid, EntryID: f.entry,
		Kind: kind, Detail: chargeDetail(f.merchant, f.amount, kind, rest),
	})
}
