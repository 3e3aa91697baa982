package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/credentials"
)

// pages opens every page but the desk, one after the other.
func (s *stage) pages(each func(name string)) {
	s.t.Helper()
	w := s.window
	turn := func(name string, open func()) {
		open()
		s.q.drain()
		each(name)
		w.closeHelp()
		w.closeSettings()
	}
	turn("settings", w.openSettings)
	turn("settings, account", func() { w.openSettings(); w.settings.edit(newProfile()) })
	turn("check", w.openCheck)
	turn("requests", func() { w.openInspector(); w.requests.list.Select(0) })
	turn("ledger", w.openLedgerPage)
	turn("about", w.openAbout)
	for _, topic := range topics {
		turn("help, "+topic.name, func() { w.openHelp(topic.name) })
	}
}

// No page has to be scrolled as a whole in the smallest window at the usual size.
func TestEveryPageFitsTheSmallestWindow(t *testing.T) {
	size := fyne.NewSize(leastWidth, leastHeight)
	for _, lang := range Languages {
		t.Run(lang, func(t *testing.T) {
			s := newStage(t, func(d *Deps) { d.Language = lang })
			if _, err := s.parts.Profiles.Put(credentials.Profile{Name: "우리 회사", Environment: credentials.Test, BaseURL: s.http.URL}); err != nil {
				t.Fatal(err)
			}
			s.customer("gildong_0001_1111", cardVisa)
			s.keys("<enter>")
			s.window.window.Resize(size)
			s.pages(func(name string) {
				t.Run(name, func(t *testing.T) { s.t = t; s.fits(size) })
			})
		})
	}
}
