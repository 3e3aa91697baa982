package ui

import (
	"context"
	"errors"

	"billkey/api/lock"
	"billkey/ui/platform"
)

// makeLockForm says what the settings about the lock screen do.
func (dw *desktopWindow) makeLockForm(f *lockForm) {
	f.OnIdle = func(minutes string) {
		dw.prefs.setIdle(minutes)
		dw.touched()
	}
	f.OnPIN = dw.openPINSheet
	f.OnCapture = func(on bool) {
		dw.prefs.setHidden(on)
		dw.hideFromPictures()
	}
	f.showPIN(dw.lockState().Set)
	f.OnOwner = dw.prefs.setOwner
	f.showCapture(dw.prefs.hidden(), dw.hideable, "")
}

func (dw *desktopWindow) openPINSheet(d pinDeed) {
	if dw.deps.Lock == nil {
		return
	}
	s := newPINSheet(dw.w, d)
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnDone = func(old, pin lock.PIN) { dw.changePIN(s, d, old, pin) }
	dw.sheets.show(s.body, 400, s.first(), s.wipe)
}

func (dw *desktopWindow) changePIN(s *pinSheet, d pinDeed, old, pin lock.PIN) {
	s.busy(true)
	mine, keeper := dw.sheets.open, dw.deps.Lock
	dw.run.run(func(ctx context.Context) func() {
		var err error
		switch d {
		case pinSet:
			err = keeper.Set(ctx, pin)
		case pinChange:
			err = keeper.Change(ctx, old, pin)
		case pinRemove:
			err = keeper.Remove(ctx, old)
		}
		old.Wipe()
		pin.Wipe()
		return func() {
			s.busy(false)
			s.wipe()
			dw.changedPIN(s, d, err, dw.sheets.open == mine)
		}
	})
}

func (dw *desktopWindow) changedPIN(s *pinSheet, d pinDeed, err error, open bool) {
	dw.deps.trace("pin_"+string(d), "failed", err != nil)
	form := dw.settings.prefs.lock
	form.showPIN(dw.lockState().Set)
	if d == pinRemove && err == nil {
		dw.forgetOwner()
	}
	switch {
	case err == nil:
		if open {
			dw.sheets.close()
		}
		form.say(toneGood, dw.w.t("lock.pin."+string(d)+".done"))
	case open:
		s.say(toneBad, lockSentence(dw.w, err))
		focusOn(s.first())
	default:
		form.say(toneBad, lockSentence(dw.w, err))
	}
}

// hideFromPictures takes the window out of pictures of the screen, as chosen, once it is shown.
func (dw *desktopWindow) hideFromPictures() {
	on := dw.prefs.hidden()
	err := dw.exclude(dw.window, on)
	if errors.Is(err, platform.ErrNoWindow) {
		dw.run.after(watchEvery, dw.hideFromPictures)
		return
	}
	// What cannot even be left as it is, as in Wine, is not offered either.
	dw.hideable = !errors.Is(err, platform.ErrNotOffered) && (err == nil || on)
	failed := ""
	if err != nil && dw.hideable {
		failed = dw.w.t("failure.other.detail", "Text", err.Error())
	}
	dw.settings.prefs.lock.showCapture(on && failed == "", dw.hideable, failed)
}
