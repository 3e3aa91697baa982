package issuing

import (
	"context"
	"crypto/rand"
	"strconv"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/ledger"
)

// SetupPrefix begins every customer_uid and merchant_uid of the check, so that a later run finds what was left over.
const SetupPrefix = "billkey-check-"

// setupCleanLimit is how long taking back may go on after the operator has left.
const setupCleanLimit = 3 * time.Minute

// setupPatience is how long an order whose answer was lost is looked up.
const setupPatience = 65 * time.Second

// setupReason is told to iamport with a cancellation and a deletion.
const setupReason = "billkey check"

// issueSteps are the steps that need a card.
var issueSteps = []StepName{StepIssue, StepLookup, StepCharge, StepCancel, StepDelete, StepGone}

// setupTrial is one throw-away key and its charge.
type setupTrial struct {
	uid, merchant string
	entry         int64
	masked        string
	name          string // customer_name, which some PGs want as buyer_name
	pg            string
	amount        int64
	there         bool // the key is, or may be, at the server
	paid          *api.Payment
	operator      string
}

func (s *Setup) checkIssuing(ctx context.Context, o SetupOrder) {
	if why := s.hindrance(o); why != "" {
		s.skip(why, issueSteps...)
		return
	}
	if o.Amount == 0 {
		o.Amount = SetupAmount
	}
	c, _ := s.chosen()
	t := &setupTrial{
		uid: throwAway(), merchant: throwAway(), masked: o.Card.Masked(), name: o.Card.Name, pg: c.PG, operator: o.Operator,
	}
	s.issueTrial(ctx, t, o.Card)
	if s.failed() {
		s.skip(WhyEarlier, StepLookup, StepCharge, StepCancel)
	} else {
		s.step(StepLookup, func(st *SetupStep) { s.lookTrial(ctx, st, t) })
		s.step(StepCharge, func(st *SetupStep) { s.charge(ctx, st, t, o.Amount) })
	}
	clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), setupCleanLimit)
	defer cancel()
	s.takeBack(clean, t)
}

func (s *Setup) hindrance(o SetupOrder) Reason {
	c, _ := s.chosen()
	switch {
	case !o.Issue:
		return WhyNotAsked
	case s.failed():
		return WhyEarlier
	case !c.Test && !o.Live && s.cfg.Profile.Environment != "practice":
		return WhyLiveLocked
	case o.Card == nil || o.Card.Masked() == "":
		return WhyNoCard
	}
	return ""
}

// throwAway is a name of the check's own.
func throwAway() string { return newName(SetupPrefix) }

// newName is a name nobody has used: letters only behind the prefix, so that no mask ever touches it.
func newName(prefix string) string {
	const letters = "abcdefghijklmnop"
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = letters[b[i]&15]
	}
	return prefix + string(b)
}

func (s *Setup) issueTrial(ctx context.Context, t *setupTrial, c *card.Card) {
	s.step(StepIssue, func(st *SetupStep) {
		st.fact("customer_uid", t.uid)
		st.fact("card", t.masked)
		r, err := s.desk.Issue(ctx, Order{UID: t.uid, Card: c, Operator: t.operator})
		if err != nil {
			st.refused(err)
			return
		}
		t.entry = r.EntryID
		lost := r.State == ledger.Unknown
		if lost {
			patience, stop := context.WithTimeout(ctx, setupPatience)
			s.desk.Follow(patience, r.EntryID, func(now Receipt) { r = now })
			stop()
		}
		st.receipt(r)
		t.there = r.State == ledger.Issued || r.State == ledger.Unknown
		if r.State == ledger.Issued && lost && st.Verdict == OK {
			st.is(Warn, WhyAnswerLost, "")
		}
	})
}

func (st *SetupStep) refused(err error) {
	f := failureOf(err)
	st.is(Fail, WhyRefused, "")
	st.Message = f.Message
	st.fact("failure", string(f.Kind))
}

func (st *SetupStep) receipt(r Receipt) {
	if r.Failure != nil {
		st.Message = r.Failure.Message
	}
	st.fact("state", string(r.State))
	for _, a := range r.Alerts {
		st.is(Fail, map[string]Reason{"sandbox": WhyEnvironment, "pg": WhyPG, "mid": WhyMID}[a.What], DoCorrect)
		st.fact("expected", a.Want)
		st.fact("answered", a.Got)
	}
	switch r.State {
	case ledger.Issued:
	case ledger.Unknown:
		st.is(Fail, WhyUndecided, DoCleanUp)
	case ledger.Declined:
		st.is(Fail, WhyDeclined, DoOtherCard)
		st.fact("advice_class", string(r.Advice.Class))
	default:
		st.is(Fail, WhyDeclined, "")
	}
}

func (s *Setup) lookTrial(ctx context.Context, st *SetupStep, t *setupTrial) {
	l, err := s.desk.LookUp(ctx, t.uid)
	switch {
	case err != nil:
		s.judge(st, err)
	case l.Key == nil || !sameCard(t.masked, l.Key.Masked):
		st.is(Fail, WhyOther, DoCleanUp)
	default:
		st.fact("card", l.Key.Masked)
		st.fact("card_company", l.Key.CardName)
		st.fact("pg", l.Key.PG)
		st.fact("mid", l.Key.MID)
	}
}

// charge writes the merchant_uid down, sends the charge once, and asks for it when the answer was lost.
func (s *Setup) charge(ctx context.Context, st *SetupStep, t *setupTrial, amount int64) {
	t.amount = amount
	st.fact("merchant_uid", t.merchant)
	st.fact("amount", strconv.FormatInt(amount, 10))
	if err := s.till().begin(ctx, t.fare()); err != nil {
		st.is(Fail, WhyJournal, DoCheckDisk)
		st.fact("error", err.Error())
		return
	}
	e := s.till().charge(context.WithoutCancel(ctx), t.fare())
	switch {
	case e.made():
		t.paid = &e.payment
		if e.lost {
			st.is(Warn, WhyAnswerLost, "")
		}
	case e.unknown():
		st.is(Fail, WhyUndecided, DoCleanUp)
	default:
		st.is(Fail, WhyDeclined, DoOtherCard)
		st.Message = e.message()
	}
}

func (s *Setup) till() till {
	return till{gateway: s.gateway, journal: s.cfg.Journal, profile: s.cfg.Profile.ID}
}

func (t *setupTrial) fare() fare {
	return fare{
		uid: t.uid, merchant: t.merchant, entry: t.entry, amount: t.amount, order: setupReason, buyer: t.name, pg: t.pg,
		operator: t.operator,
	}
}
