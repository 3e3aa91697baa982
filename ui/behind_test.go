package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/card"
	"billkey/api/credentials"
)

// press hands a key to what has the cursor, and to the window where nothing has it, as the driver does.
func (dw *desktopWindow) press(k *fyne.KeyEvent) {
	c := dw.window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(k)
		return
	}
	c.OnTypedKey()(k)
}

// typeAnywhere types as somebody does who does not look where the cursor is.
func (s *stage) typeAnywhere(letters string) {
	s.t.Helper()
	for _, r := range letters {
		if f := s.window.window.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		}
	}
	s.q.pass(restAfter)
}

// Nothing is sent from behind another page, and nothing typed there reaches the form.
func TestAFormThatIsNotSeenTakesNoKey(t *testing.T) {
	s := newStage(t)
	w := s.window
	for name, open := range map[string]func(){
		"settings": w.openSettings, "check": w.openCheck, "requests": w.openInspector, "ledger": w.openLedgerPage, "about": w.openAbout,
		"help": func() { w.openHelp("") },
	} {
		for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
			w.emptyForm()
			s.customer("gildong_0001_1111", cardVisa)
			before := len(s.server.Requests())
			open()
			w.press(&fyne.KeyEvent{Name: key})
			s.typeAnywhere("abc ")
			w.flow.submit() // as the shortcut would
			s.q.drain()
			if s.posts() != 0 || w.form.uid.Text != "gildong_0001_1111" || w.form.number.digits.Len() != 16 {
				t.Fatalf("%s, %s: %d orders, %q typed", name, key, s.posts(), w.form.uid.Text)
			}
			if got := len(s.server.Requests()); name != "check" && got != before {
				t.Errorf("%s, %s: the server was asked", name, key)
			}
			w.closeHelp()
			w.closeSettings()
			s.q.drain()
		}
	}
	w.form.focus(card.FieldHolder)
	s.keys("<enter>")
	if s.posts() != 1 {
		t.Errorf("back at the form: %d orders", s.posts())
	}
}

func TestAHalfThatIsNotSeenTakesNoKey(t *testing.T) {
	s := newStage(t)
	w := s.window
	s.issue("gildong_0001_1111", cardVisa)
	w.window.Resize(smallLooks[3])
	s.customer("gildong_0002_1111", cardVisa)
	w.both.tabs[listHalf].Tapped(&fyne.PointEvent{})
	s.banner("카드사에서 거절했습니다", true)
	w.window.Canvas().Focus(w.banner.dismiss)
	s.press(w.banner.dismiss)
	if w.window.Canvas().Focused() != fyne.Focusable(w.results.grid.body) {
		t.Errorf("the cursor is in %T", w.window.Canvas().Focused())
	}
	s.hit(fyne.KeyDown, fyne.KeyDown)
	w.flow.submit()
	s.q.drain()
	if s.posts() != 1 || !w.split.right().Visible() {
		t.Errorf("%d orders", s.posts())
	}
}

// A card half typed is another customer's than the row whose card is to be replaced.
func TestReplacingARowsCardAsksBeforeItClearsTheForm(t *testing.T) {
	s := newStage(t)
	s.issue("gildong_0001_1111", cardVisa)
	s.customer("hong_0001_1111", cardMaster)
	s.window.registerAgain(s.entries()[0])
	s.q.drain()
	s.says("clear.title")
	s.window.sheets.leave()
	if s.window.form.uid.Text != "hong_0001_1111" || s.window.form.number.digits.Len() != 16 || !s.window.form.consent.Checked {
		t.Error("what was typed is gone")
	}
	s.window.registerAgain(s.entries()[0])
	s.press(s.buttonNamed(s.window.w.t("clear.yes")))
	s.says("replace.title")
}

func TestAnAccountHalfTypedIsAskedAbout(t *testing.T) {
	s := newStage(t)
	w := s.window
	leave := func() { s.hit(fyne.KeyEscape) }
	w.openSettings()
	leave()
	if !w.deskShown() {
		t.Fatal("nothing was typed, and yet it asks")
	}
	for name, change := range map[string]func(){
		"name":   func() { w.settings.form.name.SetText("우리 회사") },
		"secret": func() { w.settings.form.secret.SetText("s3cret") },
	} {
		w.addAccount()
		if s.focused() != fyne.Focusable(w.settings.form.name) {
			t.Errorf("the cursor is in %T", s.focused())
		}
		change()
		leave()
		s.says("settings.leave.title")
		s.hit(fyne.KeyEscape)
		if !w.shows(w.settings.body) || !w.settings.form.changed() {
			t.Fatalf("%s: gone", name)
		}
		leave()
		s.press(s.buttonNamed(w.w.t("settings.leave.yes")))
		if !w.deskShown() || w.settings.form.hasKeys() {
			t.Errorf("%s: still there", name)
		}
	}
	if n := len(s.parts.Profiles.List()); n != 1 || w.profile.ID != credentials.PracticeID {
		t.Errorf("%d profiles", n)
	}
}

func TestASecondPracticeCardGetsACustomerUIDOfItsOwn(t *testing.T) {
	s := newStage(t)
	w := s.window
	w.practiceBar(w.form, w.flow).take(Sample{cardVisa, "ok_visa"})
	s.q.drain()
	w.practiceBar(w.form, w.flow).take(Sample{cardMaster, "ok_master"})
	s.q.drain()
	if got := w.form.uid.Text; got != "gildong_0001_4444" {
		t.Errorf("%q", got)
	}
	w.form.uid.SetText("hong_1")
	w.practiceBar(w.form, w.flow).take(Sample{cardVisa, "ok_visa"})
	s.q.drain()
	if got := w.form.uid.Text; got != "hong_1" {
		t.Errorf("what was typed became %q", got)
	}
}
