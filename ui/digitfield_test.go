package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"billkey/api/card"
)

// pad is one card field in a window of its own, with its keyboard and mouse.
type pad struct {
	t tester
	f *digitField
	c fyne.Canvas
}

// tester is what testing and property tests have in common.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

func newPad(t *testing.T, f *digitField) *pad {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(newTheme("light"))
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(600, 80))
	w.Canvas().Focus(f)
	return &pad{t: t, f: f, c: w.Canvas()}
}

func numberField() *digitField {
	f := newDigitField(card.MaxNumber, sizeNumber)
	f.gaps = numberGaps
	return f
}

// press presses keys by name: digits, left, right, home, end, back, delete, all, with "shift+" before them.
func (p *pad) press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		name, shift := strings.CutPrefix(k, "shift+")
		if shift {
			p.f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
		p.one(name)
		if shift {
			p.f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
	}
}

var keyNames = map[string]fyne.KeyName{
	"left": fyne.KeyLeft, "right": fyne.KeyRight, "home": fyne.KeyHome, "end": fyne.KeyEnd, "back": fyne.KeyBackspace,
	"delete": fyne.KeyDelete, "up": fyne.KeyUp, "down": fyne.KeyDown, "enter": fyne.KeyReturn,
}

func (p *pad) one(name string) {
	p.t.Helper()
	key, named := keyNames[name]
	switch {
	case named:
		p.f.TypedKey(&fyne.KeyEvent{Name: key})
	case name == "all":
		p.f.TypedShortcut(&fyne.ShortcutSelectAll{})
	default:
		for _, r := range name {
			p.f.TypedRune(r)
		}
	}
}

func (p *pad) paste(content string) {
	clip := test.NewClipboard()
	clip.SetContent(content)
	p.f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
}

// click presses the mouse at x; the presses of a test are never a double click unless it asks for one.
func (p *pad) click(x float32) {
	p.f.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 20)}})
	p.f.MouseUp(&desktop.MouseEvent{})
	p.f.lastTap = p.f.lastTap.Add(-fyne.CurrentApp().Driver().DoubleTapDelay())
}

func (p *pad) renderer() *digitRenderer { return test.WidgetRenderer(p.f).(*digitRenderer) }

// drawn is what can be read on the field, with a "|" for the caret and a blank where a gap is.
func (p *pad) drawn() string {
	r := p.renderer()
	var out strings.Builder
	caret := r.caret.Position().X + r.caret.Size().Width/2
	end := float32(-1)
	for i, t := range r.cells[:p.f.digits.Len()] {
		x := t.Position().X
		if end >= 0 && x-end > 3 {
			out.WriteString(" ")
		}
		if r.caret.Visible() && p.f.digits.Caret() == i && caret <= x+1 {
			out.WriteString("|")
		}
		out.WriteString(t.Text)
		end = x + t.Size().Width
	}
	if r.caret.Visible() && p.f.digits.Caret() == p.f.digits.Len() && caret >= end-1 {
		out.WriteString("|")
	}
	return out.String()
}

func (p *pad) wants(want string) {
	p.t.Helper()
	if got := p.drawn(); got != want {
		p.t.Fatalf("the field shows %q, want %q", got, want)
	}
}

func TestCaretAndGapsFollowEveryEdit(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		want string
	}{
		"grouped as typed":                     {[]string{"41111"}, "4111 1|"},
		"amex 4-6-5":                           {[]string{"378282246310005"}, "3782 822463 10005|"},
		"diners 4-6-4":                         {[]string{"30569309025904"}, "3056 930902 5904|"},
		"backspace over a gap":                 {[]string{"41111", "left", "back"}, "411|1"},
		"delete before a gap":                  {[]string{"41112", "left", "left", "delete"}, "411|2"},
		"typing before a gap":                  {[]string{"54329876", "home", "right", "right", "right", "right", "0"}, "5432 0|987 6"},
		"regrouped from amex to visa":          {[]string{"37828224", "home", "delete", "4"}, "4|782 8224"},
		"all, then a digit":                    {[]string{"41111111", "all", "5"}, "5|"},
		"all, then backspace":                  {[]string{"41111111", "all", "back"}, "|"},
		"shift and left select, typing takes":  {[]string{"41112345", "shift+left", "shift+left", "9"}, "4111 239|"},
		"shift and home select":                {[]string{"41112345", "left", "shift+home", "delete"}, "|5"},
		"shift and end select":                 {[]string{"41112345", "home", "right", "shift+end", "back"}, "4|"},
		"up and down are home and end":         {[]string{"4111", "up", "5", "down", "6"}, "5411 16|"},
		"left at the start stays":              {[]string{"41", "home", "left", "back"}, "|41"},
		"full-width digits of a Korean keypad": {[]string{"４１１１１"}, "4111 1|"},
		"letters and signs are not taken":      {[]string{"4a1-한ㄱ1/"}, "411|"},
		"no more than nineteen":                {[]string{"62123456789000000031"}, "6212 3456 7890 0000 003|"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPad(t, numberField())
			p.press(c.keys...)
			p.wants(c.want)
		})
	}
}

func TestMousePutsTheCaretBesideTheNearestDigit(t *testing.T) {
	p := newPad(t, numberField())
	p.press("4111222233334444")
	cell := p.f.cell().Width
	for _, c := range []struct {
		x    float32
		want string
	}{
		{0, "|4111 2222 3333 4444"},
		{p.f.left(2) + 0.3*cell, "41|11 2222 3333 4444"},
		{p.f.left(2) + 0.7*cell, "411|1 2222 3333 4444"},
		{p.f.left(4) - 2, "4111 |2222 3333 4444"}, // in the gap
		{590, "4111 2222 3333 4444|"},
	} {
		p.click(c.x)
		p.wants(c.want)
	}
	p.click(p.f.left(4) + 1)
	p.f.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(p.f.left(8)+1, 20)}})
	p.f.DragEnd()
	p.press("9")
	p.wants("4111 9|333 3444 4")
	p.f.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftRight})
	p.click(0)
	p.f.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftRight})
	p.press("back")
	p.wants("|3333 4444")
}

func TestDoubleClickSelectsAll(t *testing.T) {
	p := newPad(t, numberField())
	p.press("41111111")
	p.f.MouseDown(&desktop.MouseEvent{})
	p.f.MouseDown(&desktop.MouseEvent{})
	p.press("5")
	p.wants("5|")
}

func TestPasteTakesSeparatorsAndRefusesTheRestWhole(t *testing.T) {
	for _, c := range []struct {
		content string
		refused card.Code
	}{
		{"4111111111111111", ""},
		{" 4111 1111-1111\u00a01111\r\n", ""},
		{"4111\t1111\n1111 1111", ""},
		{"４１１１－１１１１－１１１１－１１１１", ""},
		{"\u200e4111 1111 1111 1111\u200b", ""},
		{"4111 1111 1111 1111x", card.NumberCharacters},
		{"4111,1111", card.NumberCharacters},
		{"No. 4111", card.NumberCharacters},
		{"41111111111111111111", card.NumberLong},
	} {
		p := newPad(t, numberField())
		var refused card.Code
		p.f.OnRefused = func(code card.Code) { refused = code }
		p.press("55", "all")
		p.paste(c.content)
		want := "4111 1111 1111 1111|"
		if c.refused != "" {
			want = "55|"
		}
		if refused != c.refused {
			t.Errorf("%q: refused with %q, want %q", c.content, refused, c.refused)
		}
		p.wants(want)
	}
}

func TestCopyCutUndoAndRedoDoNothing(t *testing.T) {
	p := newPad(t, numberField())
	p.press("4111", "all")
	clip := test.NewClipboard()
	clip.SetContent("before")
	for _, s := range []fyne.Shortcut{
		&fyne.ShortcutCopy{Clipboard: clip}, &fyne.ShortcutCut{Clipboard: clip}, &fyne.ShortcutUndo{}, &fyne.ShortcutRedo{},
	} {
		p.f.TypedShortcut(s)
	}
	p.wants("4111|")
	if clip.Content() != "before" {
		t.Errorf("the clipboard has %q", clip.Content())
	}
	p.press("end", "back", "back")
	p.f.TypedShortcut(&fyne.ShortcutUndo{})
	p.wants("41|")
}

func TestMaskedFieldDrawsDotsOnly(t *testing.T) {
	f := newDigitField(2, sizeDigits)
	f.masked = true
	p := newPad(t, f)
	p.press("07")
	for _, o := range p.renderer().Objects() {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" && text.Text != maskGlyph {
			t.Errorf("draws %q", text.Text)
		}
	}
	p.wants(maskGlyph + maskGlyph + "|")
}

func TestDigitsAreDrawnFromSharedStringsOfOneDigit(t *testing.T) {
	p := newPad(t, numberField())
	p.press("4111222233334444")
	for i, cell := range p.renderer().cells {
		if len(cell.Text) > 1 {
			t.Errorf("cell %d holds %q", i, cell.Text)
		}
	}
}

func TestDisabledFieldTakesNothing(t *testing.T) {
	p := newPad(t, numberField())
	p.press("4111")
	edits := 0
	p.f.OnEdited = func(bool) { edits++ }
	p.f.setDisabled(true)
	p.press("5", "back", "delete", "home", "all")
	p.paste("42")
	p.click(0)
	p.f.setDisabled(false)
	p.wants("4111|")
	if edits != 0 {
		t.Errorf("%d edits", edits)
	}
}

func TestWipedFieldHoldsAndDrawsNothing(t *testing.T) {
	p := newPad(t, numberField())
	p.press("4111222233334444")
	kept := p.f.digits.Bytes()
	p.f.wipe()
	for i, b := range kept {
		if b != 0 {
			t.Errorf("byte %d is %q", i, b)
		}
	}
	for i, cell := range p.renderer().cells {
		if cell.Text != "" {
			t.Errorf("cell %d draws %q", i, cell.Text)
		}
	}
}

func TestExpiryIsTypedAsPrinted(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"0928", "09 28|"}, {"928", "09 28|"}, {"4", "04 |"}, {"1", "1|"}, {"2", "2|"}, {"3", "3|"},
		{"1/28", "01 28|"}, {"2/28", "02 28|"}, {"２／２８", "02 28|"}, {"14", "14 |"}, {"2809", "28 09|"}, {"09/28", "09 28|"},
	} {
		f := newDigitField(4, sizeDigits)
		f.gaps, f.separator = fixedGaps(2), "/"
		f.typed, f.parse = card.TypeExpiry, card.ParseExpiry
		p := newPad(t, f)
		p.press(c.keys)
		if got := strings.ReplaceAll(p.drawn(), " ", ""); got != strings.ReplaceAll(c.want, " ", "") {
			t.Errorf("%s shows %q, want %q", c.keys, got, c.want)
		}
	}
}

func TestTheGhostIsAsLongAsTheBrandsNumbers(t *testing.T) {
	f := newNumberField(sizeNumber)
	for digits, want := range map[string]int{"": 16, "4": 16, "37": 15, "378282": 15, "36": 14, "9": 16} {
		if got := len(f.ghostFor([]byte(digits))); got != want {
			t.Errorf("%q: %d zeros, want %d", digits, got, want)
		}
	}
}
