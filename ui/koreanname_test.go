package ui

import (
	"testing"

	"billkey/api/card"
)

// What an input method does to a name, key by key: Enter comes before the last syllable, Tab leaves before it, and the
// syllable then lands in the field that has the cursor.

func (s *stage) atName() {
	s.t.Helper()
	s.window.form.setNeeds([]string{"birth", "pwd_2digit", "customer_name"})
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<tab>")
	s.cursorIn(card.FieldName)
}

func TestEnterInAKoreanNameNeverSubmits(t *testing.T) {
	s := newStage(t)
	s.atName()
	s.keys("홍길<enter>동")
	if s.posts() != 0 {
		t.Fatal("sent without the last syllable")
	}
	if s.window.form.name.Text != "홍길동" {
		t.Errorf("name is %q", s.window.form.name.Text)
	}
	s.cursorIn(card.FieldName)
}

func TestNameIsShownAgainBesideTheButton(t *testing.T) {
	s := newStage(t)
	s.atName()
	s.keys("홍길")
	if got := s.window.form.readBack.content; got != s.window.w.t("form.readback.name", "Name", "홍길", "UID", "gildong_0001_1111", "LastFour", "1111") {
		t.Errorf("beside the button: %q", got)
	}
	s.keys("동")
	s.shows(s.window.w.t("form.readback.name", "Name", "홍길동", "UID", "gildong_0001_1111", "LastFour", "1111"))
	s.window.form.setNeeds(nil)
	s.window.form.showReadBack()
	s.shows(s.window.w.t("form.readback", "UID", "gildong_0001_1111", "LastFour", "1111"))
}

func TestStraySyllableFallsOffEveryCardField(t *testing.T) {
	s := newStage(t)
	f := s.window.form
	s.customer("gildong_0001_1111", cardVisa)
	for _, field := range []card.Field{card.FieldNumber, card.FieldExpiry, card.FieldPIN, card.FieldHolder} {
		f.focus(field)
		before := string(f.input(field).(*digitField).digits.Bytes())
		s.keys("동")
		if got := string(f.input(field).(*digitField).digits.Bytes()); got != before {
			t.Errorf("%s holds %q", field, got)
		}
	}
	f.setNeeds([]string{"customer_name", "customer_tel", "customer_email", "customer_id"})
	for _, e := range []*entry{f.tel, f.email, f.customer} {
		f.cursor(e)
		if s.keys("동a"); e.Text != "a" {
			t.Errorf("a field after the name holds %q", e.Text)
		}
	}
	f.cursor(f.submit)
	s.keys("동")
	if s.posts() != 0 {
		t.Error("a syllable pressed the button")
	}
}
