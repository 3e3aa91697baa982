package ui

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
)

// digitField is the input of everything read from a card. It is our own, because Fyne's entry keeps the text as Go
// strings and in an undo history. The digits live in a [card.Digits]; each is drawn from shared one-digit strings.
// No copy, no cut, no undo; the caret does not blink, since a blinking one costs a tenth of a core.
type digitField struct {
	widget.BaseWidget
	digits *card.Digits
	// gaps tells before how many digits a gap is drawn; nil draws none.
	gaps func([]byte) []int
	// ghost is drawn where no digit is yet, e.g. "MMYY".
	ghost string
	// room is how much of the ghost is drawn; nil is all of it.
	room func([]byte) int
	// separator stands in the gaps, e.g. "/"; "" leaves them empty.
	separator string
	// masked draws dots instead of digits.
	masked bool
	size   fyne.ThemeSizeName
	// typed puts one typed character into the digits; false when it did not take it.
	typed func(*card.Digits, rune) bool
	// parse reads a pasted text in forms of its own; nil leaves only digits and separators.
	parse func(string) ([]byte, bool)

	// OnEdited follows every change by the operator; atEnd tells that it was typed behind the last digit.
	OnEdited func(atEnd bool)
	// OnRefused follows a paste that was refused whole.
	OnRefused func(card.Code)
	// OnReplaced follows a paste of other digits over all that stood there.
	OnReplaced func()
	// OnFull follows a digit for which there is no room.
	OnFull   func()
	OnSubmit func()
	// OnAccept follows Space: the operator takes an offered correction.
	OnAccept func()
	OnFocus  func()
	OnLeave  func()

	problem  fyne.ThemeColorName // the border's colour when something is wrong; "" for none
	focused  bool
	disabled bool
	shift    bool
	lastTap  time.Time
	arrived  time.Time // when the cursor came here by itself; zero once it was used
}

func newDigitField(limit int, size fyne.ThemeSizeName) *digitField {
	f := &digitField{digits: card.NewDigits(limit), size: size, typed: typeDigit}
	f.ExtendBaseWidget(f)
	return f
}

func typeDigit(d *card.Digits, r rune) bool {
	c, ok := card.DigitOf(r)
	return ok && d.Insert(c)
}

// wipe overwrites the digits.
func (f *digitField) wipe() {
	f.digits.Wipe()
	f.Refresh()
}

// fill replaces the digits, for practice cards and corrections.
func (f *digitField) fill(digits []byte) {
	f.digits.Set(digits)
	f.edited(false)
}

func (f *digitField) setProblem(c fyne.ThemeColorName) {
	if f.problem != c {
		f.problem = c
		f.Refresh()
	}
}

func (f *digitField) setDisabled(off bool) {
	f.disabled = off
	f.Refresh()
}

func (f *digitField) edited(atEnd bool) {
	f.Refresh()
	if f.OnEdited != nil {
		f.OnEdited(atEnd)
	}
}

// FocusGained shows the caret and selects nothing: the operator goes on where the field ends.
func (f *digitField) FocusGained() {
	f.focused = true
	f.digits.MoveTo(f.digits.Len(), false)
	f.Refresh()
	bringIntoSight(f)
	call(f.OnFocus)
}

// FocusLost hides the caret.
func (f *digitField) FocusLost() {
	f.focused, f.shift, f.arrived = false, false, time.Time{}
	f.digits.MoveTo(f.digits.Len(), false)
	f.Refresh()
	call(f.OnLeave)
}

// TypedRune takes digits, also full-width ones.
func (f *digitField) TypedRune(r rune) {
	switch {
	case f.disabled:
	case r == ' ':
		call(f.OnAccept)
	case f.typed(f.digits, r):
		f.arrived = time.Time{}
		f.edited(f.digits.AtEnd())
	case unicode.IsDigit(r):
		call(f.OnFull)
	}
}

// habit is how soon after the cursor has moved on by itself a Tab still belongs to the field before.
const habit = time.Second

// AcceptsTab is true for the Tab that a hand used to it presses after the cursor has moved on by itself: it leads here, where
// the cursor is already, and not past this field.
func (f *digitField) AcceptsTab() bool {
	return !f.shift && !f.disabled && f.digits.Len() == 0 && !f.arrived.IsZero() && time.Since(f.arrived) < habit
}

// TypedKey edits and moves.
func (f *digitField) TypedKey(e *fyne.KeyEvent) {
	if passKey(f, e) || f.disabled {
		return
	}
	before := f.digits.Len()
	switch e.Name {
	case fyne.KeyTab: // see AcceptsTab
		f.arrived = time.Time{}
		return
	case fyne.KeyBackspace:
		f.digits.Backspace()
	case fyne.KeyDelete:
		f.digits.Delete()
	case fyne.KeyReturn, fyne.KeyEnter:
		call(f.OnSubmit)
		return
	default:
		f.move(e.Name)
	}
	if f.digits.Len() != before {
		f.edited(false)
		return
	}
	f.Refresh()
}

func (f *digitField) move(key fyne.KeyName) {
	at := f.digits.Caret()
	switch key {
	case fyne.KeyLeft:
		at--
	case fyne.KeyRight:
		at++
	case fyne.KeyHome, fyne.KeyUp:
		at = 0
	case fyne.KeyEnd, fyne.KeyDown:
		at = f.digits.Len()
	default:
		return
	}
	f.digits.MoveTo(at, f.shift)
}

// KeyDown notes Shift, which selects.
func (f *digitField) KeyDown(e *fyne.KeyEvent) { tellKey(f, e); f.noteShift(e, true) }

// KeyUp notes that Shift was let go.
func (f *digitField) KeyUp(e *fyne.KeyEvent) { f.noteShift(e, false) }

func (f *digitField) noteShift(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		f.shift = down
	}
}

// TypedShortcut pastes and selects all; copy, cut and undo do nothing.
func (f *digitField) TypedShortcut(s fyne.Shortcut) {
	if f.disabled {
		return
	}
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		f.paste(s.Clipboard)
	case *fyne.ShortcutSelectAll:
		f.digits.SelectAll()
		f.Refresh()
	default:
		passShortcut(f, s)
	}
}

// MouseDown focuses the field and puts the caret; a second press soon after selects all.
func (f *digitField) MouseDown(e *desktop.MouseEvent) {
	if f.disabled {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		c.Focus(f)
	}
	if time.Since(f.lastTap) < fyne.CurrentApp().Driver().DoubleTapDelay() {
		f.digits.SelectAll()
	} else {
		f.digits.MoveTo(f.digitAt(e.Position.X), f.shift)
	}
	f.lastTap = time.Now()
	f.Refresh()
}

// MouseUp is needed to be a [desktop.Mouseable].
func (f *digitField) MouseUp(*desktop.MouseEvent) {}

// Dragged selects.
func (f *digitField) Dragged(e *fyne.DragEvent) {
	if !f.disabled {
		f.digits.MoveTo(f.digitAt(e.Position.X), true)
		f.Refresh()
	}
}

// DragEnd is needed to be a [fyne.Draggable].
func (f *digitField) DragEnd() {}

// Cursor is the text cursor.
func (f *digitField) Cursor() desktop.Cursor { return desktop.TextCursor }

func (f *digitField) borderColour() fyne.ThemeColorName {
	switch {
	case f.problem != "":
		return f.problem
	case f.focused:
		return colourAccent
	}
	return theme.ColorNameInputBorder
}

func call(f func()) {
	if f != nil {
		f()
	}
}
