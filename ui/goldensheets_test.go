package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"billkey/api/ledger"
	"billkey/ui/platform/owner"
)

// listScenes are the list of results with much in it.
var listScenes = []scene{
	{name: "a filled list", filled: true, to: func(s *stage, draw func(string)) {
		w, p := s.window, s.window.results
		draw("list")
		p.filters.toggleMore()
		p.filters.change(viewFilter{States: []string{"issued"}, Period: "month"})
		s.q.drain()
		p.grid.selectRow(2, false, false)
		p.grid.selectRow(4, true, false)
		p.grid.focus()
		draw("list-filtered")
		w.rowMenu(menuBelow(p.actions.more), "gildong")
		draw("row-menu")
		w.closeOverlays()
		w.columnMenu(menuBelow(p.grid))
		draw("columns-menu")
		w.closeOverlays()
		s.find("nobody has this name")
		draw("list-nothing-found")
		call(p.empty.OnClear)
		s.q.drain()
		p.setDense(true)
		p.grid.OnSort("customer_uid")
		s.q.drain()
		draw("list-dense-sorted")
	}},
	{name: "sheets about a list", filled: true, to: func(s *stage, draw func(string)) {
		w := s.window
		w.askPeriod()
		draw("period")
		w.sheets.leave()
		w.askExport()
		draw("export")
		w.sheets.leave()
		w.export("csv", false)
		s.half()
		draw("progress")
	}},
	one("menu", func(s *stage) { s.window.openMenu() }),
}

// half does what is streamed, and loses what it posts from the third on: it stands still on its way.
func (s *stage) half() {
	for _, work := range s.q.streams {
		n := 0
		work(context.Background(), func(f func()) {
			if n++; n <= 2 {
				f()
			}
		})
	}
	s.q.streams = nil
}

// sheetScenes are the sheets that lie over the window.
var sheetScenes = []scene{
	{name: "sheets of a row", to: func(s *stage, draw func(string)) {
		w := s.window
		s.issue("gildong_0001_1111", cardVisa)
		e := s.entries()[0]
		for _, sheet := range []struct {
			name string
			open func()
		}{
			{"story", func() { w.openStory(e) }},
			{"note", func() { w.askNote(e) }},
			{"delete", func() { w.askDelete(e) }},
			{"charge", func() { w.askCharge(e) }},
		} {
			sheet.open()
			s.q.drain()
			draw(sheet.name)
			w.sheets.leave()
			s.q.drain()
		}
	}},
	{name: "sheets of the window", to: func(s *stage, draw func(string)) {
		w := s.window
		w.openOperator()
		draw("operator")
		w.sheets.leave()
		w.deps.Crash = &CrashReport{Name: "crash-1.txt"}
		w.sayCrash()
		draw("crash")
		w.sheets.leave()
		w.askSample(w.practiceBar(w.form, w.flow))
		draw("practice-cards")
		w.sheets.leave()
		w.deeds++
		w.close()
		draw("closing")
		w.sheets.leave()
		w.deeds--
		s.keys("gildong_0001")
		w.close()
		draw("closing-typed")
	}},
	{name: "sheets of the settings", to: func(s *stage, draw func(string)) {
		w := s.window
		w.openSettings()
		w.settings.askImport()
		draw("import")
		w.sheets.leave()
		w.showServerSheet(ledger.Server{Host: "10.0.0.5", Database: "2026", User: "7"}, true, nil)
		draw("server")
		w.sheets.leave()
		s.setPIN()
		w.openPINSheet(pinSet)
		draw("pin-set")
		w.sheets.leave()
		w.openPINSheet(pinChange)
		draw("pin-change")
	}},
}

// lockScenes are the lock screen and what the settings say about it.
var lockScenes = []scene{
	one("covered", func(s *stage) { s.customer("gildong_0001_1111", cardVisa); s.window.lock() }),
	{name: "locked", to: func(s *stage, draw func(string)) {
		s.setPIN()
		s.window.lock()
		draw("locked")
		s.keys("8052<enter>8052<enter>")
		draw("locked-wrong")
		s.keys("8052<enter>")
		draw("locked-wait")
	}},
	{name: "Windows Hello", change: func(d *Deps) { d.Owner = &somebody{offered: true} }, to: func(s *stage, draw func(string)) {
		s.window.openSettings()
		s.q.drain()
		s.scrollDown(s.window.settings.body)
		draw("settings-owner-no-pin")
		s.setPIN()
		s.window.prefs.setOwner(true)
		s.window.settings.prefs.lock.showPIN(true)
		s.window.settings.prefs.lock.showOwner(owner.Hello, true, true)
		s.scrollDown(s.window.settings.body)
		draw("settings-owner")
		s.window.lock()
		draw("locked-owner")
	}},
	{name: "log-in password", change: func(d *Deps) { d.Owner = &somebody{offered: true, means: owner.Login} }, to: func(s *stage, draw func(string)) {
		s.window.openSettings()
		s.q.drain()
		s.setPIN()
		s.window.prefs.setOwner(true)
		s.window.settings.prefs.lock.showPIN(true)
		s.window.settings.prefs.lock.showOwner(owner.Login, true, true)
		s.scrollDown(s.window.settings.body)
		draw("settings-owner-login")
		s.window.lock()
		draw("locked-owner-login")
	}},
}

// scrollDown shows the end of what is scrolled in o.
func (s *stage) scrollDown(o fyne.CanvasObject) {
	layAnew(o)
	for _, in := range find[*container.Scroll](o) {
		in.ScrollToBottom()
	}
}

// watchedBook is the ledger of a supervisor, who may only look, or of a server that is away.
type watchedBook struct {
	book
	looksOn bool
	err     error
}

func (b *watchedBook) ReadOnly() bool                      { return b.looksOn }
func (b *watchedBook) Newer() *ledger.NewerError           { return nil }
func (b *watchedBook) Waiting() bool                       { return false }
func (b *watchedBook) Watch(context.Context, func()) error { return nil }
func (b *watchedBook) Version(ctx context.Context) (int64, error) {
	if b.err != nil {
		return 0, b.err
	}
	return b.book.Version(ctx)
}

// ledgerScenes are windows over a ledger that many desks share.
var ledgerScenes = []scene{
	{name: "supervisor", filled: true, change: func(d *Deps) { d.Ledger = &watchedBook{book: d.Ledger, looksOn: true} }, to: func(s *stage, draw func(string)) {
		s.window.results.grid.selectRow(0, false, false)
		draw("supervisor")
	}},
	{name: "restore passed over", change: func(d *Deps) { d.Notices = Notices{RestoreErr: context.Canceled} }, to: func(_ *stage, draw func(string)) {
		draw("restore-skipped")
	}},
	{name: "away", change: func(d *Deps) { d.Ledger = &watchedBook{book: d.Ledger} }, to: func(s *stage, draw func(string)) {
		s.customer("gildong_0001_1111", cardVisa)
		s.window.deps.Ledger.(*watchedBook).err = &ledger.AwayError{Err: errors.New("gone")}
		s.q.pass(watchEvery)
		draw("away")
	}},
}

// smallLook is a screen of 1024 by 640 at 150 %.
var smallLook = fyne.NewSize(683, 427)

var smallScenes = []scene{
	{name: "a small form", to: func(s *stage, draw func(string)) {
		s.window.window.Resize(smallLook)
		s.customer("gildong_0001_1111", cardVisa)
		draw("small-form")
		s.keys("<enter>")
		s.window.banner.hide()
		s.shortcut(fyne.KeyG)
		draw("small-list")
	}},
	one("small-declined", func(s *stage) { s.window.window.Resize(smallLook); s.issueMagic("decline_kcp_pin") }),
	one("small-settings", func(s *stage) { s.window.window.Resize(smallLook); s.window.openSettings() }),
}
