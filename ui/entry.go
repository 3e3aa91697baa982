package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// entry is a one-line text input for what is no card data.
type entry struct {
	widget.Entry
	OnLeave func()
	// OnEnter follows Enter. A field that takes Korean leaves it nil: while a syllable is being composed, Enter arrives
	// before the syllable does.
	OnEnter func()
	OnFocus func()
	// OnDown follows the arrow key that leads out of a field of one line.
	OnDown func()
	// OnEscape takes Esc if it has a use for it; else Esc is the window's.
	OnEscape func() bool
	// only lets through what may be typed; nil takes everything. Pasting is judged later, as a whole.
	only func(rune) bool
}

func newEntry() *entry {
	e := &entry{}
	e.ExtendBaseWidget(e)
	return e
}

// selectAll has what is typed next replace what stands there.
func (e *entry) selectAll() { e.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// FocusGained reports that the cursor has come.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	bringIntoSight(e)
	call(e.OnFocus)
}

// FocusLost reports that the operator has left the field.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	call(e.OnLeave)
}

// TypedRune drops what the field does not take: above all the last syllable of the Korean field before it, which arrives
// late.
func (e *entry) TypedRune(r rune) {
	if e.only == nil || e.only(r) {
		e.Entry.TypedRune(r)
	}
}

// TypedKey keeps Enter for OnEnter.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	switch {
	case isEnter(k):
		call(e.OnEnter)
	case k.Name == fyne.KeyDown && e.OnDown != nil:
		e.OnDown()
	case k.Name == fyne.KeyEscape && e.OnEscape != nil && e.OnEscape():
	case !passKey(e, k):
		e.Entry.TypedKey(k)
	}
}

// TypedShortcut leaves the window's shortcuts to the window.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	e.Entry.TypedShortcut(s)
	passShortcut(e, s)
}

// clear empties the field and its undo history.
func (e *entry) clear() { e.SetText("") }

// tick is a check box that also submits on Enter.
type tick struct {
	widget.Check
	OnEnter func()
	OnFocus func()
}

func newTick(label string, changed func(bool)) *tick {
	t := &tick{}
	t.Text, t.OnChanged = label, changed
	t.ExtendBaseWidget(t)
	return t
}

// set ticks it, or not, without telling anybody.
func (t *tick) set(on bool) {
	t.Checked = on
	t.Refresh()
}

// FocusGained reports that the cursor has come.
func (t *tick) FocusGained() {
	t.Check.FocusGained()
	bringIntoSight(t)
	call(t.OnFocus)
}

// TypedKey submits on Enter.
func (t *tick) TypedKey(k *fyne.KeyEvent) {
	if !passKey(t, k) && isEnter(k) {
		call(t.OnEnter)
	}
}

// button is Fyne's button that also reacts to Enter.
type button struct {
	widget.Button
	focused bool
}

func newButton(label string, tapped func()) *button {
	b := &button{}
	b.Text, b.OnTapped = label, tapped
	b.ExtendBaseWidget(b)
	return b
}

// FocusGained shows the focus.
func (b *button) FocusGained() {
	b.focused = true
	b.Button.FocusGained()
	bringIntoSight(b)
}

// FocusLost hides it.
func (b *button) FocusLost() {
	b.focused = false
	b.Button.FocusLost()
}

// TypedKey presses the button on Enter.
func (b *button) TypedKey(k *fyne.KeyEvent) {
	if !passKey(b, k) && isEnter(k) {
		b.press()
	}
}

// TypedRune presses the button on Space. Fyne's own button does so on the key, whose character then arrives in
// whatever has the cursor next: a consent could be ticked by the Space that confirmed a sheet.
func (b *button) TypedRune(r rune) {
	if r == ' ' {
		b.press()
	}
}

func (b *button) press() {
	if !b.Disabled() {
		call(b.OnTapped)
	}
}

func (b *button) enable(on bool) {
	if on {
		b.Enable()
		return
	}
	b.Disable()
}

// prose is a text of several lines. Tab leads on: a field that keeps it would be a trap for the keyboard.
type prose struct {
	widget.Entry
	// OnSubmit follows Ctrl+Enter; nil leaves it to the window.
	OnSubmit func()
}

func newProse(lines int) *prose {
	p := &prose{}
	p.MultiLine = true
	p.Wrapping = fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	p.SetMinRowsVisible(lines)
	return p
}

// TypedShortcut leaves the window's shortcuts to the window, but for the one that submits.
func (p *prose) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.KeyName == fyne.KeyReturn && p.OnSubmit != nil {
		p.OnSubmit()
		return
	}
	p.Entry.TypedShortcut(s)
	passShortcut(p, s)
}

// FocusGained shows the cursor.
func (p *prose) FocusGained() {
	p.Entry.FocusGained()
	bringIntoSight(p)
}

// AcceptsTab is false.
func (p *prose) AcceptsTab() bool { return false }

// TypedKey hands Esc on.
func (p *prose) TypedKey(k *fyne.KeyEvent) {
	if !passKey(p, k) {
		p.Entry.TypedKey(k)
	}
}
