package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// profileOf gives the profile an entry belongs to; what is wrong is said.
func (dw *desktopWindow) profileOf(e ledger.Entry) (credentials.Profile, bool) {
	p, ok := dw.deps.Profiles.Get(e.Profile)
	if !ok {
		dw.banner.show(func(w *words) banner { return banner{toneBad, w.t("failure.other_profile"), w.t("row.orphan")} })
	}
	return p, ok
}

// withDesk does something at the desk of a profile, off the window's thread.
func (dw *desktopWindow) withDesk(ctx context.Context, p credentials.Profile, deed func(context.Context, *issuing.Desk) error) error {
	desk, err := dw.deps.Desk(p)
	if err != nil {
		return err
	}
	return deed(ctx, desk)
}

// atDesk does something at the desk of an entry's own profile; then is told how it went. Until then the window is busy.
func (dw *desktopWindow) atDesk(p credentials.Profile, deed func(context.Context, *issuing.Desk) error, then func(error)) {
	dw.deeds++
	dw.run.run(func(ctx context.Context) func() {
		err := dw.withDesk(ctx, p, deed)
		return func() {
			dw.deeds--
			then(err)
		}
	})
}

// answered says how a deed of a sheet ended: on the sheet if it is still open, else above the list. What became of a key or
// of money is never left unsaid because its sheet was left.
func (dw *desktopWindow) answered(mine *widget.PopUp, say func(tone, string), how saying) {
	if dw.sheets.open == mine {
		b := how(dw.w)
		say(b.tone, strings.TrimSpace(b.title+"\n"+b.detail))
		return
	}
	dw.banner.show(how)
}

// closeMine closes a sheet unless another one has been opened since.
func (dw *desktopWindow) closeMine(mine *widget.PopUp) bool {
	if dw.sheets.open != mine {
		return false
	}
	dw.sheets.close()
	return true
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
			dw.banner.show(func(w *words) banner {
				return banner{toneCare, w.t("row.again.other", "Profile", profileName(w, p)), w.t("row.again.other.detail")}
			})
		}
		return
	}
	again := func() {
		dw.flow.registerAgain(e.CustomerUID)
		dw.deps.trace("again", "uid", e.CustomerUID)
	}
	if f := dw.form; f.noCard() && (f.uid.Text == "" || f.uid.Text == e.CustomerUID) {
		again()
		return
	}
	dw.askClear(again) // what was typed is another order's
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
		operator, mine := dw.prefs.operator(dw.deps.Account), dw.sheets.open
		dw.run.run(func(ctx context.Context) func() {
			err := dw.deps.Ledger.SetNote(ctx, e.ID, note, operator, time.Time{})
			return func() {
				if err != nil {
					dw.answered(mine, s.say, failed(err))
					return
				}
				dw.results.refresh()
				if dw.closeMine(mine) {
					dw.results.grid.focus()
				}
			}
		})
	}
	dw.sheets.show(s.body, 460, s.note, dw.results.grid.focus)
}

// askDelete shows the key that would be deleted at iamport, and asks for its card and a reason.
func (dw *desktopWindow) askDelete(e ledger.Entry) {
	if p, ok := dw.profileOf(e); ok {
		dw.openDelete(e, p)
	}
}

func (dw *desktopWindow) openDelete(e ledger.Entry, p credentials.Profile) *deleteSheet {
	s := newDeleteSheet(dw.w, e, p)
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnDelete = func(typed, reason string) { dw.deleteKey(s, p, typed, reason) }
	dw.sheets.show(s.body, 480, s.first(), dw.results.grid.focus)
	dw.run.run(func(ctx context.Context) func() {
		var sum issuing.Pending
		err := dw.withDesk(ctx, p, func(ctx context.Context, d *issuing.Desk) (err error) {
			sum, err = d.Schedules(ctx, e.CustomerUID)
			return err
		})
		return func() { showSchedules(dw.w, s.schedules, sum, err) }
	})
	return s
}

func (dw *desktopWindow) deleteKey(s *deleteSheet, p credentials.Profile, typed, reason string) {
	s.busy(true)
	e, operator, mine := s.entry, dw.prefs.operator(dw.deps.Account), dw.sheets.open
	dw.atDesk(p, func(ctx context.Context, d *issuing.Desk) error {
		return d.Remove(ctx, issuing.Removal{EntryID: e.ID, UID: e.CustomerUID, Typed: typed, Reason: reason, Operator: operator})
	}, func(err error) {
		s.busy(false)
		dw.results.refresh()
		dw.deps.trace("deleted", "uid", e.CustomerUID, "kind", string(kindOf(err)))
		if err == nil {
			dw.closeMine(mine)
			dw.banner.show(func(w *words) banner {
				return banner{toneGood, w.t("delete.done", "UID", e.CustomerUID), w.t("delete.done.detail")}
			})
			return
		}
		if next := dw.askAnew(mine, e, p, err); next != nil {
			s, mine = next, dw.sheets.open
		}
		dw.answered(mine, s.say, func(w *words) banner {
			b := explain(w, err)
			b.title = w.t("delete.failed", "UID", e.CustomerUID, "Why", b.title)
			return b
		})
	})
}

// askAnew asks for another thing where the server shows a key that the row does not know in full: a row settled by hand has
// no number, and the server's key has.
func (dw *desktopWindow) askAnew(mine *widget.PopUp, e ledger.Entry, p credentials.Profile, err error) *deleteSheet {
	var f *issuing.Failure
	if !errors.As(err, &f) || f.Kind != issuing.NotConfirmed || f.Now == nil || f.Now.Masked == e.KeyMasked || dw.sheets.open != mine {
		return nil
	}
	e.KeyMasked = f.Now.Masked
	return dw.openDelete(e, p)
}
