package ui

import (
	"context"
	"errors"
	"time"

	"billkey/api/ledger"
)

// makeResults builds the panel and says who does what it asks for. A panel that was there before hands its rows on.
func (dw *desktopWindow) makeResults() {
	p := newResultsPanel(dw.w, dw.run, dw.deps.Ledger, dw.prefs.results())
	p.trace = dw.deps.trace
	p.cells.profile = dw.nameOfProfile
	p.OnOpen = dw.openStory
	p.OnError = dw.notRead
	p.OnView = dw.prefs.setResults
	p.OnMenu = dw.rowMenu
	p.OnHeaderMenu = dw.columnMenu
	p.OnCopy = func(text string, rows int) {
		dw.app.Clipboard().SetContent(text)
		dw.status.passing(dw.run, dw.w.t("status.copied.rows", "Count", number(int64(rows))))
	}
	p.OnOwnPeriod = dw.askPeriod
	p.OnMoreFilters = dw.offerFilters
	p.empty.OnAccount = dw.addAccount
	p.actions.readOnly = dw.readOnly()
	p.actions.OnStory = dw.onPicked(dw.openStory)
	p.actions.OnAgain = dw.onPicked(dw.registerAgain)
	p.actions.OnLook = func() { dw.lookUpPicked() }
	p.actions.OnMore = func() { dw.rowMenu(menuBelow(p.actions.more), "") }
	p.OnUnlisted = func() { dw.status.say(toneCare, dw.w.t("results.unlisted")) }
	old := dw.results
	dw.results = p
	if old == nil {
		p.reload()
	} else {
		p.takeOver(old)
	}
	dw.offerFilters()
}

// onPicked makes a deed on the one selected row.
func (dw *desktopWindow) onPicked(deed func(ledger.Entry)) func() {
	return func() {
		if picked := dw.results.picked(); len(picked) == 1 {
			deed(picked[0])
		}
	}
}

// nameOfProfile is a profile's name as it is now.
func (dw *desktopWindow) nameOfProfile(id string) string {
	return profileNames(dw.w, dw.deps.Profiles)(id)
}

// profileNames names profiles in a language, off the window's thread too; one that is gone is named by what the ledger keeps.
func profileNames(w *words, profiles profileStore) func(id string) string {
	return func(id string) string {
		if p, ok := profiles.Get(id); ok {
			return profileName(w, p)
		}
		return id
	}
}

// offerFilters reads which profiles, environments, operators and desks stand in the ledger.
func (dw *desktopWindow) offerFilters() {
	p := dw.results
	names := map[ledger.Column]func(string) string{
		ledger.ByEnvironment: func(v string) string { return dw.w.t("environment." + v) },
		ledger.ByProfile:     dw.nameOfProfile,
		ledger.ByOperator:    func(v string) string { return v },
		ledger.ByDesk:        func(v string) string { return v },
	}
	for column, name := range names {
		if !p.filters.offered(column) {
			p.filters.offer(column, nil, name)
		}
		dw.run.run(func(ctx context.Context) func() {
			values, err := dw.deps.Ledger.Values(ctx, column)
			return func() {
				if err == nil && p == dw.results { // without them the filter offers "all" only
					p.filters.offer(column, values, name)
				}
			}
		})
	}
}

func (dw *desktopWindow) askPeriod() {
	p := dw.results
	s := newPeriodSheet(dw.w, p.view.Filter, time.Now())
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnUse = func(from, to string) {
		dw.sheets.close()
		next := p.view.Filter
		next.Period, next.From, next.To = "own", from, to
		p.filters.change(next)
		p.grid.focus()
	}
	dw.sheets.show(s.body, 420, s.from, nil)
	s.from.selectAll()
}

// shelve brings the search up to date in the background: after an upgrade or a restore it is empty at first.
func (dw *desktopWindow) shelve() {
	dw.run.stream(func(ctx context.Context, post func(func())) {
		worked := false
		err := dw.deps.Ledger.Shelve(ctx, func(behind int) {
			worked = worked || behind > 0
			post(func() { dw.results.shelved(behind) })
		})
		post(func() {
			if worked && err == nil {
				dw.results.reload()
				dw.offerFilters()
			}
			if err != nil && !errors.Is(err, context.Canceled) {
				dw.deps.trace("not_shelved")
			}
		})
	})
}

// shelved says how much the search is behind.
func (p *resultsPanel) shelved(behind int) {
	if p.list.behind != behind {
		p.list.behind = behind
		p.said()
	}
}

// focusResults puts the cursor into the list, where there is one.
func (dw *desktopWindow) focusResults() {
	dw.results.enter()
	showIn(dw.both.scroll, dw.results.grid)
}
