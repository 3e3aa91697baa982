package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/headless"
	"billkey/api/issuing"
)

func TestHelpIsReadWithTheKeyboardAndLeftByEsc(t *testing.T) {
	for _, lang := range Languages {
		s := newStage(t, func(d *Deps) { d.Language, d.Samples = lang, headless.Samples() })
		s.keys("gildong")
		before := s.focused()
		s.window.openHelp("uid")
		s.q.drain()
		for i, topic := range topics {
			s.says("help."+topic.name+".title", "help."+topic.name+".1")
			s.shot("help-" + lang + "-" + topic.name)
			s.fits(fyne.NewSize(1280, 800))
			s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
			if i < len(topics)-1 {
				s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			}
		}
		s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if !s.window.deskShown() || s.focused() != before || s.window.form.uid.Text != "gildong" {
			t.Error("Esc did not lead back to where the help was opened")
		}
	}
}

func TestHelpLeadsBackToThePageItWasOpenedFrom(t *testing.T) {
	s := newStage(t)
	s.window.openSettings()
	s.window.openHelp("console")
	s.window.openHelp("backup")
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.says("prefs.title")
}

func TestHelpOpensAtWhereTheCursorIs(t *testing.T) {
	s := newStage(t)
	s.hit(fyne.KeyF1)
	s.says("help.uid.title", "help.uid.1")
	s.hit(fyne.KeyEscape)
	s.registered("gildong_0001_1111")
	s.keys("gildong_0001_1111<tab><tab>")
	s.q.drain()
	s.window.window.Canvas().Focus(s.window.form.uid)
	s.hit(fyne.KeyF1)
	s.says("help.replace.1")
	s.hit(fyne.KeyEscape)
	s.window.openSettings()
	s.hit(fyne.KeyF1)
	s.says("help.console.1")
}

func TestADeclineLeadsToWhatToSay(t *testing.T) {
	s := newStage(t)
	m := s.magic("decline_pin", "")
	s.customer("gildong_0001_"+m.Number[len(m.Number)-4:], m.Number)
	s.keys("<enter>")
	s.says("help.say")
	s.press(s.window.banner.help)
	s.says("help.phone.title", "phone.fix_pin")
	block := s.window.help.marks[issuing.FixPIN]
	if y := block.Position().Y; s.window.help.scroll.Offset.Y < y/2 {
		t.Errorf("the advice at %.0f is not in sight: %.0f", y, s.window.help.scroll.Offset.Y)
	}
	s.shot("help-decline")
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.window.openStory(s.entries()[0])
	s.q.drain()
	pressOnSheet(s, "help.say")
	s.says("help.phone.title")
}

func TestEveryClassOfDeclinesIsExplained(t *testing.T) {
	for _, l := range Languages {
		w, err := loadWords(l)
		if err != nil {
			t.Fatal(err)
		}
		for key := range w.table {
			if class, ok := strings.CutPrefix(key, "phone."); ok && !slices.Contains(issuing.Classes, issuing.Class(class)) {
				t.Errorf("%s is not listed", class)
			}
		}
	}
}

func TestAPracticeCardOfTheHelpIsFilledIn(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Samples = headless.Samples() })
	s.window.openHelp("practice")
	s.window.help.OnSample(Sample{Number: cardMaster, Code: "ok_mastercard"})
	if !s.window.deskShown() || s.window.form.masked() != "555555******4444" {
		t.Error("the card was not filled into the form")
	}
	s.window.openHelp("practice")
	s.window.profile.Environment = "live"
	s.window.help.OnSample(Sample{Number: cardVisa, Code: "ok_visa"})
	if got := s.window.app.Clipboard().Content(); got != cardVisa || !s.window.helpShown() {
		t.Errorf("the clipboard holds %q", got)
	}
}
