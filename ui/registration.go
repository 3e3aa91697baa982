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
	// seen tells whether the form is what is shown: nothing is ever sent from behind another page.
	seen func() bool

	asked        int // number of the latest question about the uid
	stopRest     func()
	stopClock    func()
	lookup       *issuing.Lookup
	confirmation issuing.Confirmation
	replacing    bool
	accepted     map[card.Code]int // warnings let through, and how often
	issuing      bool
	open         bool   // an order for this customer_uid has no end yet, here or at another desk
	replaceNext  string // this customer_uid is to be replaced as soon as it is looked up
	suggested    string // the customer_uid that was filled in for practice, while it stands there
	emptied      bool   // the form was emptied after success and not touched since

	// OnResult follows every receipt, also the later ones of an unknown order.
	OnResult func(issuing.Receipt)
	// OnLater follows the later receipts of an order whose outcome was unknown.
	OnLater func(issuing.Receipt)
	// OnBanner shows how it went, above the form.
	OnBanner func(saying)
	// OnBusy says what takes long; "" for nothing.
	OnBusy func(string)
	// OnNext follows the first key of another order: what was said of the last one is read.
	OnNext func()
	// OnStart follows an order that goes out.
	OnStart func()
}

// banner is one sentence with its details, in a tone.
type banner struct {
	tone          tone
	title, detail string
}

// saying is a banner in a language: what is shown while another one is chosen is said anew.
type saying func(*words) banner

func newRegistration(w *words, run runner, desk *issuing.Desk, b book, form *cardForm, sh *sheets) *registration {
	r := &registration{
		w: w, run: run, desk: desk, book: b, form: form, sheets: sh, now: time.Now,
		trace: func(string, ...any) {}, operator: func() string { return "" }, locked: func() bool { return false },
		seen:     func() bool { return true },
		OnLater:  func(issuing.Receipt) {},
		accepted: map[card.Code]int{}, stopRest: func() {}, stopClock: func() {},
	}
	form.OnUID = r.uidChanged
	form.OnUIDLeft = r.uidLeft
	form.OnReplace = r.askReplace
	form.OnKeep = r.keepOld
	form.OnCompose = r.compose
	form.OnSubmit = r.submit
	form.OnLastField = r.refresh
	return r
}

// uidChanged forgets all that was known of the old uid and looks the new one up as soon as it rests.
func (r *registration) uidChanged(uid string) {
	r.asked++
	r.emptied = false
	r.stopRest()
	r.lookup, r.confirmation, r.replacing, r.replaceNext = nil, issuing.Confirmation{}, false, ""
	clear(r.accepted)
	r.form.consent.SetChecked(false) // it was given for the customer that stood here before
	r.form.setMode(modeNew)
	r.form.twin = ""
	r.sayUID(toneHint, "")
	if uid != r.suggested {
		r.suggested = ""
	}
	if uid == "" {
		return
	}
	call(r.OnNext)
	if refused(uid) {
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
		open := hasOpenOrder(ctx, r.book, r.desk.Profile().ID, uid)
		return func() {
			if asked == r.asked && !r.issuing {
				r.form.twin, r.open = twin, open
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
	next := r.replaceNext
	r.replaceNext = ""
	if next == l.UID && r.mode() == modeBlocked && !r.open && r.sheets.open == nil {
		r.askReplace()
	}
}

func (r *registration) showLookup() {
	if r.lookup == nil {
		return
	}
	l := *r.lookup
	r.form.setMode(r.mode())
	switch {
	case r.open:
		r.sayUID(toneCare, r.w.t("uid.unknown"))
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

// mode is what pressing the button would do.
func (r *registration) mode() formMode {
	switch {
	case r.lookup == nil || !r.lookup.Used():
		return modeNew
	case r.replacing:
		return modeReplace
	}
	return modeBlocked
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
	if r.form.uid.Text != s.lookup.UID {
		return // the sheet is about another customer_uid than the form
	}
	l := s.lookup
	r.lookup, r.confirmation, r.replacing = &l, c, true
	r.trace("replace_confirmed", "uid", s.lookup.UID)
	r.showLookup()
	r.form.focus(card.FieldConsent)
	if r.form.consent.Checked {
		r.form.focus(card.FieldNumber)
	}
}

// keepOld takes back a replacement that was confirmed. What was typed of the new card stays.
func (r *registration) keepOld() {
	if !r.replacing || r.issuing {
		return
	}
	r.confirmation, r.replacing = issuing.Confirmation{}, false
	r.trace("replace_taken_back", "uid", r.form.uid.Text)
	r.showLookup()
	r.form.focus(card.FieldUID)
	if r.mode() == modeBlocked {
		r.sayUID(toneCare, r.w.t("uid.kept", "Card", cardLine(r.w, r.lookup.Key)))
	}
}

// hasOpenOrder tells whether an order for uid is still without an end on this ledger.
func hasOpenOrder(ctx context.Context, b book, profile, uid string) bool {
	p, err := b.Entries(ctx, ledger.Query{
		Profile: profile, CustomerUID: uid, States: []ledger.State{ledger.Pending, ledger.Unknown}, Limit: 1,
	})
	return err == nil && len(p.Entries) > 0
}
