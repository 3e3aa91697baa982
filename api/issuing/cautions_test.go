package issuing_test

import (
	"fmt"
	"testing"
	"time"

	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

const (
	wrongPIN  = "4000000000011207"
	lockedPIN = "4000000000011504"
	wrongDate = "4000000000010803"
)

// said is what the desk warns of before registering pan, in short.
func (s *stage) said(pan string) string {
	s.t.Helper()
	list, err := s.desk.Cautions(s.t.Context(), uid, card.Fake(pan).Masked())
	if err != nil {
		s.t.Fatal(err)
	}
	out := ""
	for _, c := range list {
		out += fmt.Sprint(c.Kind, " ", c.Demand, " ", c.Count, ";")
		if (c.Kind == issuing.SameCard) != (c.Key != nil) || (c.Kind == issuing.SameCard) == (c.Entry != nil) {
			s.t.Errorf("%+v", c)
		}
	}
	return out
}

func (s *stage) declined(pan string) {
	s.t.Helper()
	if r, err := s.issue(pan, issuing.Confirmation{}); err != nil || r.State != ledger.Declined {
		s.t.Fatalf("%+v, %v", r, err)
	}
}

func TestTheSameCardAgainIsAskedAbout(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		if got := s.said(panA); got != "" {
			t.Errorf("new: %s", got)
		}
		s.issued(panA, issuing.Confirmation{})
		if got := s.said(panA); got != "same_card 1 0;just_done 1 0;" {
			t.Errorf("at once: %s", got)
		}
		if got := s.said(panB); got != "" {
			t.Errorf("another card: %s", got)
		}
		pass(10 * time.Minute)
		if got := s.said(panA); got != "same_card 1 0;" {
			t.Errorf("after ten minutes: %s", got)
		}
		s.issued(panB, s.confirmed())
		s.issued(panA, s.confirmed())
		s.issued(panB, s.confirmed())
		if got := s.said(panA); got != "just_done 1 0;" { // replaced since, but done just now
			t.Errorf("replaced: %s", got)
		}
	})
}

func TestDeclinedPINsAreCountedUntilTheCardIsAccepted(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.declined(wrongDate)
		if got := s.said(wrongDate); got != "" {
			t.Errorf("an expiry is not counted: %s", got)
		}
		for i, want := range []string{"wrong_pin 0 1;", "wrong_pin 2 2;", "wrong_pin 2 3;"} {
			s.declined(wrongPIN)
			if got := s.said(wrongPIN); got != want {
				t.Errorf("after %d: %s, want %s", i+1, got, want)
			}
		}
		if got := s.said(panA); got != "" {
			t.Errorf("another card: %s", got)
		}
		pass(31 * 24 * time.Hour)
		if got := s.said(wrongPIN); got != "" {
			t.Errorf("long ago: %s", got)
		}
	})
}

func TestALockedCardAsksForTheTickAtOnce(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.declined(lockedPIN)
		if got := s.said(lockedPIN); got != "card_locked 2 1;" {
			t.Error(got)
		}
	})
}

func TestAnAcceptedCardClearsItsWrongPINs(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.inject(sandbox.Fault{Kind: sandbox.FaultHostileMessage}) // some other decline of the same card
		s.declined(panA)
		if got := s.said(panA); got != "" {
			t.Errorf("not a PIN: %s", got)
		}
		s.declined(wrongPIN)
		pass(time.Hour)
		s.issued(panA, issuing.Confirmation{})
		if got := s.said(wrongPIN); got != "wrong_pin 0 1;" {
			t.Errorf("another card was accepted: %s", got)
		}
	})
}

func TestCautionsNeedALedgerAndALookup(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.server.Inject(sandbox.Fault{Kind: sandbox.FaultBadGateway, Method: "GET"})
		_, err := s.desk.Cautions(t.Context(), uid, "411111******1111")
		wantKind(t, err, issuing.Unclear)
		d := issuing.New(s.client, &failing{Journal: s.ledger, story: true}, practice)
		_, err = d.Cautions(t.Context(), uid, "411111******1111")
		wantKind(t, err, issuing.NoJournal)
	})
}

// The caution costs nothing at the press of the button: its lookup is the one that issuing needs anyway.
func TestCautionsShareTheLookupOfTheOrder(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.said(panA)
		s.issued(panA, issuing.Confirmation{})
		if got := s.server.Count("GET", keyRoute); got != 1 {
			t.Errorf("%d lookups", got)
		}
	})
}
