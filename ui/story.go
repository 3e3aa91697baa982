package ui

import (
	"context"

	"billkey/api/issuing"
	"billkey/api/ledger"
)

// openStory shows what happened to an entry's customer_uid.
func (dw *desktopWindow) openStory(e ledger.Entry) {
	s := newStorySheet(dw.w, e)
	s.OnClose = func() { dw.sheets.leave() }
	s.OnHelp = func() { dw.explainEntry(e) }
	s.OnLook = func() { dw.lookAgain(s) }
	s.OnSettle = func(state ledger.State, reason string) { dw.settleByHand(s, state, reason) }
	dw.sheets.show(s.body, 600, s.first(), dw.focusResults)
	dw.deps.trace("story", "uid", e.CustomerUID, "entry", e.ID)
	dw.run.run(func(ctx context.Context) func() {
		events, cards, err := readStory(ctx, dw.deps.Ledger, e.Profile, e.CustomerUID)
		return func() {
			if err != nil {
				s.say(toneBad, explain(dw.w, err).title)
				return
			}
			s.tell(events, cards)
		}
	})
}

// lookAgain asks the server once more about an open order. It never posts.
func (dw *desktopWindow) lookAgain(s *storySheet) {
	s.say(toneHint, dw.w.t("uid.looking"))
	id := s.entry.ID
	dw.onDeskOf(s.entry, func(ctx context.Context, d *issuing.Desk) error {
		_, err := d.Reconcile(ctx, id)
		return err
	}, s)
}

func (dw *desktopWindow) settleByHand(s *storySheet, state ledger.State, reason string) {
	id, operator := s.entry.ID, dw.prefs.operator(dw.deps.Account)
	dw.onDeskOf(s.entry, func(ctx context.Context, d *issuing.Desk) error {
		return d.SettleByHand(ctx, id, state, operator, reason)
	}, s)
}

// onDeskOf does something at the desk of the entry's own profile, then shows the entry as it is now.
func (dw *desktopWindow) onDeskOf(e ledger.Entry, deed func(context.Context, *issuing.Desk) error, s *storySheet) {
	p, ok := dw.deps.Profiles.Get(e.Profile)
	if !ok {
		s.say(toneBad, dw.w.t("failure.other_profile"))
		return
	}
	sheet := dw.sheets.open
	dw.run.run(func(ctx context.Context) func() {
		err := dw.withDesk(ctx, p, deed)
		now, lerr := dw.deps.Ledger.Entry(ctx, e.ID)
		return func() {
			if err = firstError(err, lerr); err != nil {
				b := explain(dw.w, err)
				s.say(b.tone, b.title)
				return
			}
			dw.results.refresh()
			if dw.sheets.open == sheet { // else the operator has gone on
				dw.openStory(now)
			}
		}
	})
}

func firstError(errs ...error) error {
	for _, e := range errs {
		if e != nil {
			return e
		}
	}
	return nil
}
