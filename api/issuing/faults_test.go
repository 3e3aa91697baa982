package issuing_test

import (
	"fmt"
	"testing"
	"time"

	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// served counts the POSTs that the server did not turn away before doing anything.
func (s *stage) served(from int) int {
	n := 0
	for _, r := range s.server.Requests()[from:] {
		if r.Method == "POST" && r.Route == keyRoute && r.Status != 401 {
			n++
		}
	}
	return n
}

// matrix calls f for every fault on a new registration and on a replacement, with the server's clock right and an hour off.
func matrix(t *testing.T, f func(t *testing.T, s *stage, kind sandbox.FaultKind, c issuing.Confirmation)) {
	for i, kind := range sandbox.FaultKinds() {
		for _, replace := range []bool{false, true} {
			skew := time.Duration(i%3-1) * time.Hour
			t.Run(fmt.Sprintf("%s/replace=%v", kind, replace), func(t *testing.T) {
				o := sandbox.Options{Huge: 2 << 20, Clock: func() time.Time { return time.Now().Add(skew) }}
				inBubble(t, o, func(t *testing.T, s *stage) {
					var c issuing.Confirmation
					if replace {
						s.issued(panB, c)
						pass(time.Minute)
						c = s.confirmed()
					}
					f(t, s, kind, c)
				})
			})
		}
	}
}

func TestEveryFaultIsOnePOSTAndEndsInAgreement(t *testing.T) {
	matrix(t, func(t *testing.T, s *stage, kind sandbox.FaultKind, c issuing.Confirmation) {
		from := len(s.server.Requests())
		s.inject(sandbox.Fault{Kind: kind, Times: times(kind)})
		r, err := s.issue(panA, c)
		if err != nil || r.JournalErr != nil {
			t.Fatal(r, err)
		}
		if r.State == ledger.Unknown {
			notSettledTooEarly(t, s, r.EntryID)
			s.desk.Follow(t.Context(), r.EntryID, func(later issuing.Receipt) { r = later })
		}
		if r.State == ledger.Unknown || r.State == ledger.Pending {
			t.Fatalf("still %s", r.State)
		}
		if n := s.served(from); n > 1 {
			t.Errorf("%d POSTs", n)
		}
		s.agrees()
		if open, err := s.desk.Unsettled(t.Context()); err != nil || len(open) != 0 {
			t.Errorf("open: %+v, %v", open, err)
		}
	})
}

// times is how often a fault must be played: a 401 is answered by one repeat.
func times(kind sandbox.FaultKind) int {
	if kind == sandbox.FaultUnauthorized {
		return 2
	}
	return 1
}

// notSettledTooEarly looks at once: an order can be found issued, but not "not issued".
func notSettledTooEarly(t *testing.T, s *stage, id int64) {
	t.Helper()
	r, err := s.desk.Reconcile(t.Context(), id)
	if err != nil || r.State == ledger.NotIssued || r.State == ledger.Declined {
		t.Fatalf("settled too early: %+v, %v", r, err)
	}
}

// The question outlives the program: another desk, with nothing but the ledger, decides it.
func TestEveryUnknownOrderIsDecidedAfterARestart(t *testing.T) {
	matrix(t, func(t *testing.T, s *stage, kind sandbox.FaultKind, c issuing.Confirmation) {
		s.inject(sandbox.Fault{Kind: kind, Times: times(kind)})
		r, err := s.issue(panA, c)
		if err != nil {
			t.Fatal(err)
		}
		if r.State != ledger.Unknown {
			return
		}
		again := s.another()
		if early, err := again.Reconcile(t.Context(), r.EntryID); err != nil || early.State == ledger.NotIssued {
			t.Fatalf("settled too early: %+v, %v", early, err)
		}
		open, err := again.Unsettled(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range open {
			again.Follow(t.Context(), e.ID, func(later issuing.Receipt) { r = later })
			if r.State == ledger.Unknown {
				t.Errorf("still unknown: %+v", r)
			}
		}
		s.agrees()
	})
}

func TestALateCommitWithinTheQuietPeriodIsFound(t *testing.T) {
	for _, delay := range []time.Duration{time.Second, 44 * time.Second, 119 * time.Second} {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			s.inject(sandbox.Fault{Kind: sandbox.FaultCommitLate, Delay: delay})
			r, err := s.issue(panA, issuing.Confirmation{})
			if err != nil || r.State != ledger.Unknown {
				t.Fatal(r, err)
			}
			s.desk.Follow(t.Context(), r.EntryID, func(later issuing.Receipt) { r = later })
			if r.State != ledger.Issued {
				t.Errorf("after %v: %s", delay, r.State)
			}
			s.agrees()
		})
	}
}

func TestAnAnswerSlowerThanTheLimitIsUnknownThenIssued(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.inject(sandbox.Fault{Kind: sandbox.FaultSlow, Delay: 5 * time.Minute})
		began := time.Now()
		r, err := s.issue(panA, issuing.Confirmation{})
		if err != nil || r.State != ledger.Unknown || time.Since(began) != 75*time.Second {
			t.Fatal(r, err, time.Since(began))
		}
		s.desk.Follow(t.Context(), r.EntryID, func(later issuing.Receipt) { r = later })
		if r.State != ledger.Issued || s.posts() != 1 {
			t.Errorf("%s, %d POSTs", r.State, s.posts())
		}
	})
}

// A 401 after a long wait and its repeat still end within the limit that the quiet period is built on.
func TestTheRepeatAfterA401StaysWithinTheLimit(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		if _, err := s.desk.LookUp(t.Context(), uid); err != nil {
			t.Fatal(err)
		}
		s.inject(sandbox.Fault{Kind: sandbox.FaultTokenExpired})
		s.inject(sandbox.Fault{Kind: sandbox.FaultHang})
		s.server.Inject(sandbox.Fault{Kind: sandbox.FaultSlow, Route: tokenRoute, Delay: 15 * time.Second})
		began := time.Now()
		r, err := s.issue(panA, issuing.Confirmation{})
		if err != nil || r.State != ledger.Unknown || time.Since(began) > 75*time.Second {
			t.Errorf("%+v, %v after %v", r, err, time.Since(began))
		}
	})
}

func TestFollowLooksAtTheseTimesAndEndsWithItsContext(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.inject(sandbox.Fault{Kind: sandbox.FaultDropBeforeCommit})
		r, err := s.issue(panA, issuing.Confirmation{})
		if err != nil || r.State != ledger.Unknown {
			t.Fatal(r, err)
		}
		began, at := time.Now(), ""
		s.desk.Follow(t.Context(), r.EntryID, func(r issuing.Receipt) {
			at += fmt.Sprint(time.Since(began).Seconds(), " ", r.State, " ")
		})
		if at != "5 unknown 15 unknown 30 unknown 60 unknown 120 not_issued " {
			t.Error(at)
		}
		story, err := s.ledger.Story(t.Context(), practice.ID, uid)
		if err != nil || len(story) != 3 { // begun, unknown, not issued: looking leaves no trace
			t.Errorf("%+v, %v", story, err)
		}
	})
}
