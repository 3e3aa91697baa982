package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// The driver gives shortcuts and keys to what has the cursor, and to the window only when nothing has it. These hand on
// what a control has no use for.

// passShortcut hands a shortcut to the window.
func passShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := canvasOf(o).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// passKey hands Esc and the function keys to the window; true when it was one of them.
func passKey(o fyne.CanvasObject, k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyEscape && !isFunctionKey(k.Name) {
		return false
	}
	if c := canvasOf(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(k)
	}
	return true
}

// isFunctionKey is true for F1 to F12, which type nothing.
func isFunctionKey(k fyne.KeyName) bool { return len(k) > 1 && strings.HasPrefix(string(k), "F") }

func canvasOf(o fyne.CanvasObject) fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(o) }

func isEnter(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter }

// keyedList is the toolkit's list, which would keep the window's keys for itself.
type keyedList struct {
	widget.List
	focused bool
}

func newKeyedList(length func() int, row func() fyne.CanvasObject, fill func(widget.ListItemID, fyne.CanvasObject)) *keyedList {
	l := &keyedList{}
	l.Length, l.CreateItem, l.UpdateItem = length, row, fill
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained shows the focus.
func (l *keyedList) FocusGained() {
	l.focused = true
	l.List.FocusGained()
	l.Refresh()
	bringIntoSight(l)
}

// FocusLost hides it.
func (l *keyedList) FocusLost() {
	l.focused = false
	l.List.FocusLost()
	l.Refresh()
}

// TypedKey opens the row with Enter, and hands the window's keys on.
func (l *keyedList) TypedKey(k *fyne.KeyEvent) {
	switch {
	case isEnter(k):
		l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case k.Name == fyne.KeySpace:
	case !passKey(l, k):
		l.List.TypedKey(k)
	}
}

// TypedRune opens the row with Space. The toolkit's list does so on the key, see [button.TypedRune].
func (l *keyedList) TypedRune(r rune) {
	if r == ' ' {
		l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
}
