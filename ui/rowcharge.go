package ui

import (
	"context"

	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// askCharge opens the sheet of a row's key with the charges that are still open.
func (dw *desktopWindow) askCharge(e ledger.Entry) {
	p, ok := dw.profileOf(e)
	if !ok {
		return
	}
	s := newChargeSheet(dw.w, e)
	s.OnClose = func() { dw.sheets.leave() }
	operator := dw.prefs.operator(dw.deps.Account)
	s.OnCharge = func(amount int64, live bool) {
		dw.chargeDeed(s, p, "charge.done", func(ctx context.Context, d *issuing.Desk) error {
			_, err := d.Charge(ctx, issuing.ChargeOrder{EntryID: e.ID, UID: e.CustomerUID, Amount: amount, Operator: operator, Live: live})
			return err
		})
	}
	s.OnCancelCharge = func(c issuing.Charged) {
		dw.chargeDeed(s, p, "charge.cancelled", func(ctx context.Context, d *issuing.Desk) error {
			_, err := d.CancelCharge(ctx, issuing.CancelOrder{UID: c.UID, MerchantUID: c.MerchantUID, Operator: operator})
			return err
		})
	}
	dw.sheets.show(s.body, 480, s.amount, dw.results.grid.focus)
	s.amount.selectAll()
	dw.readCharges(s)
}

func (dw *desktopWindow) chargeDeed(s *chargeSheet, p credentials.Profile, done string, deed func(context.Context, *issuing.Desk) error) {
	s.busy(true)
	mine := dw.sheets.open
	dw.atDesk(p, deed, func(err error) {
		s.busy(false)
		dw.deps.trace("charge", "uid", s.entry.CustomerUID, "kind", string(kindOf(err)))
		dw.answered(mine, s.say, func(w *words) banner {
			b := banner{toneGood, w.t(done), ""}
			if err != nil {
				b = explain(w, err)
			}
			b.title = w.t("charge.of", "UID", s.entry.CustomerUID, "What", b.title)
			return b
		})
		dw.results.refresh()
		dw.readCharges(s)
	})
}

func (dw *desktopWindow) readCharges(s *chargeSheet) {
	e := s.entry
	dw.run.run(func(ctx context.Context) func() {
		events, err := dw.deps.Ledger.Story(ctx, e.Profile, e.CustomerUID)
		return func() {
			if err == nil {
				s.showOpen(issuing.OpenCharges(events))
			}
		}
	})
}
