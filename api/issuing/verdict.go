package issuing

import (
	"time"

	"billkey/api/card"
	"billkey/api/ledger"
)

// verdict decides an order by the key now in force and the one that stood before the POST:
//
//	before   now                               verdict
//	none     none, quiet period over           not issued
//	none     our card, new                     issued
//	stamp S  our card, registered since        issued (S replaced)
//	stamp S  S, quiet period over              not issued: the old key still stands
//	any      anything else                     unknown: gone, or another card
//
// quiet must have been asked before the key was.
func verdict(e ledger.Entry, now *Key, quiet bool) ledger.State {
	none := !e.Replace && e.Prior == ledger.Stamp{}
	switch {
	case now == nil && none && quiet, quiet && stillPrior(e, now):
		return ledger.NotIssued
	case now != nil && ours(e, now) && moved(e, now):
		return ledger.Issued
	}
	return ledger.Unknown
}

// stillPrior tells that the key that stood before provably still does. An equal stamp is no proof where the server
// tells no time, nor where the key was registered so shortly before the order that both can fall into one second;
// then only the other card's mask is.
func stillPrior(e ledger.Entry, now *Key) bool {
	if now == nil || now.stamp() != e.Prior {
		return false
	}
	return !ours(e, now) || !now.Updated.IsZero() && now.Updated.Before(e.StartedAt.Add(-clockSlack))
}

// moved tells that the key was registered after the order began. Within the prior key's very second only the change to
// another card shows it.
func moved(e ledger.Entry, k *Key) bool {
	if k.Updated.IsZero() || k.Updated.Before(e.StartedAt.Add(-clockSlack)) {
		return false
	}
	updated := seconds(k.Updated)
	return updated > e.Prior.Updated || updated == e.Prior.Updated && !sameCard(e.Prior.Masked, k.Masked)
}

// ours tells that k can be the order's card.
func ours(e ledger.Entry, k *Key) bool { return sameCard(e.Masked, k.Masked) }

// sameCard compares the digits that both masks show, of the first six and of the last four: PGs hide more or fewer. What
// is hidden contradicts nothing; masks without digits leave the decision to the stamps.
func sameCard(a, b string) bool {
	const head = 6
	for i := range min(head, len(a), len(b)) {
		if a[i] != b[i] && a[i] != '*' && b[i] != '*' {
			return false
		}
	}
	at, bt := card.LastFour(a), card.LastFour(b)
	return at == "" || bt == "" || at == bt
}

// quiet tells that nothing of the order can be travelling any more. For an order of this desk it counts on the monotonic
// clock, for others on the server's: wall clocks are put right at any moment.
func (d *Desk) quiet(e ledger.Entry) bool {
	if o, ok := d.own(e.ID); ok {
		return !o.flying && time.Since(o.began) >= Quiet
	}
	return d.gateway.Now().Sub(e.StartedAt) >= Quiet+clockSlack
}
