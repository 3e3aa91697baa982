package issuing

import (
	"context"
	"slices"
	"strings"

	"billkey/api/ledger"
)

// Leftover is what a check could not take back.
type Leftover struct {
	CustomerUID string `json:"customer_uid"`
	EntryID     int64  `json:"entry_id"`
	// Key tells that the key is, or may be, at the server.
	Key bool `json:"key"`
	// MerchantUID is a charge that was made, or may have been, and is not cancelled; "" for none.
	MerchantUID string `json:"merchant_uid,omitempty"`
	amount      int64
}

// leftoverPages bounds how far back the ledger is read, in pages of a thousand.
const leftoverPages = 5

// leftovers are what this profile's checks left over, oldest last.
func (s *Setup) leftovers(ctx context.Context) ([]Leftover, error) {
	q := ledger.Query{Profile: s.cfg.Profile.ID, UIDPrefix: SetupPrefix, Limit: 1000}
	var out []Leftover
	for range leftoverPages {
		page, err := s.cfg.Journal.Entries(ctx, q)
		if err != nil {
			return out, err
		}
		for _, e := range page.Entries {
			if !strings.HasPrefix(e.CustomerUID, SetupPrefix) {
				continue
			}
			charge, err := s.openCharge(ctx, e.CustomerUID)
			if err != nil {
				return out, err
			}
			key := e.State == ledger.Issued || isOpen(e.State)
			if merchant := charge.MerchantUID; key || merchant != "" {
				out = append(out, Leftover{
					CustomerUID: e.CustomerUID, EntryID: e.ID, Key: key, MerchantUID: merchant, amount: charge.Amount,
				})
			}
		}
		if !page.More {
			return out, nil
		}
		q.After = page.Next
	}
	return out, nil
}

// openCharge is the charge whose end the story does not tell; the zero value is none.
func (s *Setup) openCharge(ctx context.Context, uid string) (Charged, error) {
	story, err := s.cfg.Journal.Story(ctx, s.cfg.Profile.ID, uid)
	if err != nil {
		return Charged{}, err
	}
	open := OpenCharges(story)
	if len(open) == 0 {
		return Charged{}, nil
	}
	return open[len(open)-1], nil
}

// Leftovers are what this profile's checks could not take back.
func (s *Setup) Leftovers(ctx context.Context) ([]Leftover, error) { return s.leftovers(ctx) }

// CleanUp takes back what earlier checks left over: it cancels charges and deletes keys. Each leftover is one step.
func (s *Setup) CleanUp(ctx context.Context, operator string, progress func(SetupStep)) SetupReport {
	s.begin(ctx, progress)
	list, err := s.leftovers(ctx)
	if err != nil {
		s.step(StepCleanup, func(st *SetupStep) { st.is(Fail, WhyJournal, DoCheckDisk); st.fact("error", err.Error()) })
		return s.end(ctx)
	}
	if len(list) == 0 {
		s.skip(WhyNotIssued, StepCleanup)
	}
	for _, l := range slices.Backward(list) {
		s.step(StepCleanup, func(st *SetupStep) { s.cleanUp(ctx, st, l, operator) })
	}
	return s.end(ctx)
}

func (s *Setup) cleanUp(ctx context.Context, st *SetupStep, l Leftover, operator string) {
	t := &setupTrial{uid: l.CustomerUID, merchant: l.MerchantUID, amount: l.amount, entry: l.EntryID, operator: operator}
	st.fact("customer_uid", l.CustomerUID)
	if err := s.gateway.Warm(ctx); err != nil {
		s.judge(st, err)
		s.lost = s.lost || st.Reason == WhyUnreachable
		return
	}
	if l.MerchantUID != "" {
		st.fact("merchant_uid", l.MerchantUID)
		s.cleanCharge(ctx, st, t)
	}
	if l.Key && st.Verdict != Fail {
		s.cleanKey(ctx, st, t)
	}
}

// cleanCharge cancels the charge if it was made. That it was not is believed only after the quiet period.
func (s *Setup) cleanCharge(ctx context.Context, st *SetupStep, t *setupTrial) {
	p, how, err := s.till().standing(ctx, t.fare())
	switch {
	case err != nil:
		s.judge(st, err)
	case how == undecided:
		st.is(Fail, WhyUndecided, DoTryLater)
	case how == paid:
		t.paid = &p
		s.cancel(ctx, st, t)
	}
}

// cleanKey decides an order that is still open, and deletes the key.
func (s *Setup) cleanKey(ctx context.Context, st *SetupStep, t *setupTrial) {
	r, err := s.desk.Reconcile(ctx, t.entry)
	switch {
	case err != nil:
		s.judge(st, err)
		return
	case r.State == ledger.Unknown && r.Key == nil:
		st.is(Fail, WhyUndecided, DoTryLater)
		return
	case r.State != ledger.Issued && r.State != ledger.Unknown:
		return
	}
	s.remove(ctx, st, t)
	if st.Verdict != Fail {
		s.checkGone(ctx, st, t)
	}
}
