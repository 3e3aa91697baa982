package ui

import (
	"context"
	"time"

	"billkey/api/ledger"
)

// sharedBook is a ledger that many desks share. [*ledger.Shared] is one.
type sharedBook interface {
	// ReadOnly tells that this user, or this version of the program, may only look.
	ReadOnly() bool
	// Newer tells that a later program has changed the ledger, which this one therefore only reads; nil if it has not.
	Newer() *ledger.NewerError
	// Waiting tells that its server was not reached yet, so that nothing of it is known.
	Waiting() bool
	// Watch calls changed whenever a desk has written something, until ctx ends.
	Watch(ctx context.Context, changed func()) error
}

// readOnly: a supervisor's window shows the panel without the form, and so does one whose program is older than the ledger.
func (dw *desktopWindow) readOnly() bool {
	s, ok := dw.deps.Ledger.(sharedBook)
	return ok && s.ReadOnly()
}

// waiting tells that the ledger's server was not reached since the start.
func (dw *desktopWindow) waiting() bool {
	s, ok := dw.deps.Ledger.(sharedBook)
	return ok && s.Waiting()
}

// whyReadOnly is the sentence of the header.
func (dw *desktopWindow) whyReadOnly() string {
	if s, ok := dw.deps.Ledger.(sharedBook); ok && s.Newer() != nil {
		return dw.w.t("ledger.read_only.newer")
	}
	return dw.w.t("ledger.read_only")
}

// mayWrite is where something can be ordered or written down.
func (dw *desktopWindow) mayWrite() bool { return !dw.readOnly() }

// listen has the panel follow the other desks at once. It only makes it quicker: the ledger is asked every second anyway.
func (dw *desktopWindow) listen(ctx context.Context, do func(func())) {
	if s, ok := dw.deps.Ledger.(sharedBook); ok {
		_ = s.Watch(ctx, func() { do(dw.hear) })
	}
}

// restEvery is how long a window rests between two readings that other desks bring about: with fifty at work it would read without
// a pause, and so would all the others.
const restEvery = 400 * time.Millisecond

// hear looks at what somebody wrote, at once after a rest, else when the rest is over.
func (dw *desktopWindow) hear() {
	if dw.hearing {
		return
	}
	look := func() {
		dw.hearing, dw.heardAt = false, time.Now()
		dw.look(true, func() {})
	}
	rest := restEvery - time.Since(dw.heardAt)
	if rest <= 0 {
		look()
		return
	}
	dw.hearing = true
	dw.run.after(rest, look)
}

// watchEvery is how often the ledger is asked whether anything was written.
const watchEvery = time.Second

// watch reloads the results whenever something was written, also by another process on the same ledger.
func (dw *desktopWindow) watch() {
	dw.run.after(watchEvery, func() {
		dw.look(false, func() {
			dw.requests.refresh()
			dw.refreshMainMenu()
			dw.watch()
		})
	})
}

// look asks whether anything was written since it was asked last. heard is that somebody said so: then it was, also where nobody
// has asked yet.
func (dw *desktopWindow) look(heard bool, then func()) {
	dw.run.run(func(ctx context.Context) func() {
		v, err := dw.deps.Ledger.Version(ctx)
		return func() {
			dw.reached(err)
			if err == nil {
				if v != dw.seen && (dw.seen != 0 || heard) {
					dw.changed()
				}
				dw.seen = v
			}
			then()
		}
	})
}

// changed reads again what is in sight.
func (dw *desktopWindow) changed() {
	dw.results.refresh()
	if dw.results.view.More {
		dw.offerFilters()
	}
}

// reached says since when the ledger's database is away, and goes on where the window stood when it is back.
func (dw *desktopWindow) reached(err error) {
	switch lost := isAway(err) || err != nil && dw.waiting(); {
	case lost && dw.awaySince.IsZero():
		dw.awaySince, dw.awayWhy = time.Now(), err
		dw.deps.trace("ledger_away")
		dw.showAway()
	case lost && !isAway(err) && isAway(dw.awayWhy): // it is there and lets nobody in
		dw.awayWhy = err
		dw.showAway()
	case err == nil && !dw.awaySince.IsZero():
		dw.awaySince = time.Time{}
		dw.deps.trace("ledger_back")
		dw.showAway()
		dw.back()
	}
}

// notRead says why the list could not be read. A database that is away is said in the header: a banner may just be telling how an
// order ended.
func (dw *desktopWindow) notRead(err error) {
	if isAway(err) {
		dw.reached(err)
		return
	}
	dw.banner.show(failed(err))
}

// showAway says it in the header, for as long as it lasts, and in the status line what it means.
func (dw *desktopWindow) showAway() {
	if dw.awaySince.IsZero() {
		dw.showHeader()
		return
	}
	dw.header.say(toneBad, dw.w.t("ledger.away", "Since", nearTime(dw.w, dw.awaySince, time.Now())))
	dw.status.say(toneBad, whyAway(dw.w, dw.awayWhy))
}

// whyAway is what becomes of the work meanwhile, or what has to be done before it can go on.
func whyAway(w *words, err error) string {
	if isAway(err) {
		return w.t("ledger.away.detail")
	}
	_, sentence, _ := serverProblem(w, err)
	return sentence
}

// back settles what was in flight when the database went, and shows what others did meanwhile.
func (dw *desktopWindow) back() {
	if dw.unseen {
		dw.unseen = false
		dw.begin()
	}
	dw.status.say(toneGood, dw.w.t("ledger.back"))
	dw.results.reload()
	dw.offerFilters()
	if dw.flow != nil && !dw.flow.issuing {
		dw.flow.resume()
	}
}

// begin does what a start has left, as the database was away: only now is known whether this user may write.
func (dw *desktopWindow) begin() {
	dw.checkLedger()
	dw.shelve()
	if dw.readOnly() {
		dw.staying(func() { dw.rebuild(dw.w.lang) })
	}
}

// checkLedger walks the ledger's file once, in the background; a large one takes seconds. What cannot be reached is no damage.
func (dw *desktopWindow) checkLedger() {
	dw.run.run(func(ctx context.Context) func() {
		err := dw.deps.Ledger.Check(ctx)
		return func() {
			if err != nil && ctx.Err() == nil && !isAway(err) {
				dw.deps.trace("ledger_damaged")
				dw.banner.show(func(w *words) banner { return banner{toneBad, w.t("ledger.damaged"), w.t("ledger.damaged.detail")} })
			}
		}
	})
}
