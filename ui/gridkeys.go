package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// FocusGained shows the cursor; while it is nowhere, the row that the keys will begin from.
func (b *gridBody) FocusGained() {
	b.focused, b.begins = true, true
	b.arrange()
}

// FocusLost hides the cursor; the selection stays, in a quieter colour.
func (b *gridBody) FocusLost() {
	b.focused, b.shift, b.begins = false, false, false
	b.arrange()
}

// KeyDown notes Shift, which selects.
func (b *gridBody) KeyDown(e *fyne.KeyEvent) { tellKey(b, e); b.noteShift(e, true) }

// KeyUp notes that Shift was let go.
func (b *gridBody) KeyUp(e *fyne.KeyEvent) { b.noteShift(e, false) }

func (b *gridBody) noteShift(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = down
	}
}

// TypedRune takes Space, which toggles a row into the selection.
func (b *gridBody) TypedRune(r rune) {
	if r == ' ' && b.g.caret >= 0 {
		b.g.selectRow(b.g.caret, false, true)
	}
}

// TypedKey moves the cursor, opens, and asks for the menu.
func (b *gridBody) TypedKey(e *fyne.KeyEvent) {
	switch {
	case asksMenu(e, b.shift): // before F10, which is the window's
		b.menu()
	case passKey(b, e):
	case isEnter(e):
		b.open()
	default:
		if to, ok := b.target(e.Name); ok {
			b.g.selectRow(to, b.shift, false)
			b.g.reveal(to)
		}
	}
}

// asksMenu is true for the menu key and Shift+F10.
func asksMenu(e *fyne.KeyEvent, shift bool) bool {
	return e.Name == desktop.KeyMenu || e.Name == fyne.KeyF10 && shift
}

// target is where a key leads from the cursor, or from what is in sight while there is no cursor.
func (b *gridBody) target(key fyne.KeyName) (int, bool) {
	last := b.g.place.total - 1
	to, known := b.g.caret, last >= 0
	page := max(b.g.place.whole()-1, 1)
	switch key {
	case fyne.KeyUp:
		to--
	case fyne.KeyDown:
		to++
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyHome:
		return 0, known
	case fyne.KeyEnd:
		return last, known
	default:
		return 0, false
	}
	if b.g.caret < 0 {
		to = b.g.place.first
	}
	return min(max(to, 0), last), known
}

// menu asks for the menu of the row the cursor is on, below it.
func (b *gridBody) menu() {
	i := b.g.caret
	if i < 0 || b.g.OnMenu == nil {
		return
	}
	b.g.reveal(i)
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
	b.g.OnMenu(i, origin.Add(fyne.NewPos(gridLead+gridPad, b.g.place.top(i)+b.g.place.row)))
}

// TypedShortcut copies, and moves the cursor without selecting; the rest is the window's.
func (b *gridBody) TypedShortcut(s fyne.Shortcut) {
	if _, copies := s.(*fyne.ShortcutCopy); copies {
		if b.g.OnCopy != nil && (b.g.caret >= 0 || b.g.picked.count() > 0) {
			b.g.OnCopy("", true)
		}
		return
	}
	if c, ok := s.(*desktop.CustomShortcut); !ok || !b.withControl(c) {
		passShortcut(b, s)
	}
}

// withControl takes the moving keys together with Ctrl: Home and End as without, the others leave the selection alone.
func (b *gridBody) withControl(s *desktop.CustomShortcut) bool {
	shift := s.Modifier&fyne.KeyModifierShift != 0
	if s.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierShortcutDefault {
		return false
	}
	if s.KeyName == fyne.KeySpace {
		b.TypedRune(' ')
		return true
	}
	to, ok := b.target(s.KeyName)
	switch {
	case !ok:
		return false
	case shift || s.KeyName == fyne.KeyHome || s.KeyName == fyne.KeyEnd:
		b.g.selectRow(to, shift, false)
	default:
		b.g.moveCursor(to)
	}
	b.g.reveal(to)
	return true
}
