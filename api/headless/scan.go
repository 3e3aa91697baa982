package headless

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf16"
	"unicode/utf8"

	"billkey/api/card"
)

var (
	errNotObject = errors.New("body is no JSON object")
	errNotForm   = errors.New("body is no form")
)

// spellings are the names under which front ends post a field: the API's, and the camel case of JavaScript.
var spellings = map[string]card.Field{
	"customer_uid": card.FieldUID, "customerUid": card.FieldUID, "customerUID": card.FieldUID,
	"card_number": card.FieldNumber, "cardNumber": card.FieldNumber,
	"expiry": card.FieldExpiry, "birth": card.FieldHolder, "cvc": card.FieldCVC,
	"pwd_2digit": card.FieldPIN, "pwd2Digit": card.FieldPIN, "pwd2digit": card.FieldPIN,
	"customer_name": card.FieldName, "customerName": card.FieldName,
	"customer_tel": card.FieldTel, "customerTel": card.FieldTel,
	"customer_email": card.FieldEmail, "customerEmail": card.FieldEmail,
	"customer_id": card.FieldCustomerID, "customerId": card.FieldCustomerID,
}

// scanJSON reads the known members of a JSON object. Texts are unescaped in place and stay parts of body: nothing of a
// card becomes a Go string. Of a member that comes twice the last one counts. The body's bytes are changed.
func scanJSON(body []byte) (fields, error) {
	body = bytes.TrimPrefix(body, []byte("\uFEFF"))
	if !json.Valid(body) || !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return nil, errNotObject
	}
	s := scanner{in: body, out: fields{}}
	s.object()
	return s.out, nil
}

// scanner walks over JSON that is known to be valid.
type scanner struct {
	in  []byte
	at  int
	out fields
}

func (s *scanner) object() {
	s.blank()
	s.at++ // the brace
	for s.blank(); s.in[s.at] != '}'; s.blank() {
		if s.in[s.at] == ',' {
			s.at++
			s.blank()
		}
		field, known := spellings[string(s.quoted())]
		s.blank()
		s.at++ // the colon
		s.blank()
		value, isText := s.value()
		if known && isText {
			s.out[field] = value
		}
	}
}

// value reads one value; false for null, booleans, lists and objects.
func (s *scanner) value() ([]byte, bool) {
	switch c := s.in[s.at]; {
	case c == '"':
		return s.quoted(), true
	case c == '{' || c == '[':
		s.skip()
		return nil, false
	default:
		from := s.at
		for s.at < len(s.in) && bytes.IndexByte([]byte(",]} \t\r\n"), s.in[s.at]) < 0 {
			s.at++
		}
		v := s.in[from:s.at]
		return v, v[0] == '-' || v[0] >= '0' && v[0] <= '9'
	}
}

// skip passes over a list or an object.
func (s *scanner) skip() {
	for depth := 0; ; {
		switch s.in[s.at] {
		case '"':
			s.quoted()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
}

func (s *scanner) blank() {
	for bytes.IndexByte([]byte(" \t\r\n"), s.in[s.at]) >= 0 {
		s.at++
	}
}

// quoted reads a string and undoes its escapes where it stands: the result is never longer.
func (s *scanner) quoted() []byte {
	s.at++
	from, to := s.at, s.at
	for s.in[s.at] != '"' {
		if s.in[s.at] != '\\' {
			s.in[to] = s.in[s.at]
			to, s.at = to+1, s.at+1
			continue
		}
		to = s.escape(to)
	}
	s.at++
	return s.in[from:to:to]
}

var shortEscapes = map[byte]byte{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (s *scanner) escape(to int) int {
	c := s.in[s.at+1]
	if c != 'u' {
		if short, ok := shortEscapes[c]; ok {
			c = short
		}
		s.in[to] = c
		s.at += 2
		return to + 1
	}
	r := s.unit()
	if utf16.IsSurrogate(r) && s.in[s.at] == '\\' && s.in[s.at+1] == 'u' {
		back := s.at
		if r = utf16.DecodeRune(r, s.unit()); r == utf8.RuneError {
			s.at = back
		}
	}
	return to + utf8.EncodeRune(s.in[to:to+utf8.UTFMax], r)
}

// unit reads \uXXXX.
func (s *scanner) unit() rune {
	r := rune(0)
	for _, c := range s.in[s.at+2 : s.at+6] {
		r = r<<4 | rune(hexValue(c))
	}
	s.at += 6
	return r
}

// scanForm reads the known members of application/x-www-form-urlencoded, in place like [scanJSON].
func scanForm(body []byte) (fields, error) {
	out := fields{}
	for pair := range bytes.SplitSeq(body, []byte("&")) {
		name, value, _ := bytes.Cut(pair, []byte("="))
		name, okName := unescapeForm(name)
		value, okValue := unescapeForm(value)
		if !okName || !okValue {
			return nil, errNotForm
		}
		if field, known := spellings[string(name)]; known {
			out[field] = value
		}
	}
	return out, nil
}

func unescapeForm(b []byte) ([]byte, bool) {
	to := 0
	for at := 0; at < len(b); at++ {
		c := b[at]
		switch {
		case c == '+':
			c = ' '
		case c == '%' && (at+2 >= len(b) || !isHex(b[at+1]) || !isHex(b[at+2])):
			return nil, false
		case c == '%':
			c = hexValue(b[at+1])<<4 | hexValue(b[at+2])
			at += 2
		}
		b[to] = c
		to++
	}
	return b[:to:to], true
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func hexValue(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}
