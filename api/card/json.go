package card

import (
	"encoding/json"
	"slices"

	"billkey/api/secret"
)

// AppendJSON appends the card's members of the body of POST /subscribe/customers/{customer_uid} to dst:
// card_number (dddd-dddd-dddd-dddd, grouped as printed), expiry (YYYY-MM) and those of birth, pwd_2digit, cvc and
// customer_* that are set. No braces, no comma at either end. Give dst the capacity of [Card.JSONLen] more, so that
// no half-grown copy of the number is left behind.
func (c *Card) AppendJSON(dst []byte) []byte {
	dst = append(dst, `"card_number":"`...)
	dst = c.appendNumber(dst)
	dst = append(dst, `","expiry":"`...)
	dst = c.Expiry.appendAPI(dst)
	dst = append(dst, '"')
	dst = appendSecret(dst, FieldHolder, c.Holder.v)
	dst = appendSecret(dst, FieldPIN, c.PIN.v)
	dst = appendSecret(dst, FieldCVC, c.CVC)
	dst = appendText(dst, FieldName, c.Name)
	dst = appendText(dst, FieldTel, c.Tel)
	dst = appendText(dst, FieldEmail, c.Email)
	return appendText(dst, FieldCustomerID, c.CustomerID)
}

// JSONLen is an upper bound of what [Card.AppendJSON] appends, in bytes.
func (c *Card) JSONLen() int {
	const names, expiry, escaped = 192, 7, 6 // a byte grows to \u00XX or \ufffd at the most
	digits := 2*c.Number.v.Len() + expiry + c.Holder.v.Len() + c.PIN.v.Len() + c.CVC.Len()
	return names + digits + escaped*(len(c.Name)+len(c.Tel)+len(c.Email)+len(c.CustomerID))
}

func (c *Card) appendNumber(dst []byte) []byte {
	digits := c.Number.v.Reveal()
	gaps := BrandOf(digits).Gaps(len(digits))
	for i, d := range digits {
		if !c.DigitsOnly && slices.Contains(gaps, i) {
			dst = append(dst, '-')
		}
		dst = append(dst, d)
	}
	return dst
}

func appendSecret(dst []byte, f Field, v secret.Value) []byte {
	if v.IsZero() {
		return dst
	}
	dst = append(appendName(dst, f), '"')
	dst = append(dst, v.Reveal()...)
	return append(dst, '"')
}

func appendText(dst []byte, f Field, s string) []byte {
	if s == "" {
		return dst
	}
	quoted, err := json.Marshal(s)
	if err != nil { // a string always marshals
		return dst
	}
	return append(appendName(dst, f), quoted...)
}

func appendName(dst []byte, f Field) []byte {
	dst = append(dst, ',', '"')
	dst = append(dst, f...)
	return append(dst, '"', ':')
}
