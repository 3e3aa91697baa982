package ui

import (
	"time"
)

// touched starts the idle clock again.
func (dw *desktopWindow) touched() {
	limit := dw.idleLimit()
	dw.stopIdle()
	dw.stopIdle = dw.run.after(limit, dw.idle)
}

// idle wipes the card fields of a form that was left.
func (dw *desktopWindow) idle() {
	if dw.flow != nil && dw.flow.issuing {
		dw.touched()
		return
	}
	typed := dw.cardTyped()
	dw.wipeCards()
	dw.stopIdle() // taking the consent back is no key
	if !typed {
		return
	}
	dw.status.say(toneCare, dw.w.t("status.idle"))
	dw.deps.trace("wiped_idle")
}

// cardTyped tells whether there is anything to wipe.
func (dw *desktopWindow) cardTyped() bool {
	typed := dw.checking.form.typed()
	if dw.form != nil {
		for _, d := range dw.form.digitFields() {
			typed = typed || d.digits.Len() > 0
		}
		typed = typed || dw.form.consent.Checked
	}
	return typed
}

// close wipes, remembers and leaves. An order under way is asked about first: it is journalled and settles by itself.
func (dw *desktopWindow) close() {
	if dw.busy() {
		q := newQuestion(dw.w.t("close.title"), dw.w.t("close.sentence"), dw.w.t("close.yes"), dw.w.t("close.no"))
		q.OnYes = dw.quit
		dw.ask(q)
		return
	}
	dw.quit()
}

func (dw *desktopWindow) quit() {
	dw.wipeCards()
	dw.prefs.setWindowSize(dw.window.Canvas().Size())
	dw.prefs.setSplit(dw.split.share)
	dw.deps.trace("closed")
	call(dw.stop)
	dw.window.Close()
}

// wipeCards overwrites every card field of the window.
func (dw *desktopWindow) wipeCards() {
	if dw.form != nil {
		dw.form.wipeCard()
	}
	dw.checking.form.wipe()
}

// idleLimit is the one said at the start, else the one chosen in settings.
func (dw *desktopWindow) idleLimit() time.Duration {
	if dw.deps.Idle != 0 {
		return dw.deps.Idle
	}
	return dw.prefs.idle()
}

// busy tells that an order, a deed on a key or a trial is under way: form and profile stay until it has ended.
func (dw *desktopWindow) busy() bool {
	return dw.flow != nil && dw.flow.issuing || dw.checking.running || dw.deeds > 0
}
