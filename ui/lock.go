package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"billkey/api/lock"
)

// pinKeeper keeps the PIN of the lock screen. [*lock.Keeper] is one.
type pinKeeper interface {
	State() lock.State
	Try(ctx context.Context, pin lock.PIN) error
	Set(ctx context.Context, pin lock.PIN) error
	Change(ctx context.Context, old, pin lock.PIN) error
	Remove(ctx context.Context, old lock.PIN) error
	Acknowledge() error
}

// lockState is that of the PIN; without a keeper there is none.
func (dw *desktopWindow) lockState() lock.State {
	if dw.deps.Lock == nil {
		return lock.State{}
	}
	return dw.deps.Lock.State()
}

// covered tells whether the window is locked: nothing of the work is on it, and nothing of it can be done.
func (dw *desktopWindow) covered() bool { return dw.isCovered }

// beginCovered locks a window that is not built yet, if a PIN is set.
func (dw *desktopWindow) beginCovered() {
	dw.over = &sheets{canvas: dw.window.Canvas()}
	if dw.lockState().Set {
		dw.isCovered = true
		dw.sheets.cover()
	}
}

// lock wipes what was typed about a customer and puts the lock screen in the place of everything else. What is under way
// goes on behind it.
func (dw *desktopWindow) lock() {
	if dw.covered() {
		return
	}
	dw.isCovered = true
	dw.sheets.cover()
	dw.closeOverlays()
	dw.wiped = dw.typed()
	dw.window.Canvas().Unfocus() // what had the cursor is gone, and would go on taking the keys
	dw.clearCustomer()
	dw.stopIdle()
	dw.showContent()
	dw.deps.trace("covered")
}

// front is where a question is asked that may be asked of anybody.
func (dw *desktopWindow) front() *sheets {
	if dw.covered() {
		return dw.over
	}
	return dw.sheets
}

// leaveOver takes Esc while the window is locked.
func (dw *desktopWindow) leaveOver() bool {
	if dw.covered() {
		dw.over.leave()
	}
	return dw.covered()
}

// typed tells whether there is anything to wipe.
func (dw *desktopWindow) typed() bool {
	return dw.checking.form.typed() || dw.form != nil && !dw.form.empty()
}

// clearCustomer empties the forms. An order under way has a copy of its own.
func (dw *desktopWindow) clearCustomer() {
	if dw.form != nil {
		dw.form.clear()
	}
	dw.checking.form.wipe()
}

// closeOverlays takes away menus and open lists.
func (dw *desktopWindow) closeOverlays() {
	all := dw.window.Canvas().Overlays()
	for _, o := range all.List() {
		o.Hide()
		all.Remove(o)
	}
}

// showContent puts on the window what belongs there: the work, or the lock screen made anew. The title names no profile
// while it is locked.
func (dw *desktopWindow) showContent() {
	if dw.cover != nil {
		dw.cover.leave()
	}
	dw.cover = nil
	if !dw.covered() {
		dw.window.SetContent(dw.root)
		dw.retitle()
		return
	}
	dw.cover = newCoverPage(dw.w, dw.lockState().Set, dw.coverOwner(), dw.wiped)
	dw.cover.OnOpen, dw.cover.OnPIN, dw.cover.OnOwner = dw.uncover, dw.tryPIN, dw.askOwner
	dw.window.SetContent(newWatched(newKept(dw.cover.body), nil))
	dw.retitle()
	dw.window.Canvas().Focus(dw.cover.first())
	dw.countDown()
}

// retitle says in the window's title which profile is open, unless the window is locked.
func (dw *desktopWindow) retitle() {
	switch {
	case dw.covered():
		dw.window.SetTitle(dw.w.t("title.locked"))
	case dw.profile.ID != "":
		dw.window.SetTitle(dw.w.t("title."+string(dw.profile.Environment), "Profile", profileName(dw.w, dw.profile)))
	}
}

// focus puts the cursor into an input, unless it is behind the lock screen.
func (dw *desktopWindow) focus(o fyne.Focusable) {
	if !dw.covered() {
		dw.window.Canvas().Focus(o)
	}
}

// uncover brings the work back, with what waited to be shown.
func (dw *desktopWindow) uncover() {
	dw.over.close()
	dw.stopCount()
	dw.cover.wipe()
	dw.isCovered = false
	dw.showContent()
	dw.touched()
	dw.deps.trace("uncovered")
	dw.noticeRemoved()
	if !dw.sheets.uncover() {
		dw.focusForm()
	}
}

// empty tells whether nothing at all stands in the form.
func (f *cardForm) empty() bool {
	left := f.consent.Checked
	for _, d := range f.digitFields() {
		left = left || d.digits.Len() > 0
	}
	for _, e := range f.texts() {
		left = left || e.Text != ""
	}
	return !left
}
