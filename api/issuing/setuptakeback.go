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

// cancel takes the whole charge back.
func (s *Setup) cancel(ctx context.Context, st *SetupStep, t *setupTrial) {
	st.fact("amount", strconv.FormatInt(t.paid.Amount-t.paid.CancelAmount, 10))
	switch lost, err := s.till().cancel(ctx, t.fare(), *t.paid); {
	case errors.Is(err, errPartLeft):
		st.is(Fail, WhyOther, DoCleanUp)
	case err != nil:
		s.judge(st, err)
		st.Advice = DoCleanUp
	case lost:
		st.is(Warn, WhyAnswerLost, "")
	}
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
