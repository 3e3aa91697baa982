package headless

import (
	"bytes"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"billkey/api/card"
	"billkey/api/issuing"
)

// fields are the raw texts of an order by their API names, as they were posted or typed. The bytes belong to whoever
// read them, and are wiped there.
type fields map[card.Field][]byte

// order is a checked order's card and customer_uid.
type order struct {
	uid  string
	card *card.Card
}

// cardOf checks every card field and builds the card. What is only unusual passes: nobody is there to ask. needs are the
// fields that this profile's PG wants beyond number and expiry.
func (f fields) cardOf(needs []string, digitsOnly bool, now time.Time) (*card.Card, *card.Problem) {
	number, okNumber := digitsIn(f[card.FieldNumber])
	holder, okHolder := digitsIn(f[card.FieldHolder])
	pin, okPIN := digitsIn(f[card.FieldPIN])
	cvc, okCVC := digitsIn(f[card.FieldCVC])
	expiry := expiryIn(f[card.FieldExpiry])
	for _, b := range [][]byte{number, holder, pin, cvc, expiry} {
		defer clear(b)
	}
	var c checks
	c.digits(card.FieldNumber, okNumber, card.NumberCharacters, card.CheckNumber(number))
	c.digits(card.FieldExpiry, len(bytes.TrimSpace(f[card.FieldExpiry])) == 0 || expiry != nil, card.ExpiryCharacters, card.CheckExpiry(expiry, now))
	wanted := func(name card.Field, given []byte, ok bool) bool {
		return len(given) > 0 || !ok || slices.Contains(needs, string(name))
	}
	if wanted(card.FieldHolder, holder, okHolder) {
		c.digits(card.FieldHolder, okHolder, card.HolderLength, card.CheckHolder(holder))
	}
	if wanted(card.FieldPIN, pin, okPIN) {
		c.digits(card.FieldPIN, okPIN, card.PINLength, card.CheckPIN(pin))
	}
	if wanted(card.FieldCVC, cvc, okCVC) {
		c.digits(card.FieldCVC, okCVC, card.CVCLength, card.CheckCVC(cvc))
	}
	for _, t := range []card.Field{card.FieldName, card.FieldTel, card.FieldEmail, card.FieldCustomerID} {
		needed := slices.Contains(needs, string(t)) && t != card.FieldCustomerID // only advised anywhere
		c.add(card.CheckText(t, f.text(t), needed)...)
	}
	if c.first != nil {
		return nil, c.first
	}
	e, _ := card.ExpiryOf(expiry)
	return &card.Card{
		Number: card.NewNumber(number), Expiry: e, Holder: card.NewHolder(holder), PIN: card.NewPIN(pin), CVC: card.NewCVC(cvc),
		Name: f.text(card.FieldName), Tel: f.text(card.FieldTel), Email: f.text(card.FieldEmail),
		CustomerID: f.text(card.FieldCustomerID), DigitsOnly: digitsOnly,
	}, nil
}

// orderOf is cardOf with the customer_uid.
func (f fields) orderOf(needs []string, digitsOnly bool, now time.Time) (order, *card.Problem) {
	uid := string(f[card.FieldUID])
	for _, p := range issuing.CheckUID(uid, "") {
		if p.Level == card.Refuse {
			return order{}, &p
		}
	}
	c, problem := f.cardOf(needs, digitsOnly, now)
	return order{uid: uid, card: c}, problem
}

// text is one of the fields that hold no card data.
func (f fields) text(name card.Field) string { return string(bytes.TrimSpace(f[name])) }

// checks keeps the first problem that forbids sending.
type checks struct{ first *card.Problem }

func (c *checks) add(list ...card.Problem) {
	for _, p := range list {
		if p.Level == card.Refuse && c.first == nil {
			c.first = &p
		}
	}
}

// digits adds the problems of a field of digits, or that it has characters that are none.
func (c *checks) digits(f card.Field, ok bool, bad card.Code, list []card.Problem) {
	if !ok {
		c.add(card.Problem{Field: f, Code: bad})
		return
	}
	c.add(list...)
}

// digitsIn drops spaces and dashes of every kind; false where anything else but digits stands between.
func digitsIn(text []byte) ([]byte, bool) {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		c, ok := card.DigitOf(r)
		switch {
		case ok:
			out = append(out, c)
		case !unicode.IsSpace(r) && !unicode.In(r, unicode.Pd, unicode.Cf):
			return out, false
		}
	}
	return out, true
}

// expiryIn reads YYYY-MM, MM/YY, MM/YYYY, MMYY, YYYYMM and MMYYYY into MMYY; nil for anything else.
func expiryIn(text []byte) []byte {
	var groups [][]byte
	open := false
	for text = bytes.TrimSpace(text); len(text) > 0; {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		c, ok := card.DigitOf(r)
		switch {
		case ok && open:
			groups[len(groups)-1] = append(groups[len(groups)-1], c)
		case ok:
			groups, open = append(groups, append(make([]byte, 0, 8), c)), true
		case !unicode.IsSpace(r) && !unicode.In(r, unicode.Pd) && r != '/' && r != '.':
			return nil
		default:
			open = false
		}
	}
	for _, g := range groups {
		defer clear(g)
	}
	switch {
	case len(groups) == 1:
		return oneGroup(groups[0])
	case len(groups) == 2 && len(groups[0]) == 4:
		return monthYear(groups[1], groups[0])
	case len(groups) == 2:
		return monthYear(groups[0], groups[1])
	}
	return nil
}

func oneGroup(d []byte) []byte {
	switch {
	case len(d) == 4:
		return monthYear(d[:2], d[2:])
	case len(d) == 6 && bytes.HasPrefix(d, []byte("20")):
		return monthYear(d[4:], d[:4])
	case len(d) == 6:
		return monthYear(d[:2], d[2:])
	}
	return nil
}

// monthYear is MMYY; the year may have its century, which is this one.
func monthYear(month, year []byte) []byte {
	if len(year) == 4 && bytes.HasPrefix(year, []byte("20")) {
		year = year[2:]
	}
	if len(month) == 0 || len(month) > 2 || len(year) != 2 {
		return nil
	}
	out := make([]byte, 0, 4)
	if len(month) == 1 {
		out = append(out, '0')
	}
	return append(append(out, month...), year...)
}
