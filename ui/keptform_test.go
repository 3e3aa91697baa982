package ui

import (
	"testing"
	"time"

	"billkey/api/issuing"
	"billkey/api/ledger"
)

func TestAnotherLanguageKeepsWhatWasTyped(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	at := s.window.form.consentAt
	s.window.openSettings()
	s.window.settings.form.consent.SetText("동의하십니까?")
	s.window.settings.prefs.OnLanguage("en")
	s.q.pass(restAfter)
	f := s.window.form
	if f.uid.Text != "gildong_0001_1111" || f.masked() != "411111******1111" || f.pin.digits.Len() != 2 || f.holder.digits.Len() != 6 || f.expiry.digits.Len() != 4 {
		t.Error("what was typed is gone")
	}
	if !f.consent.Checked || !f.consentAt.Equal(at) || at.IsZero() {
		t.Errorf("consent %t of %v, given %v", f.consent.Checked, f.consentAt, at)
	}
	if s.window.settings.form.consent.Text != "동의하십니까?" {
		t.Error("what was typed in the settings is gone")
	}
	s.says("prefs.title")
	s.window.closeSettings()
	s.says("uid.free")
	s.window.flow.submit()
	s.q.drain()
	if e := s.entries(); len(e) != 1 || at.Sub(e[0].ConsentAt).Abs() > time.Millisecond {
		t.Errorf("%+v", e)
	}
	s.showsNot("발급")
}

// What a banner says is said in the language that is chosen while it stands: how an order ended, with its advice, and its link.
func TestAnotherLanguageIsTheBannersToo(t *testing.T) {
	s := newStage(t)
	declined := issuing.Receipt{UID: "gildong_9", State: ledger.Declined, Failure: &issuing.Failure{Kind: issuing.Declined, Message: "[CC20] 거래정지카드"}}
	s.window.banner.show(ended(declined))
	s.window.offerHelp(declined)
	s.window.openSettings()
	s.window.settings.prefs.OnLanguage("en")
	s.window.closeSettings()
	s.says("end.declined")
	s.says("help.say")
	s.showsNot("고객에게 할 말")
	s.window.banner.help.press()
	s.says("help.phone.title")
}

func TestACopyIsSaidForAWhile(t *testing.T) {
	s := newStage(t)
	before := s.window.status.left.content
	s.window.status.passing(s.q, s.window.w.t("status.copied"))
	s.window.status.passing(s.q, s.window.w.t("status.copied.rows", "Count", "2"))
	s.says("status.copied.rows")
	s.q.pass(readFor)
	if got := s.window.status.left.content; got != before {
		t.Errorf("the line says %q", got)
	}
}

func TestAnEmptyFormIsNotSaidToBeWiped(t *testing.T) {
	s := newStage(t)
	s.window.touched()
	s.q.pass(s.window.idleLimit())
	s.says("cover.title")
	s.showsNot(s.window.w.t("cover.detail"))
	s.keys("<enter>gildong")
	s.q.pass(s.window.idleLimit())
	s.says("cover.detail")
}

func TestPracticeIsNamedOnceAndAsksForNoRealThing(t *testing.T) {
	s := newStage(t)
	s.window.openCheck()
	s.says("check.page.trial.sentence.practice")
	s.window.closeSettings()
	s.window.openSettings()
	s.showsNot("연습 · 연습")
	s.window.settings.save()
	s.q.drain()
	s.says("settings.saved.practice")
	s.showsNot(s.window.w.t("settings.saved"))
}
