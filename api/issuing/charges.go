package issuing

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"billkey/api/ledger"
)

// Charged is one test charge on a key.
type Charged struct {
	UID string
	// EntryID is the row whose key was charged.
	EntryID int64
	// MerchantUID is ours, ImpUID iamport's; ImpUID is empty while Unknown.
	MerchantUID, ImpUID string
	// Amount is in won.
	Amount int64
	// At is when it was written down, on the server's clock.
	At       time.Time
	Operator string
	// Unknown: the charge may have been sent, and nobody knows whether it was made.
	Unknown bool
}

// OpenCharges are the charges in a story that are not known to be cancelled or never to have been made, oldest first.
//
// The Detail of a charge's events is its merchant_uid, a blank and the amount in won; then, after another blank, the
// imp_uid for charged and cancelled, with a dot after every sixth digit in a row, and the PG's message, if any, for
// not_charged. charging has no third part. Of cancelled, an amount of a charge made elsewhere is 0.
func OpenCharges(events []ledger.Event) []Charged {
	var open []Charged
	ended := map[string]bool{} // also before a late word that it was made
	for _, e := range events {
		c := chargeOf(e)
		if ended[c.MerchantUID] {
			continue
		}
		at := slices.IndexFunc(open, func(o Charged) bool { return o.MerchantUID == c.MerchantUID })
		switch e.Kind {
		case KindCharging, ledger.KindCharged:
			if at < 0 {
				open = append(open, c)
			} else if e.Kind == ledger.KindCharged {
				open[at].ImpUID, open[at].Unknown = c.ImpUID, false
			}
		case ledger.KindCancelled, KindNotCharged:
			ended[c.MerchantUID] = true
			if at >= 0 {
				open = slices.Delete(open, at, at+1)
			}
		}
	}
	return open
}

// chargeOf reads a charge's event.
func chargeOf(e ledger.Event) Charged {
	merchant, rest, _ := strings.Cut(e.Detail, " ")
	amount, rest, _ := strings.Cut(rest, " ")
	c := Charged{
		UID: e.CustomerUID, EntryID: e.EntryID, MerchantUID: merchant, At: e.At, Operator: e.Operator, Unknown: e.Kind == KindCharging,
	}
	c.Amount, _ = strconv.ParseInt(amount, 10, 64)
	if e.Kind == ledger.KindCharged || e.Kind == ledger.KindCancelled {
		c.ImpUID = strings.ReplaceAll(rest, ".", "")
	}
	return c
}

func chargeDetail(merchant string, amount int64, kind, rest string) string {
	detail := merchant + " " + strconv.FormatInt(amount, 10)
	if kind == ledger.KindCharged || kind == ledger.KindCancelled {
		rest = dotted(rest)
	}
	return strings.TrimSuffix(detail+" "+rest, " ")
}

// dotted puts a dot after every sixth digit in a row: the ledger stars a row as long as an imp_uid's, taking it for a card
// number's.
func dotted(id string) string {
	const row = 6
	var b strings.Builder
	n := 0
	for _, r := range id {
		if r < '0' || r > '9' {
			n = 0
		} else if n++; n > row {
			b.WriteByte('.')
			n = 1
		}
		b.WriteRune(r)
	}
	return b.String()
}
