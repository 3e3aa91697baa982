package export

import (
	"slices"
	"time"

	"billkey/api/ledger"
)

// kind is what a column's cells are checked for and how they are written.
type kind int

const (
	data     kind = iota // an identifier or one of the caller's words
	freeText             // what people and servers wrote: it must hold no card number
	number               // a masked card number
	moment               // a time
)

// column is one that can be written. Exactly one of text and at is set: at of a moment.
type column struct {
	key   string
	kind  kind
	width float64 // of a workbook's column, in characters
	text  func(e ledger.Entry, w Words) string
	at    func(e ledger.Entry) time.Time
}

// known are all columns, in the order in which a file usually has them.
var known = []column{
	{key: "state", width: 12, text: func(e ledger.Entry, w Words) string { return said(w.State, e.State, string(e.State)) }},
	{key: "time", kind: moment, width: 19, at: func(e ledger.Entry) time.Time { return e.StartedAt }},
	{key: "customer_uid", width: 28, text: func(e ledger.Entry, _ Words) string { return e.CustomerUID }},
	{key: "name", kind: freeText, width: 14, text: func(e ledger.Entry, _ Words) string { return e.CustomerName }},
	{key: "company", kind: freeText, width: 14, text: func(e ledger.Entry, _ Words) string { return e.CardName }},
	{key: "number", kind: number, width: 20, text: func(e ledger.Entry, _ Words) string { return e.Masked }},
	{key: "key_number", kind: number, width: 20, text: func(e ledger.Entry, _ Words) string { return e.KeyMasked }},
	{key: "pg", width: 14, text: func(e ledger.Entry, _ Words) string { return e.PG }},
	{key: "mid", width: 16, text: func(e ledger.Entry, _ Words) string { return e.MID }},
	{key: "environment", width: 12, text: func(e ledger.Entry, w Words) string { return said(w.Environment, e.Environment, e.Environment) }},
	{key: "profile", width: 16, text: func(e ledger.Entry, w Words) string { return said(w.Profile, e.Profile, e.Profile) }},
	{key: "operator", kind: freeText, width: 12, text: func(e ledger.Entry, _ Words) string { return e.Operator }},
	{key: "link", width: 32, text: link},
	{key: "elsewhere", width: 16, text: elsewhere},
	{key: "message", kind: freeText, width: 48, text: func(e ledger.Entry, _ Words) string { return e.Message }},
	{key: "note", kind: freeText, width: 32, text: func(e ledger.Entry, _ Words) string { return e.Note }},
	{key: "first_registered", kind: moment, width: 19, at: func(e ledger.Entry) time.Time { return seconds(e.Inserted) }},
	{key: "last_registered", kind: moment, width: 19, at: func(e ledger.Entry) time.Time { return seconds(e.Updated) }},
	{key: "settled", kind: moment, width: 19, at: func(e ledger.Entry) time.Time { return e.SettledAt }},
	{key: "consent", kind: moment, width: 19, at: func(e ledger.Entry) time.Time { return e.ConsentAt }},
	{key: "looked_up", kind: moment, width: 19, at: func(e ledger.Entry) time.Time { return e.LookedAt }},
}

// Columns are the keys that [Column] takes: state, time (of the order), customer_uid, name, company, number (the card that
// was typed), key_number (as the server shows it), pg, mid, environment, profile, operator, link (what it replaced, what
// replaced it), elsewhere (what another place did to the key), message, note, first_registered and last_registered (the
// server's `inserted` and `updated`), settled, consent, looked_up.
func Columns() []string {
	keys := make([]string, 0, len(known))
	for _, c := range known {
		keys = append(keys, c.key)
	}
	return keys
}

// chosen are the order's columns.
func (o Order) chosen() ([]column, error) {
	if len(o.Columns) == 0 {
		return nil, &ColumnError{}
	}
	var out []column
	for i, want := range o.Columns {
		at := slices.IndexFunc(known, func(c column) bool { return c.key == want.Key })
		twice := slices.ContainsFunc(o.Columns[:i], func(c Column) bool { return c.Key == want.Key })
		if at < 0 || twice {
			return nil, &ColumnError{want.Key}
		}
		out = append(out, known[at])
	}
	return out, nil
}

// said is the caller's word for a value, or else its own.
func said[T any](word func(T) string, value T, own string) string {
	if word == nil {
		return own
	}
	return word(value)
}

// link tells of both neighbours in the chain of a customer_uid's keys: a card in the middle has two.
func link(e ledger.Entry, w Words) string {
	var out string
	if e.Replaces != 0 {
		out = said(w.Replaces, e.ReplacesMasked, e.ReplacesMasked)
	}
	if e.ReplacedBy == 0 {
		return out
	}
	if out != "" {
		out += "\n"
	}
	return out + said(w.ReplacedBy, e.ReplacedByMasked, e.ReplacedByMasked)
}

// elsewhere is empty where nobody has touched the key, which is nearly always: no word is asked for then.
func elsewhere(e ledger.Entry, w Words) string {
	if e.Elsewhere == "" {
		return ""
	}
	return said(w.Elsewhere, e.Elsewhere, e.Elsewhere)
}

// seconds is a time in iamport's form; 0 is none.
func seconds(unix int64) time.Time {
	if unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0)
}
