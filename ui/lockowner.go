package ui

import (
	"context"

	"billkey/ui/platform"
	"billkey/ui/platform/owner"
)

// ownerCheck has the system find out whether the account's owner is at the desk, as Windows Hello and polkit do.
type ownerCheck interface {
	// Means is what it asks with.
	Means() owner.Means
	// Offered may take a second.
	Offered(ctx context.Context) bool
	// Ask returns nil if, and only if, the owner was recognized; it ends with ctx.
	Ask(ctx context.Context, window uintptr, what string) error
}

// coverOwner is what the system asks with so that the account's owner opens the lock screen, too; "" unless that was chosen, and
// there is a PIN for the day on which the system recognizes nobody.
func (dw *desktopWindow) coverOwner() owner.Means {
	if !dw.prefs.owner() || !dw.lockState().Set {
		return ""
	}
	return dw.ownerMeans()
}

// ownerMeans is what the system asks with; "" where it cannot.
func (dw *desktopWindow) ownerMeans() owner.Means {
	if dw.deps.Owner == nil {
		return ""
	}
	return dw.deps.Owner.Means()
}

// lookForOwner finds out behind the settings whether the system asks at all: that takes its time, and may have been set up since.
func (dw *desktopWindow) lookForOwner() {
	f := dw.settings.prefs.lock
	if dw.deps.Owner == nil {
		return
	}
	dw.run.run(func(ctx context.Context) func() {
		offered := dw.deps.Owner.Offered(ctx)
		return func() { f.showOwner(dw.ownerMeans(), dw.prefs.owner(), offered) }
	})
}

// forgetOwner takes the choice back with the PIN it was made beside.
func (dw *desktopWindow) forgetOwner() {
	dw.prefs.setOwner(false)
	dw.settings.prefs.lock.owner.set(false)
}

// askOwner has the system ask. A PIN may be entered all the same, which takes the question away.
func (dw *desktopWindow) askOwner() {
	page := dw.cover
	if page.asking {
		return
	}
	page.ask(true)
	window, what := platform.Handle(dw.window), dw.w.t("owner.ask")
	dw.run.run(func(ctx context.Context) func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(page.gone, cancel)()
		err := dw.deps.Owner.Ask(ctx, window, what)
		return func() {
			if page == dw.cover {
				dw.askedOwner(err)
			}
		}
	})
}

func (dw *desktopWindow) askedOwner(err error) {
	dw.deps.trace("owner_asked", "seen", err == nil)
	if err == nil {
		dw.uncover()
		return
	}
	dw.cover.ask(false)
	dw.cover.sayOwner(toneCare, ownerSentence(dw.w, dw.ownerMeans(), err))
	dw.window.Canvas().Focus(dw.cover.first())
}
