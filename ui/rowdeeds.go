package ui

import (
	"context"
	"time"

	"billkey/api/card"
	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// deskOf gives the profile an entry belongs to; what is wrong is said.
func (dw *desktopWindow) profileOf(e ledger.Entry) (credentials.Profile, bool) {
	p, ok := dw.deps.Profiles.Get(e.Profile)
	if !ok {
		dw.banner.show(banner{toneBad, dw.w.t("failure.other_profile"), dw.w.t("row.orphan")})
	}
	return p, ok
}

// atDesk does something at the desk of an entry's own profile; then is told how it went.
func (dw *desktopWindow) atDesk(p credentials.Profile, deed func(context.Context, *issuing.Desk) error, then func(error)) {
	dw.run.run(func(ctx context.Context) func() {
		desk, err := dw.deps.Desk(p)
		if err == nil {
			err = deed(ctx, desk)
		}
		return func() { then(err) }
	})
}

// registerAgain begins a new card for a row's customer: its customer_uid goes into the form, and where a key stands behind
// it the old card is shown first, as for every replacement.
func (dw *desktopWindow) registerAgain(e ledger.Entry) {
	if dw.flow == nil || dw.busy() {
		return
	}
	if e.Profile != dw.profile.ID {
		p, ok := dw.profileOf(e)
		if ok {
			dw.banner.show(banner{toneCare, dw.w.t("row.again.other", "Profile", profileName(dw.w, p)), dw.w.t("row.again.other.detail")})
		}
		return
	}
	dw.flow.registerAgain(e.CustomerUID)
	dw.deps.trace("again", "uid", e.CustomerUID)
}

// registerAgain looks uid up in an empty form; as soon as its key is known, the sheet before replacing opens.
func (r *registration) registerAgain(uid string) {
	r.form.clear()
	r.form.uid.SetText(uid)
	r.form.focus(card.FieldUID)
	r.stopRest()
	r.replaceNext = uid
	r.lookUp()
}

// askNote opens the note of a row.
func (dw *desktopWindow) askNote(e ledger.Entry) {
	s := newNoteSheet(dw.w, e)
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnSave = func(note string) {
		operator := dw.prefs.operator(dw.deps.Account)
		dw.run.run(func(ctx context.Context) func() {
			err := dw.deps.Ledger.SetNote(ctx, e.ID, note, operator, time.Time{})
			return func() {
				if err != nil {
					s.say(toneBad, explain(dw.w, err).title)
					return
				}
				dw.sheets.close()
				dw.results.refresh()
				dw.results.grid.focus()
			}
		})
	}
	dw.sheets.show(s.body, 460, s.note, dw.results.grid.focus)
}

// askDelete shows the key that would be deleted at iamport, and asks for its card and a reason.
func (dw *desktopWindow) askDelete(e ledger.Entry) {
	p, ok := dw.profileOf(e)
	if !ok {
		return
	}
	s := newDeleteSheet(dw.w, e, p)
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnDelete = func(typed, reason string) { dw.deleteKey(s, p, typed, reason) }
	dw.sheets.show(s.body, 480, s.first(), dw.results.grid.focus)
	dw.run.run(func(ctx context.Context) func() {
		desk, err := dw.deps.Desk(p)
		var sum issuing.Pending
		if err == nil {
			sum, err = desk.Schedules(ctx, e.CustomerUID)
		}
		return func() { showSchedules(dw.w, s.schedules, sum, err) }
	})
}

func (dw *desktopWindow) deleteKey(s *deleteSheet, p credentials.Profile, typed, reason string) {
	s.busy(true)
	e, operator := s.entry, dw.prefs.operator(dw.deps.Account)
	dw.atDesk(p, func(ctx context.Context, d *issuing.Desk) error {
		return d.Remove(ctx, issuing.Removal{EntryID: e.ID, UID: e.CustomerUID, Typed: typed, Reason: reason, Operator: operator})
	}, func(err error) {
		s.busy(false)
		dw.results.refresh()
		dw.deps.trace("deleted", "uid", e.CustomerUID, "kind", string(kindOf(err)))
		if err == nil {
			dw.sheets.close()
			dw.banner.show(banner{toneGood, dw.w.t("delete.done", "UID", e.CustomerUID), dw.w.t("delete.done.detail")})
			return
		}
		b := explain(dw.w, err)
		s.say(b.tone, b.title+"\n"+b.detail)
	})
}
