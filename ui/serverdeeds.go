package ui

import (
	"context"

	"billkey/api/credentials"
	"billkey/api/ledger"
)

// ledgerPlace chooses where the ledger is kept, from the next start on. The program's own is one.
type ledgerPlace interface {
	// Chosen is the server that was chosen; false for the file.
	Chosen() (s ledger.Server, chosen bool, err error)
	// Try opens a server's ledger and tells whether it can only be read. An empty password stands for the kept one.
	Try(ctx context.Context, s ledger.Server, password credentials.Password) (readOnly bool, err error)
	// Use chooses a server whose ledger can be opened, and keeps its password in the keychain.
	Use(ctx context.Context, s ledger.Server, password credentials.Password) (readOnly bool, err error)
	// UseFile chooses the file.
	UseFile(ctx context.Context) error
}

// openServerSheet shows what was chosen and lets it be changed.
func (dw *desktopWindow) openServerSheet() {
	place := dw.deps.Place
	if place == nil || dw.busy() || dw.sheets.open != nil {
		return
	}
	dw.run.run(func(context.Context) func() {
		server, chosen, err := place.Chosen()
		return func() {
			if !dw.covered() && dw.sheets.open == nil {
				dw.showServerSheet(server, chosen, err)
			}
		}
	})
}

func (dw *desktopWindow) showServerSheet(server ledger.Server, chosen bool, err error) *serverSheet {
	s := newServerSheet(dw.w, dw.deps.LedgerPath, server, chosen)
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnTest = func() { dw.tryServer(s) }
	s.OnSave = func() { dw.chooseServer(s) }
	dw.sheets.show(s.body, 560, s.kind, s.leave)
	s.OnGrown = dw.sheets.fit
	if err != nil {
		s.say(toneBad, dw.w.t("place.unreadable"))
	}
	dw.deps.trace("ledger_place")
	return s
}

func (dw *desktopWindow) tryServer(s *serverSheet) {
	server, password := s.server(), s.password()
	dw.serverDeed(s, dw.w.t("place.trying"), func(ctx context.Context) (string, tone, error) {
		defer password.Wipe()
		readOnly, err := dw.deps.Place.Try(ctx, server, password)
		dw.deps.trace("ledger_tried", "failed", err != nil)
		if readOnly {
			return dw.w.t("place.read_only"), toneCare, err
		}
		return dw.w.t("place.reached"), toneGood, err
	}, s.say)
}

// chooseServer keeps the choice. What has come of it is said in the settings, also when the sheet was left meanwhile.
func (dw *desktopWindow) chooseServer(s *serverSheet) {
	server, password, onServer := s.server(), s.password(), s.onServer()
	mine := dw.sheets.open
	dw.serverDeed(s, dw.w.t("settings.saving"), func(ctx context.Context) (string, tone, error) {
		defer password.Wipe()
		if !onServer {
			err := dw.deps.Place.UseFile(ctx)
			dw.deps.trace("ledger_chosen", "failed", err != nil)
			return dw.w.t("place.chosen.file"), toneGood, err
		}
		readOnly, err := dw.deps.Place.Use(ctx, server, password)
		dw.deps.trace("ledger_chosen", "failed", err != nil)
		said := dw.w.t("place.chosen.server", "Server", server.String())
		if readOnly {
			return said + "\n" + dw.w.t("place.read_only"), toneCare, err
		}
		return said, toneGood, err
	}, func(t tone, said string) {
		dw.settings.prefs.sayPlace(t, said)
		if dw.sheets.open == mine {
			s.done(t, said)
		}
	})
}

// serverDeed asks the server under the sheet until that is left; then gets what has come of it.
func (dw *desktopWindow) serverDeed(s *serverSheet, what string, do func(ctx context.Context) (string, tone, error), then func(tone, string)) {
	if s.working {
		return
	}
	s.busy(true, what)
	dw.run.run(func(ctx context.Context) func() {
		ctx, end := untilEither(ctx, s.ctx)
		defer end()
		said, t, err := do(ctx)
		return func() {
			s.busy(false, "")
			switch {
			case err == nil:
				then(t, said)
			case s.ctx.Err() == nil:
				s.fail(err)
			}
		}
	})
}
