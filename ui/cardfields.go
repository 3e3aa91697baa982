package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
)

const highImportance = widget.HighImportance

// newNumberField takes a card number, grouped as its brand prints it.
func newNumberField(size fyne.ThemeSizeName) *digitField {
	f := newDigitField(card.MaxNumber, size)
	f.gaps, f.ghost, f.room = numberGaps, "0000000000000000", numberRoom
	return f
}

// newExpiryField takes MM/YY.
func newExpiryField() *digitField {
	f := newDigitField(4, sizeDigits)
	f.gaps, f.separator, f.ghost = fixedGaps(2), "/", "MMYY"
	f.typed, f.parse = card.TypeExpiry, card.ParseExpiry
	return f
}

// newPINField takes the first two PIN digits and shows dots.
func newPINField() *digitField { return newMaskedField(2) }

// newMaskedField shows dots.
func newMaskedField(limit int) *digitField {
	f := newDigitField(limit, sizeDigits)
	f.masked = true
	return f
}

// newHolderField takes a birth date or a business number.
func newHolderField() *digitField {
	f := newDigitField(card.MaxHolder, sizeDigits)
	f.gaps = holderGaps
	return f
}
