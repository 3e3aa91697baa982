package ui

import (
	"context"
	"strings"
	"time"

	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// submit is the press of the button: all problems at once, warnings by deliberate override, then one order.
func (r *registration) submit() {
	if r.issuing || !r.seen() || r.refuse() || r.blocked() {
		return
	}
	if p, open := r.openWarning(); open {
		r.askOverride(p)
		return
	}
	r.askCautions(r.issue)
}

// refuse shows what cannot be right and puts the cursor into the first of it.
func (r *registration) refuse() bool {
	var bad []card.Problem
	for _, p := range r.form.problems() {
		if p.Level == card.Refuse {
			bad = append(bad, p)
		}
	}
	if len(bad) == 0 {
		return false
	}
	if r.emptied && r.form.untouched() { // a second press after success: nothing to complain about
		r.form.focus(card.FieldUID)
		return true
	}
	r.form.showProblems(bad)
	r.form.focus(bad[0].Field)
	r.trace("refused", "field", string(bad[0].Field), "code", string(bad[0].Code))
	return true
}

// blocked holds back what no order may pass: a locked profile, or a used uid whose replacement is not confirmed.
func (r *registration) blocked() bool {
	switch {
	case r.locked():
		r.OnBanner(func(w *words) banner { return banner{toneCare, w.t("live.locked"), w.t("live.locked.detail")} })
	case r.lookup != nil && r.lookup.Used() && !r.replacing:
		r.showUsed()
	default:
		return false
	}
	return true
}

func (r *registration) showUsed() {
	r.trace("blocked_used", "uid", r.form.uid.Text)
	r.showLookup()
	r.form.cursor(r.form.replace)
}

func (r *registration) openWarning() (card.Problem, bool) {
	for _, p := range r.form.problems() {
		if r.accepted[p.Code] < int(p.Level) {
			return p, true
		}
	}
	return card.Problem{}, false
}

func (r *registration) askOverride(p card.Problem) {
	key := "override"
	if r.accepted[p.Code] > 0 {
		key = "override.again"
	}
	s := newQuestion(r.w.t(key+".title"), problemSentence(r.w, p), r.w.t(key+".yes"), r.w.t("override.no"))
	s.OnNo = func() { r.sheets.close(); r.form.focus(p.Field) }
	s.OnYes = func() {
		r.sheets.close()
		r.accepted[p.Code]++
		r.submit()
	}
	r.sheets.show(s.body, 420, s.no, func() { r.form.focus(p.Field) })
	r.trace("warned", "field", string(p.Field), "code", string(p.Code))
}

func (r *registration) issue() {
	o := issuing.Order{
		UID: r.form.uid.Text, Card: r.form.card(), Confirmation: r.confirmation,
		ConsentAt: r.form.consentAt, Operator: r.operator(),
	}
	r.asked++
	r.setIssuing(true)
	call(r.OnStart)
	r.trace("issuing", "uid", o.UID)
	r.run.run(func(ctx context.Context) func() {
		receipt, err := r.desk.Issue(ctx, o)
		return func() {
			r.setIssuing(false)
			if err != nil {
				r.notSent(err)
				return
			}
			r.settled(receipt)
		}
	})
}

func (r *registration) setIssuing(on bool) {
	r.issuing = on
	r.stopClock()
	r.form.setBusy(on)
	if !on {
		r.form.setMode(r.form.mode) // the button says again what it does
		r.OnBusy("")
		return
	}
	r.showElapsed(r.now())
}

// showElapsed says how long the order has been under way, second by second.
func (r *registration) showElapsed(since time.Time) {
	seconds := int64(r.now().Sub(since).Round(time.Second) / time.Second)
	r.OnBusy(r.w.t("busy.issuing", "Seconds", number(seconds)))
	r.form.submit.SetText(r.w.t("form.submit.busy", "Seconds", number(seconds)))
	r.stopClock = r.run.after(time.Second, func() { r.showElapsed(since) })
}

// notSent: nothing left this desk; what was typed stays.
func (r *registration) notSent(err error) {
	r.trace("not_sent", "kind", string(kindOf(err)))
	r.OnBanner(failed(err))
	if r.wiped() {
		return
	}
	switch kindOf(err) {
	case issuing.Used, issuing.Changed:
		r.confirmation, r.replacing = issuing.Confirmation{}, false
		r.lookUp()
		r.form.focus(card.FieldUID)
	default:
		r.form.focus(card.FieldHolder)
	}
}

// settled shows the end of an order.
func (r *registration) settled(receipt issuing.Receipt) {
	r.trace("settled", "uid", receipt.UID, "state", string(receipt.State), "entry", receipt.EntryID)
	r.OnBanner(ended(receipt))
	r.OnResult(receipt)
	clear(r.accepted)
	defer r.alert(receipt)
	if r.wiped() {
		r.followUnknown(receipt)
		return
	}
	switch receipt.State {
	case ledger.Issued:
		r.form.clear()
		r.emptied = true
		r.form.focus(card.FieldUID)
	case ledger.Unknown:
		r.form.wipeCard()
		r.lookup, r.confirmation, r.replacing = nil, issuing.Confirmation{}, false
		r.form.setMode(modeNew)
		r.sayUID(toneCare, r.w.t("uid.unknown"))
		r.form.focus(card.FieldUID)
		r.follow(receipt.EntryID)
	default:
		r.correct(receipt)
	}
}

// alert stays until it is acknowledged: the key was issued elsewhere than the profile says.
func (r *registration) alert(receipt issuing.Receipt) {
	if len(receipt.Alerts) == 0 {
		return
	}
	var lines []string
	for _, a := range receipt.Alerts {
		lines = append(lines, alertSentence(r.w, a))
	}
	r.trace("alert", "uid", receipt.UID, "count", len(lines))
	n := newNotice(r.w.t("alert.title", "UID", receipt.UID), strings.Join(lines, "\n"), r.w.t("alert.acknowledge"))
	n.OnYes = func() { r.sheets.close(); r.form.focus(card.FieldUID) }
	r.sheets.showLasting(n.body, 480, n.yes, nil)
}

// correct puts the cursor where the PG saw a fault. The key may have changed, so the uid is looked up again.
func (r *registration) correct(receipt issuing.Receipt) {
	r.confirmation, r.replacing = issuing.Confirmation{}, false
	r.lookUp()
	field := receipt.Advice.Field
	if field == "" {
		field = card.FieldNumber
	}
	if field == card.FieldPIN {
		r.form.pin.wipe()
	}
	r.form.focus(field)
}

// follow looks an unknown order up until it is decided.
func (r *registration) follow(id int64) {
	r.run.stream(func(ctx context.Context, post func(func())) {
		r.desk.Follow(ctx, id, func(receipt issuing.Receipt) {
			post(func() {
				r.trace("followed", "uid", receipt.UID, "state", string(receipt.State), "entry", receipt.EntryID)
				if receipt.State != ledger.Unknown {
					r.OnBanner(ended(receipt))
				}
				r.OnLater(receipt)
				r.OnResult(receipt)
				r.alert(receipt)
				r.decided(receipt)
			})
		})
	})
}

// decided brings the form up to date, in which the customer_uid of an order that was unknown may still stand: as after any other
// success it is emptied, unless another card is being typed.
func (r *registration) decided(receipt issuing.Receipt) {
	switch {
	case receipt.State == ledger.Unknown || receipt.UID != r.form.uid.Text || r.issuing:
	case receipt.State == ledger.Issued && r.form.noCard():
		r.form.clear()
		r.emptied = true
	default:
		r.lookUp()
	}
}

// resume asks again about orders that a crash or a closed window left open.
func (r *registration) resume() {
	r.run.run(func(ctx context.Context) func() {
		open, err := r.desk.Unsettled(ctx)
		return func() {
			if err != nil {
				if !isAway(err) { // then it is asked again when the database is back
					r.OnBanner(failed(err))
				}
				return
			}
			for _, e := range open {
				r.follow(e.ID)
			}
		}
	})
}
