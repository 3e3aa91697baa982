package ui

import "billkey/api/card"

// numberBefore is what is remembered of the number as it stood before the last edit.
type numberBefore struct {
	whole bool   // since it was empty, it was whole once
	mask  string // while it is whole
}

// noteNumber takes away what was printed on a card whose number gives way to another one: typed anew from its first digits, or
// pasted over. What is mended within a number leaves the rest as it is. The holder stays, who has both cards.
func (f *cardForm) noteNumber() {
	before, digits := f.before, f.number.digits.Bytes()
	f.before.mask = ""
	if card.NumberComplete(digits) {
		f.before = numberBefore{true, f.masked()}
	}
	pasted := before.mask != "" && f.before.mask != "" && before.mask != f.before.mask
	if anew := before.whole && len(digits) < 2; !anew && !pasted {
		return
	}
	f.before.whole = pasted
	for _, field := range []card.Field{card.FieldExpiry, card.FieldPIN, card.FieldCVC} {
		if d := f.input(field).(*digitField); d.digits.Len() > 0 {
			d.wipe()
			delete(f.left, field)
			f.judge(field)
		}
	}
}
