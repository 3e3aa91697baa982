package ui

import "billkey/api/card"

// noteNumber watches for a number that is typed anew: once there was as much of one as a card may have, and it is taken back to its
// first digit.
func (f *cardForm) noteNumber() {
	n := f.number.digits.Len()
	if f.numberStood && n < 2 {
		f.anotherCard()
	}
	f.numberStood = n >= wholeNumber || f.numberStood && n >= 2
}

// anotherCard takes away what was printed on a card whose number gives way to another one. What is mended within a number leaves
// the rest as it is. The holder stays, who has both cards.
func (f *cardForm) anotherCard() {
	for _, field := range []card.Field{card.FieldExpiry, card.FieldPIN, card.FieldCVC} {
		if d := f.input(field).(*digitField); d.digits.Len() > 0 {
			d.wipe()
			delete(f.left, field)
			f.judge(field)
		}
	}
}
