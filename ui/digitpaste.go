package ui

import (
	"bytes"

	"fyne.io/fyne/v2"

	"billkey/api/card"
)

// paste takes what the clipboard holds. What may be a whole card or resident number does not stay there, taken or not.
func (f *digitField) paste(c fyne.Clipboard) {
	content := c.Content()
	f.take(content)
	if countDigits(content) >= wholeNumber {
		c.SetContent("")
	}
}

func countDigits(s string) int {
	n := 0
	for _, r := range s {
		if _, ok := card.DigitOf(r); ok {
			n++
		}
	}
	return n
}

// wholeNumber is how many digits make a pasted text a card number.
const wholeNumber = 12

func (f *digitField) take(content string) {
	if f.parse != nil {
		if digits, ok := f.parse(content); ok {
			f.digits.Set(digits)
			clear(digits)
			f.edited(true)
			return
		}
	}
	was := f.allSelected()
	defer clear(was)
	if code, ok := f.digits.Paste(content); !ok {
		if f.OnRefused != nil {
			f.OnRefused(code)
		}
		return
	}
	if len(was) > 0 && !bytes.Equal(was, f.digits.Bytes()) {
		call(f.OnReplaced)
	}
	f.edited(f.digits.AtEnd())
}

// allSelected is a copy of the digits if all of them are selected.
func (f *digitField) allSelected() []byte {
	if from, to := f.digits.Selection(); from > 0 || to < f.digits.Len() {
		return nil
	}
	return bytes.Clone(f.digits.Bytes())
}
