package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// The toolkit throws away how a widget is drawn when it was hidden for a minute, and makes it anew without a layout.
func TestWidgetsAreDrawnWholeAfterTheirRendererWasThrownAway(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newTheme("light"))
	d := newDigitField(4, sizeDigits)
	d.digits.Set([]byte("1234"))
	for name, o := range map[string]fyne.Widget{
		"line":    newLine("발급 내역", sizeHeading, colourInk),
		"wrapped": newText("카드번호의 검증 숫자가 맞지 않습니다. 네 자리씩 다시 확인하세요.", sizeBody, colourInk),
		"cell":    func() *text { c := newCell(sizeBody, colourInk); c.content = "gildong_0001_1234"; return c }(),
		"digits":  d,
		"surface": newSurface(colourPanel, colourLine, 12, newLine("가", sizeBody, colourInk)),
	} {
		o.Resize(fyne.NewSize(120, 60))
		before := o.CreateRenderer()
		before.Layout(o.Size())
		anew := o.CreateRenderer()
		if len(anew.Objects()) == 0 || len(anew.Objects()) != len(before.Objects()) {
			t.Errorf("%s: %d objects, were %d", name, len(anew.Objects()), len(before.Objects()))
			continue
		}
		for i, x := range anew.Objects() {
			if x.Size() != before.Objects()[i].Size() || x.Position() != before.Objects()[i].Position() {
				t.Errorf("%s: object %d is %v at %v, was %v at %v", name, i, x.Size(), x.Position(), before.Objects()[i].Size(), before.Objects()[i].Position())
			}
		}
	}
}

func TestChoiceOutsideAWindowDoesNotCrash(t *testing.T) {
	test.NewTempApp(t)
	c := newChoice([]string{"a"}, nil)
	c.Tapped(&fyne.PointEvent{})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
}

func TestAnotherCustomerNeedsAnotherConsent(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.window.form.uid.SetText("younghee_0001_1111")
	if s.window.form.consent.Checked {
		t.Error("the consent was taken over to another customer_uid")
	}
}

func TestButtonAndLineSayWhatPressingDoes(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>gildong_0001_1111")
	s.q.pass(restAfter)
	s.says("form.readback.blocked")
	s.keys("<enter>")
	if s.focused() != fyne.Focusable(s.window.form.replace) {
		t.Error("Enter on a used customer_uid does not lead to replacing")
	}
	s.keys("<enter>1111<enter><space>" + cardMaster + expiry() + "12900101")
	s.shot("replace-mode")
	s.shows(s.window.w.t("form.readback.replace", "UID", "gildong_0001_1111", "LastFour", "4444"))
	s.says("form.submit.replace")
	s.keys("<enter>")
	if s.posts() != 2 {
		t.Errorf("POSTs: %d\n%s", s.posts(), s.visible())
	}
	s.says("form.submit")
}

func TestWrongDigitIsSaidAtTheUsualLength(t *testing.T) {
	s := newStage(t)
	s.window.form.focus("card_number")
	s.keys("4111111111111112")
	s.says("problem.number_luhn")
	s.keys("<back>1")
	s.showsNot(s.window.w.t("problem.number_luhn"))
}

func TestSecondPressAfterSuccessComplainsOfNothing(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.press(s.window.form.submit)
	s.showsNot(s.window.w.t("problem.empty.card_number"))
	if s.posts() != 1 {
		t.Errorf("POSTs: %d", s.posts())
	}
}

func TestSearchLeftOverDoesNotHideANewKey(t *testing.T) {
	s := newStage(t)
	s.window.results.search.SetText("nothing-like-it")
	s.window.form.focus("customer_uid")
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>")
	s.shows("4111 11** **** 1111")
	if s.window.results.search.Text != "" {
		t.Error("the search is still there")
	}
}

func TestPastedCardNumberLeavesTheClipboard(t *testing.T) {
	s := newStage(t)
	c := fyne.CurrentApp().Clipboard()
	c.SetContent("4111-1111-1111-1111")
	s.window.form.focus("card_number")
	s.focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: c})
	if s.window.form.number.digits.Len() != 16 || c.Content() != "" {
		t.Errorf("%d digits, clipboard %q", s.window.form.number.digits.Len(), c.Content())
	}
}
