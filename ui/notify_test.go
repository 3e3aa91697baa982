package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"billkey/api/issuing"
	"billkey/api/ledger"
)

// told collects what the system is told.
func (s *stage) told() *[]string {
	var told []string
	s.window.herald.send = func(n *fyne.Notification) { told = append(told, n.Title+"|"+n.Content) }
	return &told
}

func TestOnlyAnEndNobodySeesIsTold(t *testing.T) {
	issued := issuing.Receipt{UID: "gildong_0001_1111", State: ledger.Issued}
	for name, c := range map[string]struct {
		receipt issuing.Receipt
		leave   func(s *stage)
		want    string
	}{
		"in sight":        {issued, func(*stage) {}, ""},
		"behind others":   {issued, func(s *stage) { s.window.herald.away = true }, "end.issued"},
		"on another page": {issued, func(s *stage) { s.window.openSettings() }, "end.issued"},
		"replaced": {issuing.Receipt{UID: "gildong_0001_1111", State: ledger.Issued, Replaced: true},
			func(s *stage) { s.window.openInspector() }, "end.replaced"},
		"declined": {issuing.Receipt{UID: "gildong_0001_1111", State: ledger.Declined},
			func(s *stage) { s.window.openInspector() }, "end.declined"},
		"not issued": {issuing.Receipt{UID: "gildong_0001_1111", State: ledger.NotIssued},
			func(s *stage) { s.window.openInspector() }, "end.not_issued"},
		"still unknown": {issuing.Receipt{UID: "gildong_0001_1111", State: ledger.Unknown},
			func(s *stage) { s.window.openInspector() }, ""},
		"locked":       {issued, func(s *stage) { s.window.lock() }, "notify.issued"},
		"switched off": {issued, func(s *stage) { s.window.openSettings(); s.window.settings.prefs.notify.SetChecked(false) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			told := s.told()
			c.leave(s)
			s.window.flow.OnLater(c.receipt)
			if c.want == "" {
				if len(*told) > 0 {
					t.Errorf("told %v", *told)
				}
				return
			}
			want := "빌키 데스크|" + harmless(s.window.w.t(c.want, "UID", c.receipt.UID))
			if len(*told) != 1 || (*told)[0] != want {
				t.Errorf("told %v, want %q", *told, want)
			}
		})
	}
}

// What is told while the desktop does not answer follows in its order, the latest of it.
func TestNoticesWaitForADesktopThatDoesNotAnswer(t *testing.T) {
	s := newStage(t)
	var aside []func()
	s.window.herald.run = asideOnly{s.window.herald.run, &aside}
	sent := ""
	s.window.herald.send = func(n *fyne.Notification) {
		if sent += n.Title; n.Title == "a" {
			for i := range mostWaiting + 3 {
				s.window.herald.tell(string(rune('A'+i)), "")
			}
		}
	}
	for range 2 {
		sent = ""
		s.window.herald.tell("a", "")
		for len(aside) > 0 {
			f := aside[0]
			aside = aside[1:]
			f()
		}
		if sent != "aDEFGHIJKLMNOPQRSTUVW" {
			t.Errorf("sent were %q", sent)
		}
	}
}

// asideOnly keeps what is to be done aside.
type asideOnly struct {
	runner
	all *[]func()
}

func (a asideOnly) aside(f func()) { *a.all = append(*a.all, f) }

// What a shell, a script or a mark-up language could take for more than text does not reach them.
func TestANoticeIsPlainText(t *testing.T) {
	if got, want := harmless("발급 · kim_1$(calc)`x`\"“”<b>&'\n;|"), "발급 · kim_1··calc··x·····b······"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		out := harmless(rapid.String().Draw(t, "text"))
		if strings.ContainsAny(out, "$`\"'“”„‟‘’‚‛<>&;|\\{}()[]%*?!#\n\r\t") || len([]rune(out)) > longestNotice {
			t.Fatalf("%q", out)
		}
	})
}
