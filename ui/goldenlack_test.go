package ui

import (
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// What [TestScreensAreAsTheyWere] compares with is no good if a screen may lack something: each control and each word of the
// desk is hidden alone, and that must be complained of.
func TestAScreenThatLacksOneThingIsNotAsItWas(t *testing.T) {
	notRacing(t)
	frozen(t, func(t *testing.T) {
		scene{to: func(s *stage, draw func(string)) {
			s.issueMagic("decline_kcp_pin")
			s.keys("34")
			draw("")
		}}.play(t, "ko", "light", func(s *stage, _ string) {
			was := kept(s.picture("lack"))
			if said := compared(smaller(s.window.window.Canvas().Capture()), was); said != "" {
				t.Fatalf("with everything there: %s", said)
			}
			w := s.window
			for name, o := range map[string]fyne.CanvasObject{
				"search": w.results.search, "a button": w.results.actions.story, "close of the banner": w.banner.dismiss,
				"title of the banner": w.banner.title, "card number": w.form.number,
			} {
				s.lacks(name, o, was)
			}
			s.lacksEach(was)
		})
	})
}

// lacks hides one thing and looks.
func (s *stage) lacks(name string, o fyne.CanvasObject, was image.Image) {
	s.t.Helper()
	o.Hide()
	said := compared(smaller(s.window.window.Canvas().Capture()), was)
	o.Show()
	if said == "" {
		s.t.Errorf("%s is not missed", name)
	}
}

// lacksEach hides every control and every word in sight, one after the other.
func (s *stage) lacksEach(was image.Image) {
	s.t.Helper()
	content := s.window.window.Canvas().Content()
	focusable, _ := controlsIn(content, "")
	for _, c := range focusable {
		s.lacks(c.path, c.o, was)
	}
	for _, word := range find[*canvas.Text](content) {
		if strings.TrimSpace(word.Text) != "" {
			s.lacks(word.Text, word, was)
		}
	}
}
