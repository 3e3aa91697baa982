package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"billkey/api/card"
)

// shortcut presses Ctrl and a key, as the driver does: what has the cursor gets it first.
func (s *stage) shortcut(key fyne.KeyName) {
	s.t.Helper()
	sc := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	if f, ok := s.focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(sc)
	} else {
		s.window.window.Canvas().(fyne.Shortcutable).TypedShortcut(sc)
	}
	s.q.drain()
}

func TestShortcutsWorkFromEveryField(t *testing.T) {
	for _, field := range []card.Field{card.FieldUID, card.FieldConsent, card.FieldNumber, card.FieldHolder} {
		s := newStage(t)
		s.window.form.focus(field)
		s.shortcut(fyne.KeyF)
		if s.focused() != fyne.Focusable(s.window.results.search) {
			t.Errorf("Ctrl+F from %s does not lead to the search", field)
		}
	}
	s := newStage(t)
	s.shortcut(fyne.KeyU)
	s.says("composer.title")
}

func TestCtrlEnterIssuesFromAnyField(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.window.form.focus(card.FieldNumber)
	s.shortcut(fyne.KeyReturn)
	if s.posts() != 1 {
		t.Errorf("POSTs: %d", s.posts())
	}
}

func TestEscapeLeavesASheetWhateverHasTheCursor(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>gildong_0001_1111")
	s.q.pass(restAfter)
	s.keys("<tab><space>")
	s.says("replace.title")
	s.focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.showsNot(s.window.w.t("replace.title"))
	if s.window.flow.replacing {
		t.Error("Esc confirmed the replacement")
	}
}

func TestLongSecretDoesNotWidenTheWindow(t *testing.T) {
	s := newStage(t)
	p := s.account("우리 회사", "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")
	if m := p.body.MinSize(); m.Width > 1024 {
		t.Errorf("settings need a width of %v", m.Width)
	}
}

func TestTabLeadsOutOfTheConsentSentence(t *testing.T) {
	s := newStage(t)
	s.window.openSettings()
	c := s.window.window.Canvas()
	c.Focus(s.window.settings.form.consent)
	if s.window.settings.form.consent.AcceptsTab() {
		t.Error("the sentence keeps Tab")
	}
	s.keys("<tab>")
	if s.focused() == fyne.Focusable(s.window.settings.form.consent) {
		t.Error("Tab does not lead on")
	}
}
