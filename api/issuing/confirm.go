package issuing

import (
	"sync/atomic"

	"billkey/api/card"
	"billkey/api/ledger"
)

// Confirmation is the operator's word that one very key may be replaced, once. Only [Desk.Confirm] makes one.
type Confirmation struct {
	profile, uid string
	stamp        ledger.Stamp
	name         string
	// used is set when an order has been sent on it. A stamp has whole seconds and a mask only, so that two
	// registrations may share one: what was confirmed is then the first of them.
	used *atomic.Bool
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
	if !l.named(typed) {
		return Confirmation{}, false
	}
	return Confirmation{
		profile: d.profile.ID, uid: l.UID, stamp: l.Key.stamp(), name: l.Key.CardName, used: new(atomic.Bool),
	}, true
}

// named tells whether typed is what l's key asks for; false where there is no key.
func (l Lookup) named(typed string) bool {
	want := l.UID
	if ChallengeFor(l) == TypeLastFour {
		want = card.LastFour(l.Key.Masked)
	}
	return l.Key != nil && typed == want
}

// made tells a confirmation from the zero value.
func (c Confirmation) made() bool { return c.used != nil }

// spent tells whether an order was sent on it.
func (c Confirmation) spent() bool { return c.made() && c.used.Load() }

// spend lets one order through. Without a confirmation there is nothing to spend.
func (c Confirmation) spend() bool { return !c.made() || c.used.CompareAndSwap(false, true) }

// covers tells whether l shows the very key that was confirmed.
func (c Confirmation) covers(profile string, l Lookup) bool {
	return c.profile == profile && c.uid == l.UID && l.Key != nil && c.stamp == l.Key.stamp()
}

// key is the confirmed key, as far as the confirmation remembers it.
func (c Confirmation) key() *Key {
	return &Key{
		CustomerUID: c.uid, CardName: c.name, Masked: c.stamp.Masked,
		Inserted: unix(c.stamp.Inserted), Updated: unix(c.stamp.Updated),
	}
}
