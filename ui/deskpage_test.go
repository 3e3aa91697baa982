package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/card"
)

// smallLooks are what a screen of 1024x640 holds at 130, 150, 170 and 200 %.
var smallLooks = []fyne.Size{fyne.NewSize(788, 492), fyne.NewSize(683, 427), fyne.NewSize(602, 376), fyne.NewSize(512, 320)}

func eachSmallLook(t *testing.T, run func(s *stage, size fyne.Size)) {
	for _, lang := range Languages {
		for _, size := range smallLooks {
			t.Run(fmt.Sprintf("%s-%v", lang, size.Width), func(t *testing.T) {
				s := newStage(t, func(d *Deps) { d.Language = lang })
				s.window.window.Resize(size)
				run(s, size)
			})
		}
	}
}

// inWindow tells that nothing of a half lies beyond the right edge, where only sideways scrolling would lead.
func (s *stage) inWindow(where string) {
	s.t.Helper()
	if least, has := s.window.both.scroll.Content.MinSize().Width, s.window.both.scroll.Size().Width; least > has {
		s.t.Errorf("%s: needs a width of %v, has %v", where, least, has)
	}
}

func TestOneHalfAtATimeOnASmallScreen(t *testing.T) {
	notRacing(t)
	eachSmallLook(t, func(s *stage, size fyne.Size) {
		w := s.window
		if !w.left.Visible() || !w.both.strip.Visible() || w.split.right().Visible() {
			t.Fatal("not the form alone, with tabs")
		}
		s.inWindow("form")
		s.customer("gildong_0001_1111", cardVisa)
		for _, field := range []card.Field{card.FieldUID, card.FieldConsent, card.FieldNumber, card.FieldExpiry, card.FieldPIN, card.FieldHolder} {
			w.form.focus(field)
			if !s.inSight(w.form.input(field).(fyne.CanvasObject)) {
				t.Errorf("%s is out of sight", field)
			}
		}
		s.keys("<enter>")
		s.bannerSays("end.issued", "UID", "gildong_0001_1111")
		s.bannerIsWhole("issued")
		s.shot(fmt.Sprintf("small-issued-%s-%v", w.w.lang, size.Width))

		s.shortcut(fyne.KeyG)
		if w.split.left().Visible() || !w.split.right().Visible() || s.focused() != fyne.Focusable(w.results.grid.body) {
			t.Error("the list does not come forward")
		}
		s.inWindow("list")
		s.shows("gildong_0001_1111")
		s.bannerIsWhole("list")
		w.escape()
		if !w.split.left().Visible() || w.split.right().Visible() {
			t.Error("the form does not come back")
		}
	})
}

func TestTabsLeadToBothHalvesOnASmallScreen(t *testing.T) {
	notRacing(t)
	eachSmallLook(t, func(s *stage, _ fyne.Size) {
		s.issue("gildong_0001_1111", cardVisa)
		w := s.window
		press := map[string]func(c *chip){
			"Space": func(c *chip) { w.window.Canvas().Focus(c); s.keys("<space>") },
			"Enter": func(c *chip) { w.window.Canvas().Focus(c); s.keys("<enter>") },
			"mouse": func(c *chip) { c.Tapped(&fyne.PointEvent{}) },
		}
		for name, do := range press {
			do(w.both.tabs[listHalf])
			if !w.split.right().Visible() || s.focused() != fyne.Focusable(w.results.grid.body) {
				s.t.Errorf("%s: the list has not come, or not the cursor", name)
			}
			do(w.both.tabs[formHalf])
			if !w.split.left().Visible() || !w.form.hasCursor(s.focused()) {
				s.t.Errorf("%s: the form has not come, or not the cursor", name)
			}
		}
	})
}

func TestEveryDeclineIsWholeOnASmallScreen(t *testing.T) {
	notRacing(t)
	eachSmallLook(t, func(s *stage, size fyne.Size) {
		for _, code := range []string{"decline_kcp_pin", "decline_kcp_expiry", "decline_kcp_pin"} {
			s.window.emptyForm()
			s.issueMagic(code)
			s.bannerIsWhole(code)
			if !s.inSight(s.focused().(fyne.CanvasObject)) {
				t.Errorf("%s: the cursor is out of sight", code)
			}
		}
		s.shot(fmt.Sprintf("small-declined-%s-%v", s.window.w.lang, size.Width))
	})
}

// The layout is the same however the window came to its size.
func TestLayoutFollowsFromTheScreenAlone(t *testing.T) {
	notRacing(t)
	s := newStage(t)
	w := s.window
	s.banner("카드사에서 거절했습니다", true)
	places := func() (out string) {
		w.form.scroll.ScrollToTop()
		for _, o := range []fyne.CanvasObject{w.form.submit, w.form.uid, w.results.search, w.results.actions.more, w.banner.body} {
			d := fyne.CurrentApp().Driver()
			out += fmt.Sprint(o.Visible(), d.AbsolutePositionForObject(o), o.Size(), "\n")
		}
		return out
	}
	for _, size := range append(smallLooks, fyne.NewSize(1280, 800), fyne.NewSize(leastWidth, leastHeight)) {
		w.window.Resize(size)
		w.openSettings()
		w.closeSettings()
		want := places()
		for _, other := range append(smallLooks, fyne.NewSize(1280, 800)) {
			w.window.Resize(other)
			w.window.Resize(size)
			if got := places(); got != want {
				t.Errorf("%v after %v:\n%s\nwant\n%s", size, other, got, want)
			}
		}
	}
}

func TestHalfWithTheCursorStaysWhenTheWindowShrinks(t *testing.T) {
	s := newStage(t)
	s.issue("gildong_0001_1111", cardVisa)
	w := s.window
	for _, half := range []struct {
		to   func()
		seen fyne.CanvasObject
	}{{w.focusForm, w.split.left()}, {w.focusResults, w.split.right()}} {
		w.window.Resize(fyne.NewSize(1280, 800))
		half.to()
		w.window.Resize(smallLooks[1])
		if !half.seen.Visible() {
			t.Error("the half with the cursor is gone")
		}
	}
	w.window.Resize(fyne.NewSize(1280, 800))
	if !w.split.left().Visible() || !w.split.right().Visible() || w.both.strip.Visible() {
		t.Error("not both halves")
	}
	s.bannerIsWhole("wide again")
}

// Sheets are no wider than the window, and what has the cursor in them is in sight.
func TestSheetsFitASmallScreen(t *testing.T) {
	notRacing(t)
	eachSmallLook(t, func(s *stage, size fyne.Size) {
		w := s.window
		s.issue("gildong_0001_1111", cardVisa)
		e := s.entries()[0]
		for name, open := range map[string]func(){
			"replace":   func() { w.registerAgain(e) },
			"story":     func() { w.openStory(e) },
			"composer":  func() { w.flow.compose() },
			"note":      func() { w.askNote(e) },
			"delete":    func() { w.askDelete(e) },
			"charge":    func() { w.askCharge(e) },
			"export":    w.askExport,
			"operator":  w.openOperator,
			"practice":  func() { w.askSample(w.practiceBar(w.form, w.flow)) },
			"new order": func() { w.form.uid.SetText("a"); w.newOrder() },
		} {
			open()
			s.q.drain()
			if w.sheets.open == nil {
				t.Errorf("%s: no sheet", name)
				continue
			}
			if got := w.sheets.open.MinSize(); got.Width > size.Width || got.Height > size.Height {
				t.Errorf("%s: %v in %v", name, got, size)
			}
			f := w.window.Canvas().Focused()
			if _, button := f.(*button); !button && (f == nil || !s.inSight(f.(fyne.CanvasObject))) {
				t.Errorf("%s: the cursor in %T is out of sight", name, f)
			}
			s.shot(fmt.Sprintf("sheet-%s-%s-%v", name, w.w.lang, size.Width))
			w.sheets.leave()
			w.emptyForm()
			s.q.drain()
		}
	})
}

func TestTabReachesEveryControlOfBothHalvesOnASmallScreen(t *testing.T) {
	notRacing(t)
	for _, size := range smallLooks[1:] {
		s := newFilledStage(t)
		w := s.window
		w.window.Resize(size)
		name := fmt.Sprint("at ", size.Width, ", ")
		s.walk(name + "form")
		s.banner("카드사에서 거절했습니다", true)
		w.both.bring(listHalf)
		w.focusResults()
		s.walk(name + "list with a notice")
	}
}

// Another size, look or language leads back to where work was going on.
func TestAnotherSizeStaysInTheHalfInUse(t *testing.T) {
	t.Cleanup(func() { useScale("100") })
	for name, change := range map[string]func(w *desktopWindow){
		"larger": func(w *desktopWindow) { w.staying(func() { w.zoom(1) }) },
		"dark":   func(w *desktopWindow) { w.staying(func() { w.settings.prefs.OnLook("dark") }) },
	} {
		s := newFilledStage(t)
		s.window.focusResults()
		change(s.window)
		s.q.drain()
		if s.focused() != fyne.Focusable(s.window.results.grid.body) {
			t.Errorf("%s: the cursor is in %T", name, s.focused())
		}
		s.window.focusForm()
		change(s.window)
		s.q.drain()
		if o := s.focused(); o == nil || !s.window.form.hasCursor(o) {
			t.Errorf("%s: the cursor is in %T, not in the form", name, o)
		}
	}
}
