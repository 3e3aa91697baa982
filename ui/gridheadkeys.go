package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// gridWidenStep is how much wider a key makes a column.
const gridWidenStep = 16

// FocusGained shows where the keys are.
func (h *gridHead) FocusGained() {
	h.focused = true
	h.draw()
}

// FocusLost hides it.
func (h *gridHead) FocusLost() {
	h.focused, h.shift = false, false
	h.draw()
}

// KeyDown notes Shift, which makes wider.
func (h *gridHead) KeyDown(e *fyne.KeyEvent) { tellKey(h, e); h.noteShift(e, true) }

// KeyUp notes that Shift was let go.
func (h *gridHead) KeyUp(e *fyne.KeyEvent) { h.noteShift(e, false) }

func (h *gridHead) noteShift(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		h.shift = down
	}
}

// TypedRune presses on Space.
func (h *gridHead) TypedRune(r rune) {
	if r == ' ' {
		h.press(h.at)
	}
}

// TypedKey goes from title to title with Left and Right, makes wider with Shift, and presses with Enter.
func (h *gridHead) TypedKey(e *fyne.KeyEvent) {
	switch {
	case asksMenu(e, h.shift): // before F10, which is the window's
		h.menu(h.at)
	case passKey(h, e):
	case isEnter(e):
		h.press(h.at)
	case h.shift:
		h.widen(e.Name)
	default:
		h.goTo(e.Name)
	}
}

func (h *gridHead) goTo(key fyne.KeyName) {
	switch key {
	case fyne.KeyLeft:
		h.at = max(h.at-1, 0)
	case fyne.KeyRight:
		h.at = min(h.at+1, len(h.cells))
	case fyne.KeyHome:
		h.at = 0
	case fyne.KeyEnd:
		h.at = len(h.cells)
	case fyne.KeyDown:
		h.g.focus()
		return
	}
	h.draw()
}

func (h *gridHead) widen(key fyne.KeyName) {
	by := float32(0)
	switch key {
	case fyne.KeyLeft:
		by = -gridWidenStep
	case fyne.KeyRight:
		by = gridWidenStep
	}
	if by != 0 && h.at+1 < len(h.cells) {
		h.g.widen(h.at, by)
		call(h.g.OnColumns)
	}
}

// TypedShortcut moves the column with Ctrl and Left or Right; the rest is the window's.
func (h *gridHead) TypedShortcut(s fyne.Shortcut) {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok || c.Modifier != fyne.KeyModifierShortcutDefault || c.KeyName != fyne.KeyLeft && c.KeyName != fyne.KeyRight {
		passShortcut(h, s)
		return
	}
	to, at := h.at+2, h.at+1
	if c.KeyName == fyne.KeyLeft {
		to, at = h.at-1, h.at-1
	}
	if h.at >= len(h.cells) || to < 0 || to > len(h.cells) || !h.g.moveColumn(h.at, to) {
		return
	}
	h.at = at
	h.draw()
	call(h.g.OnColumns)
}
