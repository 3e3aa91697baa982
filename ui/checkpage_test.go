package ui

import (
	"context"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/issuing"
)

// streams does what was handed over to be streamed. What it posts is done once it has returned, as the window's thread may
// come to it late.
func (s *stage) streams() {
	list := s.q.streams
	s.q.streams = nil
	for _, work := range list {
		var posted []func()
		work(context.Background(), func(f func()) { posted = append(posted, f) })
		for _, f := range posted {
			if f != nil {
				f()
			}
		}
	}
	s.q.drain()
}

func TestCheckShowsEveryStepAndItsVerdict(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	s := newStage(t)
	s.window.openCheck()
	p := s.window.checking
	s.press(p.check)
	s.streams()
	s.shot("check")
	if p.report.Outcome != issuing.Ready {
		t.Fatalf("%+v", p.report)
	}
	s.says("check.step.channels", "check.reason.not_asked")
	s.press(p.copyText)
	if !strings.Contains(fyne.CurrentApp().Clipboard().Content(), s.window.w.t("check.step.keys")) {
		t.Error("the report was not copied")
	}
	for _, b := range []*button{p.saveMarkdown, p.saveJ} {
		s.press(b)
		_, path, _ := strings.Cut(p.note.content, ": ")
		if raw, err := os.ReadFile(path); err != nil || len(raw) == 0 {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestTrialIssuesChargesCancelsAndDeletes(t *testing.T) {
	s := newStage(t)
	s.window.openCheck()
	p := s.window.checking
	s.press(p.trial)
	s.says("check.page.card_missing")
	p.form.number.fill([]byte(cardVisa))
	p.form.expiry.fill([]byte(expiry()))
	p.form.pin.fill([]byte("12"))
	p.form.holder.fill([]byte("900101"))
	s.press(p.trial)
	if p.form.number.digits.Len() != 0 {
		t.Error("the card stays in the fields")
	}
	s.streams()
	s.shot("check-trial")
	if p.report.Outcome != issuing.Ready || len(p.report.Leftovers) != 0 {
		t.Fatalf("%+v", p.report)
	}
	for _, step := range p.report.Steps[len(p.report.Steps)-3:] {
		if step.Verdict != issuing.OK {
			t.Errorf("%s: %s %s", step.Name, step.Verdict, step.Reason)
		}
	}
	s.showsNot(cardVisa)
}
