package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/card"
	"billkey/api/issuing"
)

func TestComposerSuggestsTheNextSerialOfAMember(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.window.flow.compose()
	s.keys("gildong")
	s.q.drain()
	s.keys("<tab><tab>4444")
	s.shot("composer")
	s.shows("gildong_0002_4444")
	s.keys("<enter>")
	if got := s.window.form.uid.Text; got != "gildong_0002_4444" {
		t.Errorf("customer_uid is %q", got)
	}
	if s.focused() != s.window.form.consent {
		t.Error("the cursor is not at the consent")
	}
}

func TestComposerKnowsTheMemberOfTheCustomerThatStandsInTheForm(t *testing.T) {
	s := newStage(t)
	s.customer("hong_gildong_0001_1111", cardVisa)
	s.keys("<enter>hong_gildong_0001_1111")
	s.window.flow.compose()
	s.q.drain()
	s.shows("hong_gildong_0002_")
	for uid, want := range map[string]string{"gildong": "", "gildong_0001": "", "a_1_1234": "a", "gildong_0001_12345": "", "": ""} {
		if got := memberOf(uid); got != want {
			t.Errorf("%q: %q, want %q", uid, got, want)
		}
	}
}

func TestComposerKeepsATypedSerial(t *testing.T) {
	s := newStage(t)
	s.window.flow.compose()
	c := newComposerSheet(s.window.w, "1111")
	c.OnMember = func(string) {}
	c.serial.SetText("0042")
	c.suggest(7)
	c.member.SetText("gildong")
	if uid, ok := c.uid(); !ok || uid != "gildong_0042_1111" {
		t.Errorf("%q %v", uid, ok)
	}
}

func TestCaseTwinOfAKnownUIDIsWarnedOf(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.customer("Gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	if s.posts() != 1 {
		t.Fatal("a case twin was issued without a question")
	}
	s.shows(problemSentence(s.window.w, card.Problem{Code: issuing.UIDTwin, Hint: "gildong_0001_1111"}))
}

func TestSampleFillsTheForm(t *testing.T) {
	s := newStage(t)
	newSamplesBar(s.window.w, s.window.deps.Samples, s.window.form).fill(Sample{cardVisa, "ok_visa"})
	f := s.window.form
	if f.number.digits.Len() != 16 || f.expiry.digits.Len() != 4 || f.pin.digits.Len() != 2 || f.holder.digits.Len() != 6 {
		t.Error("the sample card did not fill every field")
	}
	if s.focused() != fyne.Focusable(f.uid) {
		t.Error("the cursor is not where the operator goes on")
	}
}
