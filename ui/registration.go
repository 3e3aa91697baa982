package ui

import (
	"context"
	"time"

	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// restAfter is how long customer_uid must rest before it is looked up.
const restAfter = 350 * time.Millisecond

// registration is the flow around the form: look up as the uid rests, block a used one, confirm a replacement,
// issue once, show how it ended. Answers to questions that are no longer asked are dropped by their number.
type registration struct {
	w      *words
	run    runner
	desk   *issuing.Desk
	book   book
	form   *cardForm
	sheets *sheets
	trace  tracer
	now    func() time.Time
	// operator is the name recorded with each order.
	operator func() string
	// locked tells whether this profile may issue now (live profiles open locked).
	locked func() bool

	asked        int // number of the latest question about the uid
	stopRest     func()
	lookup       *issuing.Lookup
	confirmation issuing.Confirmation
	replacing    bool
	accepted     map[card.Code]int // warnings let through, and how often
	issuing      bool

	// OnResult follows every receipt, also the later ones of an unknown order.
	OnResult func(issuing.Receipt)
	// OnBanner shows how it went, above the form.
	OnBanner func(banner)
	// OnBusy says what takes long; "" for nothing.
	OnBusy func(string)
}

// banner is one sentence with its details, in a tone.
type banner struct {
	tone          tone
	title, detail string
}

func newRegistration(w *words, run runner, desk *issuing.Desk, b book, form *cardForm, sh *sheets) *registration {
	r := &registration{
		w: w, run: run, desk: desk, book: b, form: form, sheets: sh, now: time.Now,
		trace: func(string, ...any) {}, operator: func() string { return "" }, locked: func() bool { return false },
		accepted: map[card.Code]int{}, stopRest: func() {},
	}
	form.OnUID = r.uidChanged
	form.OnUIDLeft = r.uidLeft
	form.OnReplace = r.askReplace
	form.OnCompose = r.compose
	form.OnSubmit = r.submit
	form.OnLastField = r.refresh
	return r
}

// uidChanged forgets all that was known of the old uid and looks the new one up as soon as it rests.
func (r *registration) uidChanged(uid string) {
	r.asked++
	r.stopRest()
	r.lookup, r.confirmation, r.replacing = nil, issuing.Confirmation{}, false
	clear(r.accepted)
	r.form.showReplace(false)
	r.form.twin = ""
	r.sayUID(toneHint, "")
	if uid == "" || refused(uid) {
		return
	}
	r.stopRest = r.run.after(restAfter, r.lookUp)
}

func refused(uid string) bool {
	ps := issuing.CheckUID(uid, "")
	return len(ps) > 0 && ps[0].Level == card.Refuse
}

// uidLeft looks up at once what has not been looked up yet.
func (r *registration) uidLeft() {
	if r.lookup == nil && r.form.uid.Text != "" && !refused(r.form.uid.Text) {
		r.stopRest()
		r.lookUp()
	}
}

func (r *registration) lookUp() { r.ask(r.desk.LookUp, true) }

// refresh renews the lookup while the last fields are typed, so that the press of the button needs one request only.
func (r *registration) refresh() {
	if r.lookup != nil && !r.issuing {
		r.ask(r.desk.Refresh, false)
	}
}

func (r *registration) ask(how func(context.Context, string) (issuing.Lookup, error), loud bool) {
	r.asked++
	asked, uid := r.asked, r.form.uid.Text
	if loud {
		r.sayUID(toneHint, r.w.t("uid.looking"))
	}
	r.run.run(func(ctx context.Context) func() {
		l, err := how(ctx, uid)
		twin := twinOf(ctx, r.book, r.desk.Profile().ID, uid)
		return func() {
			if asked == r.asked && !r.issuing {
				r.form.twin = twin
				r.looked(l, err)
			}
		}
	})
}

func (r *registration) looked(l issuing.Lookup, err error) {
	if err != nil {
		r.lookup = nil
		r.trace("lookup_failed", "uid", r.form.uid.Text)
		r.sayUID(toneBad, explain(r.w, err).title)
		return
	}
	r.lookup = &l
	r.trace("looked_up", "uid", l.UID, "used", l.Used(), "replacing", r.replacing)
	r.showLookup()
}

func (r *registration) showLookup() {
	l := *r.lookup
	r.form.showReplace(l.Used() && !r.replacing)
	switch {
	case l.Used() && r.replacing:
		r.sayUID(toneCare, r.w.t("uid.replacing", "Card", cardLine(r.w, l.Key)))
	case l.Used():
		r.sayUID(toneBad, r.w.t("uid.used", "Card", cardLine(r.w, l.Key)))
	default:
		t, s := toneGood, r.w.t("uid.free")
		if ps := r.form.check(card.FieldUID); len(ps) > 0 {
			t, s = toneCare, problemSentence(r.w, ps[0])
		}
		r.sayUID(t, s)
	}
}

func (r *registration) sayUID(t tone, s string) { r.form.rows[card.FieldUID].say(t, s) }

// askReplace opens the sheet with the card that would be lost.
func (r *registration) askReplace() {
	if r.lookup == nil || !r.lookup.Used() {
		return
	}
	s := newReplaceSheet(r.w, *r.lookup)
	s.OnConfirm = func(typed string) { r.confirmReplace(s, typed) }
	s.OnCancel = func() { r.sheets.leave() }
	r.sheets.show(s.body, 460, s.first(), func() { r.form.focus(card.FieldUID) })
	r.trace("replace_asked", "uid", r.lookup.UID)
	uid := r.lookup.UID
	r.run.run(func(ctx context.Context) func() {
		p, err := r.desk.Schedules(ctx, uid)
		return func() { s.showSchedules(p, err) }
	})
}

func (r *registration) confirmReplace(s *replaceSheet, typed string) {
	c, ok := r.desk.Confirm(s.lookup, typed)
	if !ok {
		s.refuse()
		return
	}
	r.sheets.close()
	r.confirmation, r.replacing = c, true
	r.trace("replace_confirmed", "uid", s.lookup.UID)
	r.showLookup()
	r.form.focus(card.FieldConsent)
	if r.form.consent.Checked {
		r.form.focus(card.FieldNumber)
	}
}

// submit is the press of the button: all problems at once, warnings by deliberate override, then one order.
func (r *registration) submit() {
	if r.issuing || r.refuse() || r.blocked() {
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
	r.form.showProblems(bad)
	r.form.focus(bad[0].Field)
	r.trace("refused", "field", string(bad[0].Field), "code", string(bad[0].Code))
	return true
}

// blocked holds back what no order may pass: a locked profile, or a used uid whose replacement is not confirmed.
func (r *registration) blocked() bool {
	switch {
	case r.locked():
		r.OnBanner(banner{toneCare, r.w.t("live.locked"), r.w.t("live.locked.detail")})
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
	r.form.setBusy(on)
	busy := ""
	if on {
		busy = r.w.t("busy.issuing")
	}
	r.OnBusy(busy)
}

// notSent: nothing left this desk; what was typed stays.
func (r *registration) notSent(err error) {
	b := explain(r.w, err)
	r.trace("not_sent", "kind", string(kindOf(err)))
	r.OnBanner(b)
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
	r.OnBanner(receiptBanner(r.w, receipt))
	r.OnResult(receipt)
	clear(r.accepted)
	switch receipt.State {
	case ledger.Issued:
		r.form.clear()
		r.form.focus(card.FieldUID)
	case ledger.Unknown:
		r.form.wipeCard()
		r.follow(receipt.EntryID)
	default:
		r.correct(receipt)
	}
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
					r.OnBanner(receiptBanner(r.w, receipt))
				}
				r.OnResult(receipt)
			})
		})
	})
}

// resume asks again about orders that a crash or a closed window left open.
func (r *registration) resume() {
	r.run.run(func(ctx context.Context) func() {
		open, err := r.desk.Unsettled(ctx)
		return func() {
			if err != nil {
				r.OnBanner(explain(r.w, err))
				return
			}
			for _, e := range open {
				r.follow(e.ID)
			}
		}
	})
}
