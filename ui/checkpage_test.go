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

// A check goes on while its page is left: it is said to run, what changes its profile waits, everything else can be turned to,
// and its verdict is said wherever one is.
func TestACheckCanBeLeftAndComeBackTo(t *testing.T) {
	s := newStage(t)
	w := s.window
	w.openCheck()
	s.press(w.checking.check)
	w.closeSettings()
	s.says("check.page.running") // in the status line
	for name, page := range map[string]struct {
		open func()
		body fyne.CanvasObject
	}{
		"help":     {func() { w.openHelp("uid") }, nil},
		"about":    {w.openAbout, nil},
		"requests": {w.openInspector, w.requests.body},
		"ledger":   {w.openLedgerPage, w.keeping.body},
		"check":    {w.openCheck, w.checking.body},
	} {
		page.open()
		if w.deskShown() || page.body != nil && !w.shows(page.body) {
			t.Errorf("%s cannot be turned to", name)
		}
		w.closeSettings()
	}
	w.openSettings()
	if !w.deskShown() || !w.header.choice.Disabled() {
		t.Error("the profile can be changed while it is checked")
	}
	s.streams()
	if !w.banner.body.Visible() || w.header.choice.Disabled() || w.checking.report.Outcome != issuing.Ready {
		t.Error("its verdict is not said")
	}
	s.shows("✓")
	s.showsNot(w.w.t("check.page.running"))
	w.openCheck()
	s.says("check.step.channels")
}

// Giving up a check that issues takes back what it issued.
func TestACheckIsGivenUp(t *testing.T) {
	s := newStage(t)
	s.window.openCheck()
	p := s.window.checking
	p.form.number.fill([]byte(cardVisa))
	p.form.expiry.fill([]byte(expiry()))
	p.form.pin.fill([]byte("12"))
	p.form.holder.fill([]byte("900101"))
	s.press(p.trial)
	work := s.q.streams[len(s.q.streams)-1]
	s.q.streams = nil
	work(t.Context(), func(f func()) {
		if s.server.Count("POST", "/subscribe/customers/{customer_uid}") == 1 && !p.stop.Disabled() { // the key is issued
			s.press(p.stop)
		}
		f()
	})
	s.q.drain()
	s.shows(s.window.w.t("check.outcome.ended", "Profile", p.report.Profile, "Environment", s.window.w.t("environment."+p.report.Environment)))
	s.says("check.reason.given_up")
	if p.stop.Visible() || p.check.Disabled() || len(p.report.Leftovers) > 0 {
		t.Errorf("%+v", p.report.Leftovers)
	}
	if n := s.server.Count("DELETE", "/subscribe/customers/{customer_uid}"); n != 1 || s.server.Count("POST", "/subscribe/payments/again") != 0 {
		t.Errorf("%d keys were taken back", n)
	}
}

func TestClosingAsksAboutACheck(t *testing.T) {
	s := newStage(t)
	s.window.openCheck()
	s.press(s.window.checking.check)
	s.window.close()
	s.says("close.check.title", "close.check")
	if s.hasClosed() {
		t.Error("closed without a yes")
	}
}

func TestTheAmountOfATrialIsDigits(t *testing.T) {
	s := newStage(t)
	s.window.openCheck()
	p := s.window.checking
	p.form.amount.SetText("1,000")
	s.press(p.trial)
	s.says("failure.bad_amount")
}
