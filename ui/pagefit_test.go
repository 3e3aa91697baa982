package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"billkey/api/credentials"
	"billkey/api/issuing"
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

// At 150 and 200 % of a screen of 1024 by 640 the settings are scrolled down, never sideways, and nothing of them is scrolled
// within the page.
func TestSettingsAreNotScrolledSidewaysOnASmallScreen(t *testing.T) {
	notRacing(t)
	for _, lang := range Languages {
		for _, size := range []fyne.Size{fyne.NewSize(683, 427), fyne.NewSize(512, 320)} {
			s := newStage(t, func(d *Deps) { d.Language = lang })
			s.setPIN()
			if _, err := s.parts.Profiles.Put(credentials.Profile{Name: "우리 회사", Environment: credentials.Test, BaseURL: s.http.URL}); err != nil {
				t.Fatal(err)
			}
			w := s.window
			w.window.Resize(size)
			for name, open := range map[string]func(){
				"practice": w.openSettings, "account": func() { w.openSettings(); w.settings.edit(newProfile()) },
			} {
				open()
				w.settings.prefs.lock.showPIN(true)
				w.settings.prefs.sayPlace(toneGood, w.w.t("place.chosen.server", "Server", "postgres://minji@db.example:5432/billkey"))
				s.q.drain()
				for _, o := range []fyne.CanvasObject{w.desk, w.header.body, w.status.body} {
					if m := o.MinSize(); m.Width > size.Width {
						t.Errorf("%s, %s at %v needs a width of %v", lang, name, size, m.Width)
					}
				}
				for _, in := range find[*container.Scroll](w.settings.body) {
					if _, list := in.Content.(*fyne.Container); list && in.Content.MinSize().Height > in.Size().Height+1 {
						t.Errorf("%s, %s at %v: %v of %v are to be seen of a panel", lang, name, size, in.Size().Height, in.Content.MinSize().Height)
					}
				}
				s.shot(fmt.Sprintf("settings-%s-%s-%v", lang, name, size.Width))
				s.walk(fmt.Sprintf("settings, %s at %v", name, size))
				s.shot(fmt.Sprintf("settings-%s-%s-%v-end", lang, name, size.Width))
				around := scrollsAround(w.window.Canvas().Content(), w.settings.body)[0]
				around.ScrollToTop()
				s.wheelDown(fyne.NewPos(size.Width/2, size.Height-60))
				if around.Offset.Y == 0 {
					t.Errorf("%s, %s at %v: the wheel moves nothing", lang, name, size)
				}
				w.closeSettings()
			}
		}
	}
}

// wheelDown turns the mouse's wheel at a place; the last in the drawing order that takes it gets it, as with the driver.
func (s *stage) wheelDown(at fyne.Position) {
	s.t.Helper()
	var hit fyne.Scrollable
	for _, o := range under(s.root(), fyne.Position{}, at) {
		if w, ok := o.(fyne.Scrollable); ok {
			hit = w
		}
	}
	if hit != nil {
		hit.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40)})
	}
}

// At 150 and 200 % of that screen no page is scrolled sideways, and a topic of the help is in sight once it is chosen.
func TestNoPageIsScrolledSidewaysOnASmallScreen(t *testing.T) {
	notRacing(t)
	for _, lang := range Languages {
		for _, size := range []fyne.Size{fyne.NewSize(683, 427), fyne.NewSize(512, 320)} {
			t.Run(fmt.Sprint(lang, size.Width), func(t *testing.T) {
				s := newStage(t, func(d *Deps) { d.Language = lang })
				s.issue("gildong_0001_1111", cardVisa)
				w := s.window
				w.window.Resize(size)
				s.pages(func(name string) {
					if m := w.desk.MinSize(); m.Width > size.Width {
						t.Errorf("%s needs a width of %v", name, m.Width)
					}
				})
				for _, topic := range topics {
					w.openHelp(topic.name)
					if !s.inSight(w.help.answer.Objects[0]) {
						t.Errorf("%s: the answer is out of sight", topic.name)
					}
				}
				w.openHelpAt("phone", issuing.FixPIN)
				if mark := w.help.marks[issuing.FixPIN]; mark == nil || !s.inSight(mark) {
					t.Error("what to say to a wrong PIN is out of sight")
				}
				w.help.links[0].Tapped(&fyne.PointEvent{})
				if !s.inSight(w.help.answer.Objects[0]) {
					t.Error("the answer to a topic that was pressed is out of sight")
				}
			})
		}
	}
}
