package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

func (s *stage) hasClosed() bool { return slices.Contains(s.events, "closed") }

func TestClosingAsksAboutWhatWasTypedForAnOrder(t *testing.T) {
	for name, typed := range map[string]string{"customer_uid": "gildong_0001", "a card": "<tab><space>4111"} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.keys(typed)
			s.shortcut(fyne.KeyQ)
			s.says("close.typed.title", "close.typed")
			s.keys("<enter>") // the safe answer
			if s.hasClosed() || s.window.sheets.open != nil || s.window.form.untouched() {
				t.Fatal("what was typed is lost")
			}
			s.window.close()
			s.keys("<tab><enter>")
			if !s.hasClosed() {
				t.Error("it does not close")
			}
		})
	}
}

func TestClosingAnEmptyFormAsksNothing(t *testing.T) {
	for name, before := range map[string]func(*stage){
		"as opened": func(*stage) {},
		"issued":    func(s *stage) { s.issue("gildong_0001_1111", cardVisa) },
		"emptied":   func(s *stage) { s.keys("gildong_0001"); s.window.emptyForm() },
		"locked":    func(s *stage) { s.keys("gildong_0001"); s.window.lock() },
	} {
		s := newStage(t)
		before(s)
		if s.window.close(); !s.hasClosed() {
			t.Errorf("%s: it does not close at once", name)
		}
	}
}
