package issuing

import (
	"context"
	"errors"
	"strconv"

	"billkey/api"
	"billkey/api/ledger"
)

// takeBack cancels the charge and deletes the key, whatever went wrong before.
func (s *Setup) takeBack(ctx context.Context, t *setupTrial) {
	if t.paid == nil {
		if !s.ran(StepCancel) {
			s.skip(WhyNotIssued, StepCancel)
		}
	} else {
		s.step(StepCancel, func(st *SetupStep) { s.cancel(ctx, st, t) })
	}
	if !t.there {
		s.skip(WhyNotIssued, StepDelete, StepGone)
		return
	}
	s.step(StepDelete, func(st *SetupStep) { s.remove(ctx, st, t) })
	s.step(StepGone, func(st *SetupStep) { s.checkGone(ctx, st, t) })
}

func (s *Setup) ran(name StepName) bool {
	for _, st := range s.report.Steps {
		if st.Name == name {
			return true
		}
	}
	return false
}

// cancel takes the whole charge back; the checksum is what is believed to be left of it.
func (s *Setup) cancel(ctx context.Context, st *SetupStep, t *setupTrial) {
	left := t.paid.Amount - t.paid.CancelAmount
	st.fact("amount", strconv.FormatInt(left, 10))
	p, err := s.gateway.Cancel(ctx, api.CancelRequest{
		ImpUID: t.paid.ImpUID, MerchantUID: t.merchant, Checksum: &left, Reason: setupReason,
	})
	if err != nil { // also when it was cancelled already, or the answer was lost
		now, lookErr := s.gateway.FindPayment(ctx, t.merchant, "")
		if lookErr != nil || !allBack(now) {
			s.judge(st, err)
			st.Advice = DoCleanUp
			return
		}
		p = now
		st.is(Warn, WhyAnswerLost, "")
	}
	if !allBack(p) {
		st.is(Fail, WhyOther, DoCleanUp)
		return
	}
	_ = s.note(ctx, t, ledger.KindCancelled, t.merchant)
}

// allBack tells that nothing of a charge is left: a partly cancelled one has the same status.
func allBack(p api.Payment) bool {
	return p.Status == api.PaymentCancelled && p.CancelAmount == p.Amount
}

func (s *Setup) remove(ctx context.Context, st *SetupStep, t *setupTrial) {
	st.fact("customer_uid", t.uid)
	_, err := s.gateway.DeleteBillingKey(ctx, t.uid, setupReason)
	if errors.Is(err, api.ErrNotFound) {
		return
	}
	if api.Undecided(err) { // the next look tells
		st.is(Warn, WhyUndecided, "")
		return
	}
	if s.judge(st, err); err != nil {
		st.Advice = DoCleanUp
	}
}

func (s *Setup) checkGone(ctx context.Context, st *SetupStep, t *setupTrial) {
	l, err := s.desk.LookUp(ctx, t.uid)
	switch {
	case err != nil:
		s.judge(st, err)
		st.Advice = DoCleanUp
	case l.Key != nil:
		st.is(Fail, WhyStillThere, DoCleanUp)
	default:
		s.markDeleted(ctx, st, t)
	}
}

// markDeleted writes the deletion down; an order whose end is still open stays so, since its POST may yet arrive.
func (s *Setup) markDeleted(ctx context.Context, st *SetupStep, t *setupTrial) {
	err := s.cfg.Journal.KeyDeleted(ctx, t.entry, s.gateway.Now(), t.operator, setupReason)
	if err != nil && !errors.Is(err, ledger.ErrNotInForce) {
		st.is(Fail, WhyJournal, DoCheckDisk)
		st.fact("error", err.Error())
	}
}
