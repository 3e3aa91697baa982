package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"billkey/api/card"
	"billkey/api/ledger"
)

func TestIssueByKeysAlone(t *testing.T) {
	s := newStage(t)
	s.shot("first-run")
	s.customer("gildong_0001_1111", cardVisa)
	s.shot("filled")
	s.keys("<enter>")
	if s.posts() != 1 {
		t.Fatalf("POSTs: %d", s.posts())
	}
	s.shot("issued")
	s.says("end.issued")
	s.shows("4111 11** **** 1111")
	e := s.entries()
	if len(e) != 1 || e[0].State != ledger.Issued || e[0].Masked != "411111******1111" || e[0].Operator != "김상담" {
		t.Fatalf("ledger: %+v", e)
	}
	if s.window.form.number.digits.Len() != 0 || s.window.form.uid.Text != "" {
		t.Error("the form is not empty after success")
	}
	if s.focused() != s.window.form.uid {
		t.Error("the cursor is not in customer_uid for the next customer")
	}
}

func TestUsedUIDIsBlockedUntilReplacementIsConfirmed(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.keys("gildong_0001_1111")
	s.q.pass(restAfter)
	s.says("uid.used")
	s.shot("used")
	s.keys("<tab>")
	if s.focused() != s.window.form.replace {
		t.Fatal("Tab does not lead to the replace button")
	}
	s.keys("<space>")
	s.shot("replace-sheet")
	s.says("replace.warning", "replace.schedules.none")
	s.keys("4444<enter>")
	s.says("replace.mismatch")
	s.keys("<back><back><back><back>1111<enter>")
	s.says("uid.replacing")
	s.keys("<space>" + cardMaster + expiry() + "12900101<enter>") // the uid's tail is the old card's, which is no slip here
	if s.posts() != 2 {
		t.Fatalf("POSTs: %d\n%s", s.posts(), s.visible())
	}
	s.shot("replaced")
	e := s.entries()
	if len(e) != 2 || e[0].State != ledger.Issued || e[1].State != ledger.Replaced ||
		e[0].Replaces != e[1].ID || e[1].ReplacedBy != e[0].ID {
		t.Fatalf("ledger: %+v", e)
	}
	s.shows("→ 5555 55** **** 4444 카드로 교체됨")
	s.shows("← 4111 11** **** 1111 카드를 교체함")
}

func TestAConfirmedReplacementCanBeTakenBack(t *testing.T) {
	s := newStage(t)
	f := s.window.form
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>gildong_0001_1111")
	s.q.pass(restAfter)
	s.keys("<tab><space>1111<enter><space>" + cardMaster)
	if f.mode != modeReplace || !f.keep.Visible() || f.replace.Visible() {
		t.Fatal("no way back is shown")
	}
	s.shot("replace-mode")
	if f.keep.Size().Width < f.keep.MinSize().Width {
		t.Error("the way back has no room")
	}
	f.focus(card.FieldUID)
	s.keys("<tab>")
	if s.focused() != f.keep {
		t.Fatal("Tab does not lead to the way back")
	}
	s.keys("<space>")
	s.says("uid.kept", "form.readback.blocked")
	if f.mode != modeBlocked || f.keep.Visible() || !f.replace.Visible() || f.number.digits.Len() != 16 || s.focused() != f.uid {
		t.Errorf("mode %v, %d digits, cursor in %T", f.mode, f.number.digits.Len(), s.focused())
	}
	f.focus(card.FieldExpiry)
	s.keys(expiry() + "12900101<enter>")
	if s.posts() != 1 {
		t.Errorf("%d orders went out", s.posts())
	}
	s.keys("<enter>1111<enter>")
	if f.mode != modeReplace {
		t.Error("it cannot be replaced after all")
	}
}

func TestPressingOnWithAUsedUIDSendsNothing(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>gildong_0001_1111")
	s.q.pass(restAfter)
	s.window.form.focus(card.FieldConsent)
	s.keys("<space>" + cardVisa + expiry() + "12900101<enter>")
	if s.posts() != 1 {
		t.Fatalf("a used customer_uid was posted: %d", s.posts())
	}
	if s.focused() != s.window.form.replace {
		t.Error("the cursor is not on the replace button")
	}
}

func TestBothKeysAreThereAfterReopening(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	_ = s.parts.Close()
	s.open()
	s.shows("gildong_0001_1111")
	s.shows("4111 11** **** 1111")
}

func TestBadInputIsSaidAtTheFieldAndNothingIsSent(t *testing.T) {
	s := newStage(t)
	s.keys("gildong_0001_1111")
	s.q.pass(restAfter)
	s.keys("<tab><space>41111111<tab>1320<tab>1<tab>900231<enter>")
	if s.posts() != 0 {
		t.Fatal("something was sent")
	}
	s.says("problem.number_short", "problem.expiry_month", "problem.holder_date") // PIN and holder speak in one line
	s.shot("refused")
	if s.focused() != s.window.form.number {
		t.Error("the cursor is not in the first bad field")
	}
	s.keys("1")
	s.showsNot(s.window.w.t("problem.number_short"))
}

func TestResidentNumberIsWipedAtOnce(t *testing.T) {
	s := newStage(t)
	s.window.form.focus(card.FieldHolder)
	s.keys("9001011234567")
	if s.window.form.holder.digits.Len() != 0 {
		t.Error("a whole resident number stayed in the field")
	}
	s.says("problem.holder_rrn")
}

func TestConsentIsNeeded(t *testing.T) {
	s := newStage(t)
	s.keys("gildong_0001_1111")
	s.q.pass(restAfter)
	s.window.form.focus(card.FieldNumber)
	s.keys(cardVisa + expiry() + "12900101<enter>")
	if s.posts() != 0 {
		t.Fatal("issued without consent")
	}
	s.says("problem.empty.consent")
}

func TestDeclineShowsThePGsWordsWholeAndTheFieldAtFault(t *testing.T) {
	s := newStage(t)
	m := s.magic("decline_", "비밀번호틀림")
	s.customer("gildong_0001_"+m.Number[len(m.Number)-4:], m.Number)
	s.keys("<enter>")
	s.shot("declined")
	s.shows(m.Message)
	s.says("advice.fix_pin")
	if s.focused() != s.window.form.pin {
		t.Error("the cursor is not in the PIN field")
	}
	if e := s.entries(); len(e) != 1 || e[0].State != ledger.Declined || e[0].Message != m.Message {
		t.Fatalf("ledger: %+v", e)
	}
}

func TestNoAnswerIsUnknownAndNotSentAgain(t *testing.T) {
	s := newStage(t)
	m := s.magic("fault_commit_then_drop", "")
	s.customer("gildong_0001_"+m.Number[len(m.Number)-4:], m.Number)
	s.keys("<enter>")
	s.shot("unknown")
	s.says("end.unknown")
	if s.posts() != 1 {
		t.Fatalf("POSTs: %d", s.posts())
	}
	if e := s.entries(); len(e) != 1 || e[0].State != ledger.Unknown {
		t.Fatalf("ledger: %+v", e)
	}
	if len(s.q.streams) != 1 {
		t.Errorf("followed %d times", len(s.q.streams))
	}
	s.keys("<tab>") // leaving the field looks it up again
	s.says("uid.unknown")
	s.showsNot(s.window.w.t("uid.free"))
}

func TestNoNetworkSaysSoAndKeepsWhatWasTyped(t *testing.T) {
	s := newStage(t)
	s.http.CloseClientConnections()
	s.http.Close()
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.shot("unreachable")
	s.says("failure.unreachable")
	f := s.window.form
	if f.uid.Text != "gildong_0001_1111" || f.number.digits.Len() != 16 || f.holder.digits.Len() != 6 {
		t.Error("what was typed is gone")
	}
	if len(s.entries()) != 0 {
		t.Error("an order was journalled that never left")
	}
}

func TestIdleFormIsWiped(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.q.pass(3 * 60 * 1e9)
	if s.window.form.number.digits.Len() != 0 || s.window.form.pin.digits.Len() != 0 {
		t.Error("card fields survived three idle minutes")
	}
	s.says("cover.title")
}

func TestIdleTimeIsSettable(t *testing.T) {
	s := newStage(t)
	s.window.settings.prefs.lock.OnIdle("1")
	s.customer("gildong_0001_1111", cardVisa)
	s.q.pass(time.Minute)
	if s.window.form.number.digits.Len() != 0 {
		t.Error("the chosen minute did not wipe the card")
	}
}

func TestNoFileHoldsACardNumber(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.customer("gildong_0002_0005", cardAmex)
	s.keys("<enter>")
	if s.posts() != 2 {
		t.Fatalf("POSTs: %d", s.posts())
	}
	err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, n := range []string{cardVisa, cardAmex, "4111-1111-1111-1111", "3782-822463-10005", "900101"} {
			if strings.Contains(string(raw), n) {
				t.Errorf("%s holds %s", filepath.Base(path), n)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
