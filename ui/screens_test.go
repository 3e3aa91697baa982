package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"billkey/api/credentials"
)

// Every screen in both languages and both looks, at the smallest and the usual window; nothing may stick out of it.
func TestScreensFitTheirWindow(t *testing.T) {
	notRacing(t)
	for _, lang := range Languages {
		for look := range variants {
			for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 640}, {Width: leastWidth, Height: leastHeight}} {
				name := lang + "-" + look + "-" + map[float32]string{1280: "usual", 1024: "small", leastWidth: "least"}[size.Width]
				t.Run(name, func(t *testing.T) {
					s := newStage(t, func(d *Deps) { d.Language = lang })
					fyne.CurrentApp().Settings().SetTheme(newTheme(look))
					s.window.window.Resize(size)
					s.customer("gildong_0001_1111", cardVisa)
					s.keys("<enter>")
					s.shot(name + "-desk")
					s.fits(size)
					s.window.openSettings()
					s.shot(name + "-settings")
					s.fits(size)
				})
			}
		}
	}
}

// wideLooks are a screen of 1280x800 at 80 %, and the large ones at 100 %.
var wideLooks = []fyne.Size{{Width: 1600, Height: 1000}, {Width: 2560, Height: 1440}, {Width: 3840, Height: 2160}}

// On a large screen fields stay as wide as what is typed, the button stays near the last of them, and pages stay readable; the list
// takes the rest.
func TestScreensUseALargeWindowWell(t *testing.T) {
	notRacing(t)
	for _, size := range wideLooks {
		t.Run(fmt.Sprint(size.Width), func(t *testing.T) {
			s := newStage(t)
			w := s.window
			w.window.Resize(size)
			s.customer("gildong_0001_1111", cardVisa)
			relayout(w.root)
			s.shot(fmt.Sprintf("wide-%v-desk", size.Width))
			s.fits(size)
			form, list := w.split.left().Size(), w.split.right().Size()
			if form.Width > mostForm || form.Width+list.Width+panesGap != size.Width || w.form.number.Size().Width > mostForm {
				t.Errorf("the form is %v wide, the list %v", form.Width, list.Width)
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject
			last, button := at(w.form.holder).Y+w.form.holder.Size().Height, at(w.form.submit).Y
			if button-last > 2*mostBetween || button < last {
				t.Errorf("the last field ends at %v, the button is at %v", last, button)
			}
			for name, open := range map[string]func(){"settings": w.openSettings, "requests": w.openInspector, "check": w.openCheck,
				"help": func() { w.openHelp("uid") }, "ledger": w.openLedgerPage, "about": w.openAbout} {
				open()
				s.q.drain()
				s.shot(fmt.Sprintf("wide-%v-%s", size.Width, name))
				s.fits(size)
				for _, e := range find[*entry](w.desk) {
					if e.Visible() && e.Size().Width > mostPage {
						t.Errorf("%s: a field is %v wide", name, e.Size().Width)
					}
				}
				w.closeSettings()
			}
		})
	}
}

// fits compares what the content needs with the window.
func (s *stage) fits(size fyne.Size) {
	s.t.Helper()
	dw := s.window
	head, page, foot := dw.header.body.MinSize(), dw.desk.MinSize(), dw.status.body.MinSize()
	m := fyne.NewSize(max(head.Width, page.Width, foot.Width), head.Height+page.Height+foot.Height)
	if m.Width > size.Width || m.Height > size.Height {
		s.t.Errorf("content needs %v of %v", m, size)
	}
	if c := dw.window.Canvas(); c.Size() != size {
		s.t.Errorf("the window has become %v", c.Size())
	}
}

func TestEnvironmentIsSaidInWordsAndColour(t *testing.T) {
	seen := map[fyne.ThemeColorName]bool{}
	for _, env := range []credentials.Environment{credentials.Practice, credentials.Test, credentials.Live} {
		c, ok := environmentColours[env]
		if !ok || seen[c] {
			t.Errorf("%s has no colour of its own", env)
		}
		seen[c] = true
		for _, l := range Languages {
			w, _ := loadWords(l)
			if !w.has("header."+string(env)) || !w.has("title."+string(env)) || !w.has("environment."+string(env)) {
				t.Errorf("%s has no words in %s", env, l)
			}
		}
	}
}

// Text colours on their backgrounds pass WCAG AA (4.5:1) in both looks.
func TestContrast(t *testing.T) {
	pairs := [][2]fyne.ThemeColorName{
		{colourInk, colourPanel}, {colourInk, colourCanvas}, {colourQuiet, colourPanel}, {colourQuiet, colourCanvas}, {colourQuiet, colourQuietWash},
		{colourGood, colourGoodWash}, {colourBad, colourBadWash}, {colourCare, colourCareWash},
		{colourGood, colourPanel}, {colourBad, colourPanel}, {colourCare, colourPanel},
		{colourInk, colourGoodWash}, {colourInk, colourBadWash}, {colourInk, colourCareWash},
		{colourOnBand, colourPractice}, {colourOnBand, colourTest}, {colourOnBand, colourLive},
		{colourQuiet, colourSheet}, {colourInk, colourSheet}, {colourBad, colourSheet}, {colourCare, colourSheet}, {colourGood, colourSheet},
		{colourGood, colourCanvas}, {colourBad, colourCanvas}, {colourCare, colourCanvas},
		{colourInk, theme.ColorNameSelection}, {colourQuiet, theme.ColorNameSelection}, {colourGood, theme.ColorNameSelection},
		{colourBad, theme.ColorNameSelection}, {colourCare, theme.ColorNameSelection}, {colourAccent, theme.ColorNameSelection},
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary}, {theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
	}
	for look, v := range variants {
		th := newTheme(look)
		for _, p := range pairs {
			if r := contrast(th.Color(p[0], v), th.Color(p[1], v)); r < 4.5 {
				t.Errorf("%s: %s on %s is %.2f:1", look, p[0], p[1], r)
			}
		}
	}
}
