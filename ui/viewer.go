package ui

import "fyne.io/fyne/v2"

// viewer shows a long text to read and to copy parts of, by the mouse or with Shift and the arrows; nothing can be typed
// into it. The toolkit's own text that can be selected takes the cursor and keeps every key.
type viewer struct{ prose }

func newViewer() *viewer {
	v := &viewer{}
	v.MultiLine = true
	v.Wrapping = fyne.TextWrapBreak
	v.TextStyle = fyne.TextStyle{Monospace: true}
	v.ExtendBaseWidget(v)
	return v
}

// TypedRune types nothing.
func (v *viewer) TypedRune(rune) {}

// TypedKey moves and selects; keys that change a text do nothing.
func (v *viewer) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
	default:
		if !passKey(v, k) {
			v.Entry.TypedKey(k)
		}
	}
}

// TypedShortcut copies and selects; what changes a text does nothing.
func (v *viewer) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutPaste, *fyne.ShortcutCut, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
	case *fyne.ShortcutCopy, *fyne.ShortcutSelectAll:
		v.Entry.TypedShortcut(s)
	default:
		passShortcut(v, s)
	}
}
