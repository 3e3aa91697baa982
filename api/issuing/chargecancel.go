package issuing

import "context"

// CancelOrder asks to take a test charge back.
type CancelOrder struct {
	// UID and MerchantUID are those of one of [OpenCharges].
	UID, MerchantUID string
	Operator         string
}

// CancelCharge takes all of a test charge back, also one whose end is unknown: it asks how the charge stands first. It may
// be called again; a charge that was cancelled meanwhile is written down as such. Errors are [*Failure]: NoCharge when the
// story has no such open charge, or the charge was never made, which is written down; TooEarly while its answer may still
// come; NoJournal; and Declined, BadCredentials, Unreachable or Unclear when it was not, or not certainly, taken back: it
// stays open.
func (d *Desk) CancelCharge(ctx context.Context, o CancelOrder) (Charged, error) {
	c, err := d.openCharge(ctx, o)
	if err != nil {
		return c, err
	}
	t := d.till()
	f := fare{uid: o.UID, merchant: o.MerchantUID, entry: c.EntryID, amount: c.Amount, order: chargeName, operator: o.Operator}
	p, how, err := t.standing(ctx, f)
	switch {
	case err != nil:
		return c, asFailure(err)
	case how == undecided:
		return c, &Failure{Kind: TooEarly}
	case how == neverMade:
		return c, &Failure{Kind: NoCharge, Message: p.FailReason}
	}
	c.ImpUID, c.Unknown = p.ImpUID, false
	if how == paid {
		if _, err := t.cancel(context.WithoutCancel(ctx), f, p); err != nil {
			return c, asFailure(err)
		}
	}
	return c, nil
}

func (d *Desk) openCharge(ctx context.Context, o CancelOrder) (Charged, error) {
	story, err := d.journal.Story(ctx, d.profile.ID, o.UID)
	if err != nil {
		return Charged{}, journalFailure(err)
	}
	for _, c := range OpenCharges(story) {
		if c.MerchantUID == o.MerchantUID {
			return c, nil
		}
	}
	return Charged{}, &Failure{Kind: NoCharge}
}
