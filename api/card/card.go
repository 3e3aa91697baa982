// Package card parses, validates, masks and wipes the fields read from a customer's card.
// It is pure: no I/O, no clock of its own, and reasons are codes, never sentences.
package card

import "billkey/api/secret"

// Card is what one billing key is issued from. It is used by pointer and prints as its mask only.
// Wipe it as soon as the attempt has ended.
type Card struct {
	Number Number
	Expiry Expiry
	Holder Holder
	PIN    PIN
	// CVC is 3 or 4 digits; only paymentwall asks for it.
	CVC secret.Value

	// Name is customer_name, at most 20 characters; welcome requires it.
	Name string
	// Tel is customer_tel, at most 20 characters.
	Tel string
	// Email is customer_email, at most 200 characters.
	Email string
	// CustomerID is customer_id, advised for tosspayments: 2 to 255 of letters, digits and - _ = . @.
	CustomerID string
	// DigitsOnly sends card_number without hyphens.
	DigitsOnly bool
}

// Masked is the only form of the number that may be shown or stored: first six, stars, last four.
func (c *Card) Masked() string { return c.Number.Masked() }

// Wipe overwrites every card field in place. The card is empty afterwards.
func (c *Card) Wipe() {
	c.Number.v.Wipe()
	c.Holder.v.Wipe()
	c.PIN.v.Wipe()
	c.CVC.Wipe()
	*c = Card{}
}

// Fake builds a card around number for tests and for the practice profile:
// expiry 2030-12, birth 900101, PIN digits 12.
func Fake(number string) *Card {
	return &Card{
		Number: Number{secret.FromString(number)},
		Expiry: Expiry{Year: 2030, Month: 12},
		Holder: Holder{secret.FromString("900101")},
		PIN:    PIN{secret.FromString("12")},
	}
}
