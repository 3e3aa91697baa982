package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"billkey/api/card"
	"billkey/api/credentials"
	"billkey/api/issuing"
)

func (dw *desktopWindow) currentProfile() credentials.Profile {
	if dw.deps.Start != nil {
		return *dw.deps.Start
	}
	if p, ok := dw.deps.Profiles.Get(dw.deps.Profiles.Current()); ok {
		return p
	}
	return dw.deps.Profiles.List()[0]
}

// openProfile is the one that is open, as it is now; at the start the one to begin with.
func (dw *desktopWindow) openProfile() credentials.Profile {
	if dw.profile.ID == "" {
		return dw.currentProfile()
	}
	if p, ok := dw.deps.Profiles.Get(dw.profile.ID); ok {
		return p
	}
	return dw.profile
}

// useProfile opens the desk of a profile with an empty form.
func (dw *desktopWindow) useProfile(p credentials.Profile) {
	dw.sheets.close()
	if dw.form != nil {
		dw.form.clear()
	}
	dw.checking.form.wipe()
	dw.profile = p
	dw.results.practise(p.Environment == credentials.Practice)
	dw.retitle()
	dw.showHeader()
	if dw.readOnly() {
		dw.form, dw.flow = nil, nil
		if dw.awaySince.IsZero() {
			dw.status.say(toneHint, dw.w.t("status.looking_on"))
		}
		return
	}
	desk, err := dw.deps.Desk(p)
	if err != nil {
		dw.noDesk(err)
		return
	}
	dw.makeForm(p, desk)
	dw.deps.trace("profile", "profile", p.ID, "environment", string(p.Environment))
	dw.warm(desk)
	dw.flow.resume()
	dw.askOperator()
}

// noDesk takes the form away: the one that is left belongs to another profile than the header names.
func (dw *desktopWindow) noDesk(err error) {
	dw.form, dw.flow = nil, nil
	dw.left.Objects = []fyne.CanvasObject{container.NewCenter(newLine(dw.w.t("desk.none"), sizeBody, colourQuiet))}
	dw.left.Refresh()
	dw.banner.show(failed(err))
}

func (dw *desktopWindow) showHeader() {
	dw.header.show(dw.deps.Profiles.List(), dw.profile, dw.canUnlock())
	switch {
	case !dw.awaySince.IsZero():
		dw.showAway()
	case dw.readOnly():
		dw.header.say(toneHint, dw.whyReadOnly())
		dw.header.readOnly()
	}
}

func (dw *desktopWindow) makeForm(p credentials.Profile, desk *issuing.Desk) {
	consent := p.Consent
	if consent == "" {
		consent = dw.w.t("form.consent.sentence")
	}
	f := newCardForm(dw.w, time.Now, consent)
	f.setNeeds(p.Needs)
	f.OnTouched = dw.touched
	f.cursor = func(o fyne.Focusable) { dw.both.bring(formHalf); dw.focus(o) }
	r := newRegistration(dw.w, dw.run, desk, dw.deps.Ledger, f, dw.sheets)
	r.trace, r.locked, r.seen = dw.deps.trace, dw.locked, dw.formSeen
	r.operator = func() string { return dw.prefs.operator(dw.deps.Account) }
	r.OnBanner = dw.banner.show
	r.OnBusy = func(what string) { dw.ordered = what; dw.showBusy() }
	r.OnNext = dw.banner.hideGood
	r.OnStart = dw.banner.hide
	r.OnResult = func(receipt issuing.Receipt) { dw.results.showNew(receipt); dw.offerHelp(receipt) }
	r.OnLater = dw.announce
	dw.form, dw.flow = f, r
	if p.Environment == credentials.Practice && len(dw.deps.Samples) > 0 {
		f.addFirst(dw.practiceBar(f, r).body)
	}
	dw.left.Objects = []fyne.CanvasObject{f.body}
	dw.left.Refresh()
	dw.focusForm()
}

func (dw *desktopWindow) practiceBar(f *cardForm, r *registration) *samplesBar {
	b := newSamplesBar(dw.w, dw.deps.Samples, f)
	b.OnFilled = r.suggestUID
	b.OnMore = func() { dw.askSample(b) }
	return b
}

// warm fetches the token and opens the connection before the first key is pressed. A desk whose window was built anew has both.
func (dw *desktopWindow) warm(desk *issuing.Desk) {
	if dw.warmed == desk {
		dw.sayReady()
		return
	}
	dw.warmed = nil
	dw.status.busy(dw.w.t("busy.connecting"))
	dw.run.run(func(ctx context.Context) func() {
		err := desk.Warm(ctx)
		return func() {
			if dw.flow == nil || dw.flow.desk != desk {
				return // another profile was opened meanwhile
			}
			dw.status.busy("")
			if err != nil {
				dw.status.say(toneBad, briefly(dw.w, err))
				dw.deps.trace("not_ready", "kind", string(kindOf(err)))
				return
			}
			dw.warmed = desk
			dw.sayReady()
		}
	})
}

func (dw *desktopWindow) sayReady() {
	dw.deps.trace("ready", "profile", dw.profile.ID)
	if !dw.awaySince.IsZero() {
		dw.showAway() // ready but for the ledger
		return
	}
	dw.status.say(toneGood, dw.w.t("status.ready"))
}

// locked: a live profile issues only after one deliberate action in this session.
func (dw *desktopWindow) locked() bool {
	return dw.profile.Environment == credentials.Live && !dw.unlocked[dw.profile.ID]
}

func (dw *desktopWindow) unlock() {
	q := newQuestion(dw.w.t("live.unlock.title"), dw.w.t("live.unlock.sentence", "Profile", dw.profile.Name),
		dw.w.t("live.unlock.yes"), dw.w.t("cancel"))
	q.OnYes = func() {
		dw.sheets.close()
		dw.unlocked[dw.profile.ID] = true
		dw.banner.hide()
		dw.showHeader()
		dw.focusForm()
	}
	dw.ask(q)
}

func (dw *desktopWindow) switchTo(id string) {
	p, ok := dw.deps.Profiles.Get(id)
	if !ok || id == dw.profile.ID {
		return
	}
	if dw.busy() {
		dw.showHeader() // an order is under way: stay
		return
	}
	dw.banner.hide()
	dw.run.run(func(context.Context) func() {
		err := dw.deps.Profiles.SetCurrent(id)
		return func() {
			if err != nil {
				dw.banner.show(failed(err))
			}
		}
	})
	dw.useProfile(p)
}

// profileChanged opens what was saved, or falls back to practice when it is gone.
func (dw *desktopWindow) profileChanged(id string) {
	p, ok := dw.deps.Profiles.Get(id)
	switch {
	case id != dw.profile.ID || dw.busy():
		dw.showHeader()
	case ok:
		dw.useProfile(p)
	default:
		dw.useProfile(dw.deps.Profiles.List()[0])
	}
}

// formSeen tells whether the form is in sight.
func (dw *desktopWindow) formSeen() bool {
	return dw.deskShown() && !dw.covered() && (!dw.both.narrow || dw.both.split.front == formHalf)
}

// focusForm puts the cursor where the next order begins, if the form is what is shown.
func (dw *desktopWindow) focusForm() {
	if dw.form != nil && dw.deskShown() {
		dw.form.focus(card.FieldUID)
	}
}
