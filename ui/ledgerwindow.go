package ui

import (
	"context"
	"errors"
)

func (dw *desktopWindow) makeLedgerPage() {
	p := newLedgerPage(dw.w, dw.run, dw.deps.Ledger, dw.deps.Upkeep)
	p.trace = dw.deps.trace
	p.note.still, p.kept.still = dw.deps.Still, dw.deps.Still
	p.operator = func() string { return dw.prefs.operator(dw.deps.Account) }
	p.OnClose = dw.closeSettings
	p.OnAsk = dw.ask
	p.OnArchived = func() { dw.results.reload() }
	p.shown, p.OnAway = func() bool { return dw.shows(dw.keeping.body) }, dw.banner.show
	if dw.keeping != nil {
		p.adopt(dw.keeping.job)
	}
	dw.keeping = p
}

func (dw *desktopWindow) openLedgerPage() {
	if dw.ordering() || dw.sheets.open != nil {
		return
	}
	dw.keeping.open(dw.deps.LedgerPath)
	dw.turnTo(dw.keeping.body)
	dw.deps.trace("ledger")
}

// sayNotices says what happened to the ledger before the window opened.
func (dw *desktopWindow) sayNotices() {
	if n := dw.deps.Notices; n.SetAside != "" || n.RestoreErr != nil || n.Restored != nil {
		dw.banner.show(func(w *words) banner { return noticeBanner(w, n) })
	}
}

func noticeBanner(w *words, n Notices) banner {
	switch r := n.Restored; {
	case n.SetAside != "":
		return banner{toneBad, w.t("ledger.set_aside"), w.t("ledger.set_aside.detail", "Path", n.SetAside)}
	case errors.Is(n.RestoreErr, context.Canceled): // by whoever did not wait for it
		return banner{toneCare, w.t("restore.skipped"), w.t("restore.skipped.detail")}
	case n.RestoreErr != nil:
		b := explain(w, n.RestoreErr)
		return banner{toneBad, w.t("restore.failed"), b.title + "\n" + b.detail}
	default:
		b := banner{tone: toneGood, title: w.t("restore.done", "Last", dateTime(w, r.Last))}
		if r.Former != "" {
			b.detail = w.t("restore.done.former", "Former", r.Former)
		}
		if r.Missing != 0 {
			b.tone, b.detail = toneCare, w.t("restore.done.detail", "Missing", number(int64(max(0, r.Missing))), "Former", r.Former)
		}
		return b
	}
}
