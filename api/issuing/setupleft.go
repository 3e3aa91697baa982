package issuing

import (
	"context"
	"errors"
	"slices"
	"strings"

	"billkey/api"
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
}

// leftoverPages bounds how far back the ledger is read, in pages of a thousand.
const leftoverPages = 5

// leftovers are what this profile's checks left over, oldest last.
func (s *Setup) leftovers(ctx context.Context) ([]Leftover, error) {
	q := ledger.Query{Profile: s.cfg.Profile.ID, Text: SetupPrefix, Limit: 1000}
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
			merchant, err := s.openCharge(ctx, e.CustomerUID)
			if err != nil {
				return out, err
			}
			key := e.State == ledger.Issued || isOpen(e.State)
			if key || merchant != "" {
				out = append(out, Leftover{CustomerUID: e.CustomerUID, EntryID: e.ID, Key: key, MerchantUID: merchant})
			}
		}
		if !page.More {
			return out, nil
		}
		q.After = page.Next
	}
	return out, nil
}

// openCharge is the merchant_uid of a charge whose end the story does not tell.
func (s *Setup) openCharge(ctx context.Context, uid string) (string, error) {
	story, err := s.cfg.Journal.Story(ctx, s.cfg.Profile.ID, uid)
	if err != nil {
		return "", err
	}
	open := ""
	for _, e := range story {
		merchant, _, _ := strings.Cut(e.Detail, " ")
		switch e.Kind {
		case KindCharging:
			open = merchant
		case ledger.KindCancelled, KindNotCharged:
			if merchant == open {
				open = ""
			}
		}
	}
	return open, nil
}

// Leftovers are what this profile's checks could not take back.
func (s *Setup) Leftovers(ctx context.Context) ([]Leftover, error) { return s.leftovers(ctx) }

// CleanUp takes back what earlier checks left over: it cancels charges and deletes keys. Each leftover is one step.
func (s *Setup) CleanUp(ctx context.Context, operator string, progress func(SetupStep)) SetupReport {
	s.begin(progress)
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
	t := &setupTrial{uid: l.CustomerUID, merchant: l.MerchantUID, entry: l.EntryID, operator: operator}
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
	p, err := s.gateway.FindPayment(ctx, t.merchant, "")
	switch {
	case errors.Is(err, api.ErrNotFound) && s.chargeQuiet(ctx, t), err == nil && p.Status == api.PaymentFailed:
		_ = s.note(ctx, t, KindNotCharged, t.merchant)
	case errors.Is(err, api.ErrNotFound), err == nil && p.Status == "ready":
		st.is(Fail, WhyUndecided, DoTryLater)
	case err != nil:
		s.judge(st, err)
	case allBack(p):
		_ = s.note(ctx, t, ledger.KindCancelled, t.merchant)
	default:
		t.paid = &p
		s.cancel(ctx, st, t)
	}
}

// chargeQuiet tells that the charge cannot be travelling any more.
func (s *Setup) chargeQuiet(ctx context.Context, t *setupTrial) bool {
	story, err := s.cfg.Journal.Story(ctx, s.cfg.Profile.ID, t.uid)
	for _, e := range story {
		if e.Kind == KindCharging && s.gateway.Now().Sub(e.At) < Quiet+clockSlack {
			return false
		}
	}
	return err == nil
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
