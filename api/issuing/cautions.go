package issuing

import (
	"context"
	"slices"
	"time"

	"billkey/api/ledger"
)

// CautionKind says what is unusual about an order that may nevertheless be right.
type CautionKind string

// Kinds of cautions, in the order in which [Desk.Cautions] gives them.
const (
	// SameCard: the same card is registered behind the customer_uid already; a renewal keeps its number.
	SameCard CautionKind = "same_card"
	// JustDone: the same card was registered behind the customer_uid within the last ten minutes.
	JustDone CautionKind = "just_done"
	// WrongPIN: the card company declined this card's PIN digits; wrong ones are counted and lock the card.
	WrongPIN CautionKind = "wrong_pin"
	// CardLocked: the card company has locked this card for too many wrong tries.
	CardLocked CautionKind = "card_locked"
)

// Demand is what a caution wants of the operator before the order goes out.
type Demand int

const (
	// Tell only shows it.
	Tell Demand = iota
	// Ask wants a yes.
	Ask
	// Tick wants the tick that the customer was asked again.
	Tick
)

// Caution is one thing to say before the button is pressed.
type Caution struct {
	Kind   CautionKind
	Demand Demand
	// Count is how often the PIN digits were declined, for WrongPIN and CardLocked.
	Count int
	// Key is the registered key, for SameCard.
	Key *Key
	// Entry is the last order it is about; nil for SameCard.
	Entry *ledger.Entry
}

const (
	// justNow is how long the same card on the same customer_uid looks like a slip.
	justNow = 10 * time.Minute
	// pinMemory is how long a declined PIN is brought up. Card companies count up to the next success.
	pinMemory = 30 * 24 * time.Hour
	// recentEntries is how far back a customer_uid's story is read.
	recentEntries = 20
)

// Cautions judges registering the card with this mask behind uid by the key in force (a lookup, if the last one is
// older than [Freshness]) and by the ledger's entries. Issue does not ask for them: the screen does.
func (d *Desk) Cautions(ctx context.Context, uid, masked string) ([]Caution, error) {
	l, err := d.within(ctx, uid, Freshness)
	if err != nil {
		return nil, err
	}
	list, err := d.entriesOf(ctx, uid, recentEntries)
	if err != nil {
		return nil, &Failure{Kind: NoJournal, Err: err}
	}
	list = slices.DeleteFunc(list, func(e ledger.Entry) bool { return !sameShown(e.Masked, masked) })
	var out []Caution
	if l.Used() && sameShown(l.Key.Masked, masked) {
		out = append(out, Caution{Kind: SameCard, Demand: Ask, Key: l.Key})
	}
	now := d.gateway.Now()
	return append(append(out, justDone(list, now)...), pinDeclines(list, now)...), nil
}

// sameShown tells that two masks show the same first six and last four.
func sameShown(a, b string) bool { return a == b && sameCard(a, b) && a != "" }

func justDone(list []ledger.Entry, now time.Time) []Caution {
	for i, e := range list {
		if ended(e).State == ledger.Issued && now.Sub(e.StartedAt) < justNow {
			return []Caution{{Kind: JustDone, Demand: Ask, Entry: &list[i]}}
		}
	}
	return nil
}

// pinDeclines counts the declined PINs since the card was last accepted, newest first.
func pinDeclines(list []ledger.Entry, now time.Time) []Caution {
	c := Caution{Kind: WrongPIN}
	for i, e := range list {
		if ended(e).State == ledger.Issued || now.Sub(e.StartedAt) > pinMemory {
			break
		}
		a := ended(e).Advice
		if a.Class != Locked && !(a.Counted && (a.Class == FixPIN || a.Class == FixBoth)) {
			continue
		}
		if c.Count++; c.Count == 1 {
			c.Entry = &list[i]
		}
		if a.Class == Locked {
			c.Kind = CardLocked
		}
	}
	if c.Count == 0 {
		return nil
	}
	if c.Count > 1 || c.Kind == CardLocked {
		c.Demand = Tick
	}
	return []Caution{c}
}
