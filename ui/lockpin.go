package ui

import (
	"context"
	"time"

	"billkey/api/lock"
)

// tryPIN looks at a PIN off the window's thread: that takes as long as it is meant to.
func (dw *desktopWindow) tryPIN(pin lock.PIN) {
	page := dw.cover
	dw.run.run(func(ctx context.Context) func() {
		err := dw.deps.Lock.Try(ctx, pin)
		pin.Wipe()
		return func() {
			if page == dw.cover {
				dw.tried(err)
			}
		}
	})
}

func (dw *desktopWindow) tried(err error) {
	dw.deps.trace("pin_tried", "right", err == nil)
	if err == nil {
		dw.uncover()
		return
	}
	dw.cover.enable(true)
	dw.cover.say(toneBad, lockSentence(dw.w, err))
	dw.cover.forgot.set(dw.w.t("lock.forgot"), colourQuiet)
	dw.countDown()
	dw.window.Canvas().Focus(dw.cover.first())
}

// countDown shows second by second when the next PIN may be entered.
func (dw *desktopWindow) countDown() {
	dw.stopCount()
	page, wait := dw.cover, dw.lockState().Wait
	if page == nil || wait <= 0 {
		return
	}
	page.waitFor(wait, time.Now())
	dw.stopCount = dw.run.after(min(wait, time.Second), func() {
		if page == dw.cover && dw.lockState().Wait <= 0 {
			page.waitFor(0, time.Time{})
			page.say(toneHint, dw.w.t("lock.again"))
		}
		dw.countDown()
	})
}

// noticeRemoved says that the PIN was taken away without being entered, until somebody acknowledges it.
func (dw *desktopWindow) noticeRemoved() {
	at := dw.lockState().Removed
	if at.IsZero() {
		return
	}
	dw.forgetOwner()
	n := newNotice(dw.w.t("lock.removed.title"), dw.w.t("lock.removed", "Time", dateTime(dw.w, at)), dw.w.t("lock.removed.yes"))
	n.OnYes = func() {
		dw.sheets.close()
		dw.run.run(func(context.Context) func() {
			_ = dw.deps.Lock.Acknowledge() // else it is said again
			return nil
		})
		dw.focusForm()
	}
	dw.sheets.show(n.body, 460, n.yes, nil)
}
