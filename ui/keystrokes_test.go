package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/card"
	"billkey/api/sandbox"
)

// An order costs its characters, the tick's Space, one Tab after customer_uid and one Enter at the end.
func TestKeystrokesOfAnOrder(t *testing.T) {
	for name, c := range map[string]struct{ uid, number, holder string }{
		"sixteen digits": {"gildong_0001_1111", cardVisa, "900101"},
		"amex":           {"gildong_0001_0005", cardAmex, "900101"},
		"corporate":      {"hanbit_0001_4444", cardMaster, "1208147521"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			n := s.keys(c.uid)
			s.q.pass(restAfter)
			n += s.keys("<tab><space>" + c.number + expiry() + "12" + c.holder + "<enter>")
			if want := len(c.uid) + 1 + len(c.number) + 4 + 2 + len(c.holder) + 2; n != want {
				t.Errorf("%d keys, want %d", n, want)
			}
			if s.posts() != 1 {
				t.Errorf("not issued:\n%s", s.visible())
			}
		})
	}
}

func TestFieldWithTheCursorIsInSightInASmallWindow(t *testing.T) {
	s := newStage(t)
	s.window.window.Resize(fyne.NewSize(1024, 640))
	f := s.window.form
	for _, field := range []card.Field{card.FieldUID, card.FieldConsent, card.FieldNumber, card.FieldExpiry, card.FieldPIN, card.FieldHolder} {
		f.focus(field)
		o := f.input(field).(fyne.CanvasObject)
		d := fyne.CurrentApp().Driver()
		top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(f.scroll).Y
		if top < 0 || top+o.Size().Height > f.scroll.Size().Height {
			t.Errorf("%s is out of sight: %v of %v", field, top, f.scroll.Size().Height)
		}
	}
	s.shot("small-holder")
}

func TestTabReachesEveryControlInReadingOrder(t *testing.T) {
	s := newStage(t)
	f := s.window.form
	s.window.window.Canvas().Focus(f.uid)
	for i, want := range []any{f.consent, f.number, f.expiry, f.pin, f.holder, f.submit} {
		s.keys("<tab>")
		if any(s.focused()) != want {
			t.Fatalf("Tab %d leads to %T", i+1, s.focused())
		}
	}
}

// magic finds a practice card by the beginning of its code and a part of its message.
func (s *stage) magic(code, message string) sandbox.MagicCard {
	s.t.Helper()
	for _, m := range sandbox.MagicCards() {
		if strings.HasPrefix(m.Code, code) && strings.Contains(m.Message, message) {
			return m
		}
	}
	s.t.Fatalf("no magic card %s %s", code, message)
	return sandbox.MagicCard{}
}
