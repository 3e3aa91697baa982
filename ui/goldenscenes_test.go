package ui

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/card"
	"billkey/api/headless"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// scene is a way through the program with pictures taken on it, each under a name of its own.
type scene struct {
	name   string
	filled bool // begins over [goldenLedger], whose customers have Korean names
	change func(*Deps)
	to     func(s *stage, draw func(name string))
}

// scenes are all pages, sheets, menus and states that testdata/golden has pictures of.
var scenes = slices.Concat(orderScenes, pageScenes, listScenes, sheetScenes, lockScenes, ledgerScenes, smallScenes)

// one is a scene of a single picture.
func one(name string, to func(s *stage)) scene {
	return scene{name: name, to: func(s *stage, draw func(string)) { to(s); draw(name) }}
}

// play goes through a scene on a new stage.
func (c scene) play(t *testing.T, lang, look string, draw func(s *stage, name string)) {
	t.Helper()
	s := newEmptyStage(t)
	if c.filled {
		raw, err := goldenLedger()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(s.dir, "ledger.db"), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.open(func(d *Deps) {
		d.Language, d.Samples, d.Version = lang, headless.Samples(), "1.0.0"
		if c.change != nil {
			c.change(d)
		}
	})
	if look != "light" { // in which a stage opens
		fyne.CurrentApp().Settings().SetTheme(newTheme(look))
	}
	c.to(s, func(name string) { draw(s, name) })
}

// orderScenes are orders from the empty form to every end there is.
var orderScenes = []scene{
	{name: "an order", to: func(s *stage, draw func(string)) {
		draw("first")
		s.customer("gildong_0001_1111", cardVisa)
		draw("filled")
		s.send()
		draw("in-flight")
		s.q.drain()
		draw("issued")
		s.window.flow.compose()
		s.q.drain()
		draw("composer")
		s.window.sheets.leave()
	}},
	{name: "a replacement", to: func(s *stage, draw func(string)) {
		s.issue("gildong_0001_1111", cardVisa)
		s.keys("gildong_0001_1111")
		s.q.pass(restAfter)
		draw("used")
		s.window.flow.askReplace()
		s.q.drain()
		draw("replace")
		s.keys("1111<enter>")
		s.window.form.focus(card.FieldConsent)
		s.keys("<space>" + cardMaster + expiry() + "12" + "900101")
		draw("replacing")
		s.keys("<enter>")
		draw("replaced")
	}},
	one("refused", func(s *stage) { s.keys("gildong_0001_1111<enter>"); s.window.flow.submit(); s.q.drain() }),
	{name: "a decline", to: func(s *stage, draw func(string)) {
		s.issueMagic("decline_kcp_pin")
		draw("declined")
		s.press(s.window.banner.help)
		draw("what-to-say")
		s.window.closeHelp()
		s.window.openStory(s.entries()[0])
		s.q.drain()
		draw("story-declined")
	}},
	{name: "an unknown end", to: func(s *stage, draw func(string)) {
		s.issueMagic("fault_commit_late")
		draw("unknown")
		s.window.openStory(s.entries()[0])
		s.q.drain()
		draw("story-unknown")
	}},
	one("later", func(s *stage) {
		s.window.banner.show(ended(issuing.Receipt{UID: "gildong_1", State: ledger.NotIssued}))
	}),
	one("unreachable", func(s *stage) {
		s.http.CloseClientConnections()
		s.http.Close()
		s.issue("gildong_0001_1111", cardVisa)
	}),
	{name: "cautions", to: func(s *stage, draw func(string)) {
		s.askToReplace()
		s.keys("1111<enter><space>" + cardVisa + expiry() + "12900101<enter>")
		draw("caution")
	}},
	{name: "a wrong PIN thrice", to: func(s *stage, draw func(string)) {
		s.issueMagic("decline_kcp_pin")
		s.keys("34<enter>56<enter>")
		draw("caution-tick")
	}},
	{name: "live", to: func(s *stage, draw func(string)) {
		s.live()
		draw("operator-first")
		s.answerOperator()
		draw("live-locked")
		s.press(s.window.header.unlock)
		draw("unlock")
		s.keys("<tab><enter>")
		s.customer("gildong_0001_1111", cardVisa)
		draw("live-open")
		s.keys("<enter>")
		draw("alert")
	}},
}

// send has the order of the form on its way and not answered.
func (s *stage) send() {
	s.t.Helper()
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	for !slices.Contains(s.events, "issuing") {
		s.step() // what is unusual is asked first
	}
}

// pageScenes are the pages beside the desk.
var pageScenes = []scene{
	{name: "pages", to: func(s *stage, draw func(string)) {
		w := s.window
		s.issue("gildong_0001_1111", cardVisa)
		for _, page := range []struct {
			name string
			open func()
		}{
			{"settings", w.openSettings}, {"account", w.addAccount}, {"check", w.openCheck}, {"requests", w.openInspector},
			{"ledger", w.openLedgerPage}, {"about", w.openAbout},
		} {
			page.open()
			s.q.drain()
			draw(page.name)
			w.closeSettings()
			s.q.drain()
		}
	}},
	{name: "help", to: func(s *stage, draw func(string)) {
		for _, topic := range topics {
			s.window.openHelp(topic.name)
			s.q.drain()
			draw("help-" + topic.name)
		}
	}},
	{name: "requests", to: func(s *stage, draw func(string)) {
		s.issue("gildong_0001_1111", cardVisa)
		s.window.openInspector()
		s.q.drain()
		s.window.requests.list.Select(0)
		draw("request")
	}},
	{name: "checked", to: func(s *stage, draw func(string)) {
		s.window.openCheck()
		s.press(s.window.checking.check)
		s.streams()
		draw("checked")
	}},
}

func (s *stage) issue(uid, number string) {
	s.t.Helper()
	s.customer(uid, number)
	s.keys("<enter>")
}

// issueMagic registers a practice card whose end is known.
func (s *stage) issueMagic(code string) {
	s.t.Helper()
	number := s.magic(code, "").Number
	s.issue("gildong_0001_"+number[len(number)-4:], number)
}

func (s *stage) askToReplace() {
	s.t.Helper()
	s.issue("gildong_0001_1111", cardVisa)
	s.keys("gildong_0001_1111")
	s.q.pass(restAfter)
	s.window.flow.askReplace()
	s.q.drain()
}
