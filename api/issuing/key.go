package issuing

import (
	"strings"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/ledger"
)

// Key is a billing key as the server shows it.
type Key struct {
	CustomerUID, CustomerName string
	PG, MID                   string
	CardName, CardCode        string
	// Masked is first six, stars, last four; empty where the PG gives no number.
	Masked string
	// Sandbox tells whether the key was issued on a test channel; nil where the server does not say.
	Sandbox *bool
	// Inserted is the first registration, Updated the last one.
	Inserted, Updated time.Time
}

func keyOf(b api.BillingKey) *Key {
	return &Key{
		CustomerUID: b.CustomerUID, CustomerName: b.CustomerName,
		PG: b.PGProvider, MID: b.PGID,
		CardName: b.CardName, CardCode: b.CardCode,
		Masked: oneMask(b.CardNumber), Sandbox: b.Sandbox,
		Inserted: unix(b.Inserted), Updated: unix(b.Updated),
	}
}

// oneMask brings a server's mask into the form that the ledger takes: digits, stars, digits. Some PGs show the last four
// only, or hide digits among the first six; an order whose answer the ledger refused would stay open for ever.
func oneMask(s string) string {
	m := card.Mask(s)
	if m == "" || strings.Trim(m, "*") == "" {
		return m
	}
	head, tail := digitsBefore(m), card.LastFour(m)
	if len(m) <= len(tail) || head == m {
		head = ""
	}
	return head + strings.Repeat("*", max(1, len(m)-len(head)-len(tail))) + tail
}

// digitsBefore is the run of digits at the start of a mask.
func digitsBefore(m string) string {
	if at := strings.IndexByte(m, '*'); at >= 0 {
		return m[:at]
	}
	return m
}

func unix(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0)
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// stamp identifies the key in force: two lookups with one stamp saw the same registration, or two within one second.
func (k *Key) stamp() ledger.Stamp {
	if k == nil {
		return ledger.Stamp{}
	}
	return ledger.Stamp{Inserted: seconds(k.Inserted), Updated: seconds(k.Updated), Masked: k.Masked}
}

func ledgerKey(k *Key) *ledger.Key {
	return &ledger.Key{
		Inserted: seconds(k.Inserted), Updated: seconds(k.Updated), Masked: k.Masked,
		CardName: k.CardName, CardCode: k.CardCode, CustomerName: k.CustomerName, PG: k.PG, MID: k.MID, Sandbox: k.Sandbox,
	}
}

// keyIn is the key that an entry remembers.
func keyIn(e ledger.Entry) *Key {
	return &Key{
		CustomerUID: e.CustomerUID, CustomerName: e.CustomerName, PG: e.PG, MID: e.MID, CardName: e.CardName, CardCode: e.CardCode, Masked: e.Masked,
		Sandbox: e.Sandbox, Inserted: unix(e.Inserted), Updated: unix(e.Updated),
	}
}
