package stage

import (
	"strings"
	"time"
)

// Plastic is a card as it is read aloud.
type Plastic struct{ Number, Expiry, PIN, Birth string }

// LastFour are the last digits of its number.
func (p Plastic) LastFour() string { return p.Number[len(p.Number)-4:] }

// Masked is its number as it may be kept: the first six and the last four.
func (p Plastic) Masked() string {
	return p.Number[:6] + strings.Repeat("*", len(p.Number)-10) + p.LastFour()
}

// Fill types customer_uid and card with the cursor in the first field, and waits for the lookups on the way: the fields
// that lead up to the order refresh what is known of the customer_uid, so that the press costs one request.
func (s *Story) Fill(uid string, used bool, c Plastic) {
	s.Write(uid)
	s.Keys("Tab")
	s.Await("looked_up", "uid", uid, "used", used)
	s.Keys("space") // consent; the cursor goes on to the number
	s.Write(c.Number + c.Expiry)
	s.Await("looked_up", "uid", uid)
	s.Write(c.PIN)
	s.Await("looked_up", "uid", uid)
	s.Write(c.Birth)
}

// AnswerOperator answers the question whose name is recorded, which comes once on every machine, with the name filled in. It
// waits for the answer: Windows takes the close of a window before the keys that were pressed earlier.
func (s *Story) AnswerOperator() {
	s.Once("operator_asked")
	s.Keys("Return")
	s.Await("operator_named")
}

// restsFor is how old a lookup may have become, at the most, before the press of the button asks once more: it is refreshed
// when it is older than half of five seconds, and asked again when it is older than five.
const restsFor = 2500 * time.Millisecond

// Issued waits for the end of an order and for its row in the panel. It returns how many HTTP requests lay between the
// press and the end; more than one fails the story, unless the keys before the press took too long.
func (s *Story) Issued(uid string) (requests int) {
	s.Await("issuing", "uid", uid)
	late := s.Err == nil && s.Window.Apart("looked_up", "issuing") > restsFor
	s.Await("settled", "uid", uid, "state", "issued")
	if s.Err == nil {
		requests = s.Window.Between("issuing", "exchange")
	}
	s.Must(requests == 1 || late && requests == 2, "%d requests between the press and the result", requests)
	s.Await("counted")
	return requests
}
