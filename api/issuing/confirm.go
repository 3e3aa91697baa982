package issuing

import (
	"billkey/api/card"
	"billkey/api/ledger"
)

// Confirmation is the operator's word that one very key may be replaced. Only [Desk.Confirm] makes one.
type Confirmation struct {
	uid   string
	stamp ledger.Stamp
	name  string
	made  bool
}

// Challenge is what the operator must type before a key is replaced.
type Challenge int

const (
	// TypeLastFour asks for the last four digits of the OLD card.
	TypeLastFour Challenge = iota
	// TypeUID asks for the customer_uid again, where the server shows no card number.
	TypeUID
)

// ChallengeFor tells what confirming the replacement of l's key asks for.
func ChallengeFor(l Lookup) Challenge {
	if l.Key != nil && card.LastFour(l.Key.Masked) != "" {
		return TypeLastFour
	}
	return TypeUID
}

// Confirm checks what was typed against the key that l shows; false when it does not match or nothing is to be replaced.
func (d *Desk) Confirm(l Lookup, typed string) (Confirmation, bool) {
	want := l.UID
	if ChallengeFor(l) == TypeLastFour {
		want = card.LastFour(l.Key.Masked)
	}
	if l.Key == nil || typed != want {
		return Confirmation{}, false
	}
	return Confirmation{uid: l.UID, stamp: l.Key.stamp(), name: l.Key.CardName, made: true}, true
}
