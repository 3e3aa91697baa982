package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"billkey/api/card"
	"billkey/api/credentials"
)

// open makes an order ready for its card: customer_uid typed, consent ticked, the cursor in the number.
func (s *stage) atNumber(uid string) {
	s.t.Helper()
	s.keys(uid)
	s.q.pass(restAfter)
	s.keys("<tab><space>")
}

func (s *stage) cursorIn(field card.Field) {
	s.t.Helper()
	if s.focused() != s.window.form.input(field) {
		s.t.Errorf("the cursor is not in %s", field)
	}
}

func TestCursorMovesOnOnlyBehindAWholeKnownCleanNumber(t *testing.T) {
	for name, c := range map[string]struct {
		keys  string
		stays bool
	}{
		"visa":                            {cardVisa, false},
		"amex, fifteen digits":            {cardAmex, false},
		"diners, fourteen digits":         {"30569309025904", false},
		"domestic":                        {"9490220006611406", false},
		"unionpay, up to nineteen digits": {"6250941006528599", true},
		"check digit wrong":               {"4111111111111112", true},
		"one digit short":                 {"411111111111111", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.atNumber("gildong_0001")
			s.keys(c.keys)
			want := card.FieldExpiry
			if c.stays {
				want = card.FieldNumber
			}
			s.cursorIn(want)
		})
	}
}

func TestCursorStaysWhenADigitInTheMiddleIsMended(t *testing.T) {
	s := newStage(t)
	s.atNumber("gildong_0001")
	f := s.window.form
	s.keys("411111111111111")
	f.number.digits.MoveTo(3, false)
	s.keys("1")
	s.cursorIn(card.FieldNumber)
	if len(card.CheckNumber(f.number.digits.Bytes())) > 0 {
		t.Fatal("the number is not whole: the test proves nothing")
	}
	s.keys("<back>")
	s.cursorIn(card.FieldNumber)
}

func TestCursorMovesOnBehindAPastedNumberAndNeverBack(t *testing.T) {
	s := newStage(t)
	s.atNumber("gildong_0001")
	s.pasteInto(s.window.form.number, " 4111-1111 1111\u00a01111\n")
	s.cursorIn(card.FieldExpiry)
	s.keys("<back><back>")
	s.cursorIn(card.FieldExpiry)
}

func (s *stage) pasteInto(f *digitField, content string) {
	clip := test.NewClipboard()
	clip.SetContent(content)
	f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
}

func TestRefusedPasteIsSaidInASentence(t *testing.T) {
	for content, code := range map[string]card.Code{
		"card 4111 1111": card.NumberCharacters, "41111111111111111111": card.NumberLong,
	} {
		s := newStage(t)
		s.atNumber("gildong_0001")
		s.keys("42")
		s.pasteInto(s.window.form.number, content)
		s.says("problem." + string(code))
		s.keys("4")
		s.showsNot(s.window.w.t("problem." + string(code)))
		if got := string(s.window.form.number.digits.Bytes()); got != "424" {
			t.Errorf("the field holds %q", got)
		}
	}
}

func TestSwappedExpiryIsOfferedAndTakenBySpaceOnly(t *testing.T) {
	s := newStage(t)
	s.atNumber("gildong_0001_1111")
	ahead := expiry()
	s.keys(cardVisa + ahead[2:] + ahead[:2])
	s.cursorIn(card.FieldExpiry)
	if got := string(s.window.form.expiry.digits.Bytes()); got != ahead[2:]+ahead[:2] {
		t.Fatalf("swapped by itself: %q", got)
	}
	s.keys("<space>")
	if got := string(s.window.form.expiry.digits.Bytes()); got != ahead {
		t.Errorf("after Space: %q", got)
	}
	s.cursorIn(card.FieldPIN)
	s.shows(s.window.w.t("form.expiry.until", "Year", "20"+ahead[2:], "Month", monthName(s.window.w, int(ahead[0]-'0')*10+int(ahead[1]-'0'))))
}

func TestNoComplaintWhileTypingAndEachVanishesAtTheNextKey(t *testing.T) {
	for field, c := range map[card.Field]struct{ keys, mend, code string }{
		card.FieldNumber: {"41111111", "1", "number_short"},
		card.FieldExpiry: {"0", "9", "expiry_incomplete"},
		card.FieldPIN:    {"1", "<back>", "pin_length"},
		card.FieldHolder: {"9001", "0", "holder_length"},
	} {
		t.Run(string(field), func(t *testing.T) {
			s := newStage(t)
			f := s.window.form
			f.focus(field)
			s.keys(c.keys)
			if ps := f.check(field); len(ps) == 0 {
				t.Fatal("nothing is wrong: the test proves nothing")
			} else {
				c.code = string(ps[0].Code)
			}
			sentence := strings.SplitN(s.window.w.t("problem."+c.code), "{", 2)[0]
			s.showsNot(sentence)
			s.keys("<tab>")
			s.shows(sentence)
			f.focus(field)
			s.keys(c.mend)
			s.showsNot(sentence)
		})
	}
}

func TestEnterListsEveryProblemAndGoesToTheFirst(t *testing.T) {
	s := newStage(t)
	s.keys("<enter>") // from customer_uid it only goes on
	s.keys("<enter>")
	for _, field := range []card.Field{card.FieldUID, card.FieldConsent, card.FieldNumber, card.FieldExpiry} {
		s.says("problem.empty." + string(field))
	}
	s.cursorIn(card.FieldUID)
	if s.posts() != 0 {
		t.Error("something was sent")
	}
}

func TestWrongCheckDigitIsAskedAsOftenAsTheBrandDeserves(t *testing.T) {
	for number, asks := range map[string]int{
		"4111111111111112": 2, // visa
		"5555555555554445": 2, // mastercard
		"378282246310006":  2, // amex
		"3566002020360506": 2, // jcb
		"9410000000000001": 1, // domestic
		"6250941006528590": 0, // unionpay has no such rule
	} {
		t.Run(number, func(t *testing.T) {
			s := newStage(t)
			s.atNumber("gildong_0001_" + number[len(number)-4:])
			s.keys(number)
			s.window.form.focus(card.FieldExpiry)
			s.keys(expiry() + "12900101<enter>")
			for i := range asks {
				if s.posts() != 0 {
					t.Fatalf("sent after %d of %d questions", i, asks)
				}
				title := "override.title"
				if i > 0 {
					title = "override.again.title"
				}
				s.says(title, "problem.number_luhn")
				s.keys("<tab><enter>") // the cursor is on the safe answer
			}
			if s.posts() != 1 {
				t.Errorf("%d POSTs after %d questions:\n%s", s.posts(), asks, s.visible())
			}
		})
	}
}

func TestCardFieldsAreWipedInPlace(t *testing.T) {
	for name, leave := range map[string]func(*stage){
		"success":           func(s *stage) { s.keys("<enter>") },
		"three idle mins":   func(s *stage) { s.q.pass(3 * time.Minute) },
		"another profile":   func(s *stage) { s.window.switchTo(s.addProfile()) },
		"another language":  func(s *stage) { s.window.settings.prefs.OnLanguage("en") },
		"window closed":     func(s *stage) { s.window.close(); s.keys("<tab><enter>") }, // it asks first
		"resident number":   func(s *stage) { s.window.form.wipeCard() },
		"the next customer": func(s *stage) { s.window.form.clear() },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.customer("gildong_0001_1111", cardVisa)
			held := map[string][]byte{}
			f := s.window.form
			for field, d := range map[string]*digitField{"number": f.number, "expiry": f.expiry, "pin": f.pin, "holder": f.holder} {
				if held[field] = d.digits.Bytes(); len(held[field]) == 0 {
					t.Fatalf("%s is empty before", field)
				}
			}
			leave(s)
			for field, b := range held {
				for _, c := range b {
					if c != 0 {
						t.Errorf("%s still holds a digit", field)
						break
					}
				}
			}
		})
	}
}

func TestIdleTimeIsSettableAndEveryKeyStartsItAgain(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Idle = 10 * time.Second })
	s.atNumber("gildong_0001_1111")
	s.keys("4111")
	s.q.pass(9 * time.Second)
	s.keys("1")
	s.q.pass(9 * time.Second)
	if s.window.form.number.digits.Len() != 5 {
		t.Fatal("wiped too early")
	}
	s.q.pass(10 * time.Second)
	if s.window.form.number.digits.Len() != 0 {
		t.Error("not wiped")
	}
	s.q.pass(10 * time.Second)
	if n := strings.Count(strings.Join(s.events, " "), "wiped_idle"); n != 1 {
		t.Errorf("wiped %d times", n)
	}
}

func (s *stage) addProfile() (id string) {
	s.t.Helper()
	p, err := s.parts.Profiles.Put(credentials.Profile{
		Name: "other", Environment: credentials.Test, BaseURL: s.http.URL, ChannelKey: "channel-key-other", PG: "nice_v2", MID: "nictest00m",
		Needs: credentials.NeedsFor("nice_v2"),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return p.ID
}

// walkTab goes once round by Tab, or back by Shift+Tab, and returns what had the cursor.
func (s *stage) walkTab(step func()) []fyne.Focusable {
	var out []fyne.Focusable
	first := s.focused()
	for {
		out = append(out, s.focused())
		step()
		if s.focused() == first || len(out) > 200 {
			return out
		}
	}
}

func TestEveryControlIsReachedByTabAndBackByShiftTab(t *testing.T) {
	s := newStage(t)
	c := s.window.window.Canvas()
	s.window.form.focus(card.FieldUID)
	there := s.walkTab(c.FocusNext)
	back := s.walkTab(c.FocusPrevious)
	if len(there) != len(back) {
		t.Fatalf("%d controls by Tab, %d by Shift+Tab", len(there), len(back))
	}
	for i := 1; i < len(there); i++ {
		if there[i] != back[len(back)-i] {
			t.Errorf("Shift+Tab does not go the way back at %d: %T %T", i, there[i], back[len(back)-i])
		}
	}
	reached := map[fyne.Focusable]bool{}
	for _, f := range there {
		reached[f] = true
	}
	for _, f := range controls(c.Content()) {
		if !reached[f] {
			t.Errorf("Tab never reaches a %T", f)
		}
	}
}

// controls are all visible objects that can have the cursor.
func controls(o fyne.CanvasObject) (out []fyne.Focusable) {
	if o == nil || !o.Visible() {
		return nil
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return nil
	}
	if f, ok := o.(fyne.Focusable); ok {
		return []fyne.Focusable{f}
	}
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, c := range inside {
		out = append(out, controls(c)...)
	}
	return out
}

func TestTabGoesInReadingOrderThroughTheForm(t *testing.T) {
	s := newStage(t)
	s.window.form.setNeeds([]string{"birth", "pwd_2digit", "customer_name", "customer_id", "cvc"})
	s.window.window.Canvas().Focus(s.window.form.uid)
	driver := fyne.CurrentApp().Driver()
	last := fyne.Position{}
	for range 11 {
		o, ok := s.focused().(fyne.CanvasObject)
		if !ok {
			t.Fatalf("%T is no object", s.focused())
		}
		at := driver.AbsolutePositionForObject(o).AddXY(0, s.window.form.scroll.Offset.Y)
		if o == fyne.CanvasObject(s.window.form.submit) {
			return
		}
		if at.Y < last.Y-1 || at.Y < last.Y+1 && at.X < last.X {
			t.Errorf("Tab goes from %v back to a %T at %v", last, o, at)
		}
		last = at
		s.keys("<tab>")
	}
	t.Error("Tab did not come to the button")
}

// A number that gives way to another one takes with it what was printed on its card; what is mended within it does not.
func TestAnotherCardComesWithoutTheFormersDigits(t *testing.T) {
	digits := func(f *cardForm) [3]int {
		return [3]int{f.expiry.digits.Len(), f.pin.digits.Len(), f.holder.digits.Len()}
	}
	for name, c := range map[string]struct {
		do   func(s *stage, f *cardForm)
		want [3]int
	}{
		"selected and typed over": {func(s *stage, f *cardForm) { f.number.TypedShortcut(&fyne.ShortcutSelectAll{}); s.keys(cardAmex) }, [3]int{0, 0, 6}},
		"taken back to the first": {func(s *stage, f *cardForm) { s.keys(strings.Repeat("<back>", 15)) }, [3]int{0, 0, 6}},
		"pasted over": {func(s *stage, f *cardForm) {
			f.number.TypedShortcut(&fyne.ShortcutSelectAll{})
			s.pasteInto(f.number, cardAmex)
		}, [3]int{0, 0, 6}},
		"pasted again": {func(s *stage, f *cardForm) {
			f.number.TypedShortcut(&fyne.ShortcutSelectAll{})
			s.pasteInto(f.number, cardVisa)
		}, [3]int{4, 2, 6}},
		"pasted over a part of one": {func(s *stage, f *cardForm) {
			s.keys("<back>")
			f.number.TypedShortcut(&fyne.ShortcutSelectAll{})
			s.pasteInto(f.number, cardAmex)
		}, [3]int{0, 0, 6}},
		"of no usual length": {func(s *stage, f *cardForm) {
			f.number.TypedShortcut(&fyne.ShortcutSelectAll{})
			s.pasteInto(f.number, "6250941006528599")
			f.expiry.fill([]byte(expiry()))
			f.pin.fill([]byte("12"))
			s.window.focus(f.number)
			f.number.TypedShortcut(&fyne.ShortcutSelectAll{})
			s.keys("4")
		}, [3]int{0, 0, 6}},
		"its end mended": {func(s *stage, f *cardForm) { s.keys("<back><back><back><back>0008") }, [3]int{4, 2, 6}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.customer("gildong_0001_1111", cardVisa)
			f := s.window.form
			s.window.focus(f.number)
			f.number.digits.MoveTo(16, false)
			c.do(s, f)
			if got := digits(f); got != c.want {
				t.Errorf("expiry, PIN and holder have %v digits, want %v", got, c.want)
			}
		})
	}
}
