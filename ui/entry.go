package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// entry is a one-line text input for what is no card data.
type entry struct {
	widget.Entry
	OnLeave func()
	// OnEnter follows Enter. A field that takes Korean leaves it nil: while a syllable is being composed, Enter arrives
	// before the syllable does.
	OnEnter func()
}

func newEntry() *entry {
	e := &entry{}
	e.ExtendBaseWidget(e)
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollNone
	return e
}

// FocusLost reports that the operator has left the field.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	call(e.OnLeave)
}

// TypedKey keeps Enter for OnEnter.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		call(e.OnEnter)
		return
	}
	e.Entry.TypedKey(k)
}

// clear empties the field and its undo history.
func (e *entry) clear() { e.SetText("") }

// tick is a check box that also submits on Enter.
type tick struct {
	widget.Check
	OnEnter func()
}

func newTick(label string, changed func(bool)) *tick {
	t := &tick{}
	t.Text, t.OnChanged = label, changed
	t.ExtendBaseWidget(t)
	return t
}

// TypedKey submits on Enter.
func (t *tick) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		call(t.OnEnter)
	}
}

// button is Fyne's button that also reacts to Enter.
type button struct {
	widget.Button
}

func newButton(label string, tapped func()) *button {
	b := &button{}
	b.Text, b.OnTapped = label, tapped
	b.ExtendBaseWidget(b)
	return b
}

// TypedKey presses the button on Enter as well as on Space.
func (b *button) TypedKey(k *fyne.KeyEvent) {
	if (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && !b.Disabled() {
		call(b.OnTapped)
		return
	}
	b.Button.TypedKey(k)
}

func (b *button) enable(on bool) {
	if on {
		b.Enable()
		return
	}
	b.Disable()
}
