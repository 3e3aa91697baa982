package ui

import (
	"bytes"

	"fyne.io/fyne/v2"

	"billkey/api/lock"
)

// pinDeed is what a sheet does with the PIN.
type pinDeed string

const (
	pinSet    pinDeed = "set"
	pinChange pinDeed = "change"
	pinRemove pinDeed = "remove"
)

// pinSheet takes the old PIN, and a new one twice, as far as the deed needs them.
type pinSheet struct {
	w               *words
	old, pin, again *digitField // nil where not needed
	note            *text
	deed            *button
	body            fyne.CanvasObject

	// OnDone gets copies, which it wipes.
	OnDone   func(old, pin lock.PIN)
	OnCancel func()
}

func newPINSheet(w *words, d pinDeed) *pinSheet {
	s := &pinSheet{w: w, note: newText("", sizeSmall, colourQuiet)}
	s.note.minLines = 2
	s.deed = newButton(w.t("lock.pin."+string(d)), s.done)
	s.deed.Importance = highImportance
	parts := []fyne.CanvasObject{
		newTitle(w.t("lock.pin."+string(d)+".title"), sizeHeading),
		newText(w.t("lock.pin."+string(d)+".sentence"), sizeBody, colourQuiet),
	}
	add := func(f **digitField, key, hint string) {
		*f = newMaskedField(lock.MaxDigits)
		(*f).OnEdited, (*f).OnSubmit = func(bool) { s.say(toneHint, "") }, s.next(f)
		parts = append(parts, newFieldRow(w.t(key), hint, *f).box)
	}
	if d != pinSet {
		add(&s.old, "lock.pin.old", "")
	}
	if d != pinRemove {
		add(&s.pin, "lock.pin.new", w.t("lock.pin.length"))
		add(&s.again, "lock.pin.again", "")
	}
	parts = append(parts, s.note, answers(newButton(w.t("cancel"), func() { call(s.OnCancel) }), s.deed))
	s.body = column(12, parts...)
	return s
}

// fields are those of this sheet, from top to bottom.
func (s *pinSheet) fields() []*digitField {
	var out []*digitField
	for _, f := range []*digitField{s.old, s.pin, s.again} {
		if f != nil {
			out = append(out, f)
		}
	}
	return out
}

func (s *pinSheet) first() *digitField { return s.fields()[0] }

// next is what Enter does in a field: it goes to the one below, and in the last one does the deed.
func (s *pinSheet) next(of **digitField) func() {
	return func() {
		all := s.fields()
		for i, f := range all[:len(all)-1] {
			if f == *of {
				focusOn(all[i+1])
				return
			}
		}
		s.done()
	}
}

func focusOn(f *digitField) {
	if c := canvasOf(f); c != nil {
		c.Focus(f)
	}
}

// done hands on what was typed, if it can be a PIN and was repeated rightly.
func (s *pinSheet) done() {
	if s.deed.Disabled() || s.OnDone == nil {
		return
	}
	for _, f := range s.fields() {
		if f.digits.Len() < lock.MinDigits {
			s.say(toneBad, s.w.t("lock.pin.length"))
			focusOn(f)
			return
		}
	}
	if s.pin != nil && !bytes.Equal(s.pin.digits.Bytes(), s.again.digits.Bytes()) {
		s.say(toneBad, s.w.t("lock.pin.differ"))
		s.again.wipe()
		focusOn(s.again)
		return
	}
	s.OnDone(copied(s.old), copied(s.pin))
}

func copied(f *digitField) lock.PIN {
	if f == nil {
		return lock.PIN{}
	}
	return lock.NewPIN(f.digits.Bytes())
}

// busy keeps the sheet as it is while the PIN is looked at.
func (s *pinSheet) busy(on bool) {
	s.deed.enable(!on)
	for _, f := range s.fields() {
		f.setDisabled(on)
	}
	if on {
		s.say(toneHint, s.w.t("lock.checking"))
	}
}

func (s *pinSheet) wipe() {
	for _, f := range s.fields() {
		f.wipe()
	}
}

func (s *pinSheet) say(t tone, sentence string) { s.note.set(tones[t].sign+sentence, tones[t].colour) }
