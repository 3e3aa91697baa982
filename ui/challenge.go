package ui

import (
	"fyne.io/fyne/v2"

	"billkey/api/issuing"
)

// lastFourDigits is how many digits of a card are asked for.
const lastFourDigits = 4

// challenge is the field for what must be read off before a key is replaced or deleted: its card's last four digits, or the
// customer_uid where the server shows no number. A whole card number typed there by habit must not become a string: the digits
// beyond four are not taken.
type challenge struct {
	asksUID  bool
	lastFour *digitField
	uid      *entry
}

func newChallenge(l issuing.Lookup) *challenge {
	return &challenge{asksUID: issuing.ChallengeFor(l) == issuing.TypeUID, lastFour: newDigitField(lastFourDigits, sizeNumber), uid: newEntry()}
}

// follow calls edited after every key, and entered on Enter.
func (c *challenge) follow(edited, entered func()) {
	c.lastFour.OnEdited, c.lastFour.OnSubmit = func(bool) { edited() }, entered
	c.uid.OnChanged, c.uid.OnEnter = func(string) { edited() }, entered
}

// first is the field that gets the cursor.
func (c *challenge) first() fyne.Focusable {
	if c.asksUID {
		return c.uid
	}
	return c.lastFour
}

// ready tells that enough was typed to be compared.
func (c *challenge) ready() bool {
	if c.asksUID {
		return c.uid.Text != ""
	}
	return c.lastFour.digits.Len() == lastFourDigits
}

func (c *challenge) typed() string {
	if c.asksUID {
		return c.uid.Text
	}
	return string(c.lastFour.digits.Bytes())
}

// either is one of two sentences, or of their keys, by what is asked for.
func (c *challenge) either(uid, lastFour string) string {
	if c.asksUID {
		return uid
	}
	return lastFour
}
