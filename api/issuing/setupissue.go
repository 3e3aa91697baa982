package issuing

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/ledger"
)

// SetupPrefix begins every customer_uid and merchant_uid of the check, so that a later run finds what was left over.
const SetupPrefix = "billkey-check-"

// Events of the check in the ledger, beside the ledger's own kinds. Detail is the merchant_uid, in front of a blank.
const (
	// KindCharging is written before the charge is sent: from then on it may have been made.
	KindCharging = "charging"
	// KindNotCharged ends it: no charge was made.
	KindNotCharged = "not_charged"
)

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

// throwAway is a name nobody has used: letters only, so that no mask ever touches it.
func throwAway() string {
	const letters = "abcdefghijklmnop"
	b := make([]byte, 20)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = letters[b[i]&15]
	}
	return SetupPrefix + string(b)
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
	st.fact("merchant_uid", t.merchant)
	st.fact("amount", strconv.FormatInt(amount, 10))
	if err := s.note(ctx, t, KindCharging, fmt.Sprintf("%s %d", t.merchant, amount)); err != nil {
		st.is(Fail, WhyJournal, DoCheckDisk)
		st.fact("error", err.Error())
		return
	}
	ctx = context.WithoutCancel(ctx)
	p, err := s.gateway.Again(ctx, againRequest(t, amount))
	lost := api.Undecided(err)
	if lost {
		p, err = s.findCharge(ctx, t.merchant)
	}
	switch {
	case err == nil && p.Status == api.PaymentPaid:
		t.paid = &p
		_ = s.note(ctx, t, ledger.KindCharged, t.merchant)
		if lost {
			st.is(Warn, WhyAnswerLost, "")
		}
	case lost && !found(p, err):
		st.is(Fail, WhyUndecided, DoCleanUp)
	default:
		_ = s.note(ctx, t, KindNotCharged, t.merchant)
		st.declined(p, err)
	}
}

func found(p api.Payment, err error) bool { return err == nil && p.Status == api.PaymentFailed }

func (st *SetupStep) declined(p api.Payment, err error) {
	st.is(Fail, WhyDeclined, DoOtherCard)
	st.Message = p.FailReason
	if err != nil {
		st.Message = failureOf(err).Message
	}
}

func againRequest(t *setupTrial, amount int64) api.AgainRequest {
	r := api.AgainRequest{CustomerUID: t.uid, MerchantUID: t.merchant, Amount: amount, Name: "billkey check"}
	if t.pg == "ksnet" || t.pg == "welcome" {
		r.BuyerName, r.ProductType = t.name, "digital"
		if r.BuyerName == "" {
			r.BuyerName = "billkey"
		}
	}
	return r
}

// findCharge asks for a charge whose answer was lost, a few times: the PG may still be at it.
func (s *Setup) findCharge(ctx context.Context, merchant string) (p api.Payment, err error) {
	for _, after := range []time.Duration{5 * time.Second, 10 * time.Second} {
		wait(ctx, after)
		if p, err = s.gateway.FindPayment(ctx, merchant, ""); err == nil && p.Status != "ready" {
			return p, nil
		}
	}
	return p, err
}

func (s *Setup) note(ctx context.Context, t *setupTrial, kind, detail string) error {
	return s.cfg.Journal.Record(ctx, ledger.Event{
		At: s.gateway.Now(), Operator: t.operator, Profile: s.cfg.Profile.ID, CustomerUID: t.uid, EntryID: t.entry,
		Kind: kind, Detail: detail,
	})
}
