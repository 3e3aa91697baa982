package ui

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/sandbox"
)

func TestRequestLogShowsExchangesWithoutSecrets(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.window.openInspector()
	p := s.window.requests
	if len(p.shown) < 3 {
		t.Fatalf("%d exchanges", len(p.shown))
	}
	alarms := 0
	for _, x := range p.shown {
		if exchangeTone(x) == toneBad {
			alarms++
		}
	}
	if alarms > 0 {
		t.Errorf("%d exchanges of an order that went well alarm", alarms)
	}
	p.path.SetText("POST /subscribe")
	if len(p.shown) != 1 {
		t.Fatalf("the filter lets %d through", len(p.shown))
	}
	p.open(p.shown[0])
	s.shot("inspector")
	s.says("meaning.done")
	for _, b := range p.copies {
		b.press()
		copied := fyne.CurrentApp().Clipboard().Content()
		for _, leak := range []string{cardVisa, "4111-1111-1111-1111", "900101", sandbox.Secret} {
			if strings.Contains(copied, leak) || strings.Contains(p.detail.Text, leak) {
				t.Errorf("%s shows %s", b.Text, leak)
			}
		}
		if copied == "" {
			t.Errorf("%s copies nothing", b.Text)
		}
	}
	p.saveHAR()
	s.q.drain()
	_, path, _ := strings.Cut(p.note.content, ": ")
	if raw, err := os.ReadFile(path); err != nil || !strings.Contains(string(raw), `"version": "1.2"`) {
		t.Errorf("HAR %q: %v", path, err)
	}
}

func TestRequestLogShowsTheRefusalOfAWrongSecret(t *testing.T) {
	s := newStage(t)
	p := s.account("우리 회사", "wrong-secret")
	s.press(p.form.test)
	s.window.openInspector()
	s.window.requests.failed.SetChecked(true)
	s.window.requests.open(s.window.requests.shown[0])
	s.says("meaning.unauthorized")
}
