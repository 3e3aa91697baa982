package issuing_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// failing is a ledger that cannot be written at certain points.
type failing struct {
	issuing.Journal
	begin, settle, story bool
}

func (f *failing) Begin(ctx context.Context, a ledger.Attempt) (int64, error) {
	if f.begin {
		return 0, &ledger.UnwritableError{Reason: "full", Err: errJournal}
	}
	return f.Journal.Begin(ctx, a)
}

func (f *failing) Settle(ctx context.Context, id int64, o ledger.Outcome) error {
	if f.settle {
		return &ledger.UnwritableError{Reason: "full", Err: errJournal}
	}
	return f.Journal.Settle(ctx, id, o)
}

func (f *failing) MarkUnknown(ctx context.Context, id int64, message string, at time.Time) error {
	if f.settle {
		return errJournal
	}
	return f.Journal.MarkUnknown(ctx, id, message, at)
}

func (f *failing) Story(ctx context.Context, profile, uid string) ([]ledger.Event, error) {
	if f.story {
		return nil, errJournal
	}
	return f.Journal.Story(ctx, profile, uid)
}

func TestNothingIsSentThatCannotBeJournalled(t *testing.T) {
	for name, f := range map[string]failing{"begin": {begin: true}, "story": {story: true}} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
				f.Journal = s.ledger
				_, err := issuing.New(s.client, &f, practice).Issue(t.Context(), order(panA, issuing.Confirmation{}))
				wantKind(t, err, issuing.NoJournal)
				if s.posts() != 0 {
					t.Error("something was sent")
				}
				s.issued(panA, issuing.Confirmation{}) // and the uid is free
			})
		})
	}
}

func TestAnEndThatCouldNotBeWrittenIsWrittenBeforeTheNextOrder(t *testing.T) {
	for pan, want := range map[string]ledger.State{panA: ledger.Issued, "4000000000011207": ledger.Declined} {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			j := &failing{Journal: s.ledger, settle: true}
			d := issuing.New(s.client, j, practice)
			r, err := d.Issue(t.Context(), order(pan, issuing.Confirmation{}))
			if err != nil || r.State != want || r.JournalErr == nil || s.entry(r.EntryID).State != ledger.Pending {
				t.Fatalf("%+v, %v", r, err)
			}
			j.settle = false
			_, err = d.Issue(t.Context(), order(panB, issuing.Confirmation{}))
			if want == ledger.Issued {
				wantKind(t, err, issuing.Used)
			}
			if got := s.entry(r.EntryID).State; got != want {
				t.Errorf("row is %s, want %s", got, want)
			}
			s.agrees()
		})
	}
}

func TestAnEndThatCouldNotBeWrittenIsWrittenByReconcile(t *testing.T) {
	for pan, want := range map[string]ledger.State{panA: ledger.Issued, "4000000000011207": ledger.Declined} {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			j := &failing{Journal: s.ledger, settle: true}
			d := issuing.New(s.client, j, practice)
			first, _ := d.Issue(t.Context(), order(pan, issuing.Confirmation{}))
			if r, err := d.Reconcile(t.Context(), first.EntryID); err != nil || r.State != want || r.JournalErr == nil {
				t.Fatalf("while the disk is full: %+v, %v", r, err)
			}
			j.settle = false
			r, err := d.Reconcile(t.Context(), first.EntryID)
			if err != nil || r.State != want || r.JournalErr != nil || s.entry(r.EntryID).State != want {
				t.Errorf("%+v, %v", r, err)
			}
			if want == ledger.Declined && (r.Advice.Class != issuing.FixPIN || r.Failure.Message == "") {
				t.Errorf("%+v", r)
			}
			if want == ledger.Issued && r.Key.Masked != "411111******1111" {
				t.Errorf("%+v", r.Key)
			}
		})
	}
}

func TestAnEndThatCouldNotBeWrittenIsFoundByTheNextStart(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		d := issuing.New(s.client, &failing{Journal: s.ledger, settle: true}, practice)
		first, _ := d.Issue(t.Context(), order(panA, issuing.Confirmation{}))
		if r, err := s.another().Reconcile(t.Context(), first.EntryID); err != nil || r.State != ledger.Issued {
			t.Errorf("%+v, %v", r, err)
		}
		s.agrees()
	})
}

func TestAPanicLeavesTheRowOpenForTheNextLook(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		d := issuing.New(panicking{s.client}, s.ledger, practice)
		c := card.Fake(panA)
		func() {
			defer func() { _ = recover() }()
			_, _ = d.Issue(t.Context(), issuing.Order{UID: uid, Card: c})
		}()
		if c.Masked() != "" || s.states() != "pending" {
			t.Fatalf("card %v, rows %s", c, s.states())
		}
		id := rows(t, s.ledger)[0].ID
		notSettledTooEarly(t, &stage{t: t, desk: d}, id)
		pass(issuing.Quiet)
		if r, err := d.Reconcile(t.Context(), id); err != nil || r.State != ledger.NotIssued {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

type panicking struct{ *api.Client }

func (panicking) Issue(context.Context, string, api.IssueRequest) (api.BillingKey, error) {
	panic("out of memory")
}

// inFlight starts an order that hangs at the server and returns its row, with the order still under way.
func (s *stage) inFlight(kind sandbox.FaultKind) (id int64, end <-chan issuing.Receipt) {
	s.inject(sandbox.Fault{Kind: kind, Delay: 60 * time.Second})
	out := make(chan issuing.Receipt, 1)
	go func() {
		r, _ := s.issue(panA, issuing.Confirmation{})
		out <- r
	}()
	synctest.Wait()
	return rows(s.t, s.ledger)[0].ID, out
}

func TestAnOrderUnderWayHereIsNotSettled(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		id, end := s.inFlight(sandbox.FaultSlow)
		r, err := s.desk.Reconcile(t.Context(), id)
		if err != nil || r.State != ledger.Unknown || s.states() != "pending" {
			t.Errorf("%+v, %v: %s", r, err, s.states())
		}
		err = s.desk.SettleByHand(t.Context(), id, ledger.NotIssued, "kim", "tired of waiting")
		wantKind(t, err, issuing.TooEarly)
		if r := <-end; r.State != ledger.Issued || r.JournalErr != nil {
			t.Errorf("%+v", r)
		}
		s.agrees()
	})
}

// The other desk may find the key before the answer comes; both then say the same.
func TestAnOrderUnderWayElsewhereMayBeFoundButIsNeverGivenUp(t *testing.T) {
	for kind, want := range map[sandbox.FaultKind]ledger.State{
		sandbox.FaultSlow: ledger.Issued, sandbox.FaultHangBeforeCommit: ledger.Unknown,
	} {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			id, end := s.inFlight(kind)
			pass(30 * time.Second)
			r, err := s.another().Reconcile(t.Context(), id)
			if err != nil || r.State != want {
				t.Errorf("%s: %+v, %v", kind, r, err)
			}
			if want == ledger.Unknown && s.states() != "pending" {
				t.Errorf("row of an order under way is %s", s.states())
			}
			if r := <-end; r.JournalErr != nil || r.State != want {
				t.Errorf("%s: %+v", kind, r)
			}
		})
	}
}

// Should another desk have given an order up although its answer was still to come, the key gets a row nevertheless.
func TestAnAnswerAfterAWrongEndIsNotLost(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		id, end := s.inFlight(sandbox.FaultSlow)
		if err := s.ledger.Settle(t.Context(), id, ledger.Outcome{State: ledger.NotIssued, At: time.Now(), How: "hand"}); err != nil {
			t.Fatal(err)
		}
		if r := <-end; r.State != ledger.Issued || r.JournalErr != nil {
			t.Errorf("%+v", r)
		}
		if s.states() != "not_issued issued" {
			t.Error(s.states())
		}
		s.agrees()
	})
}

func TestFollowedByTwoDesksAnOrderEndsOnce(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.inject(sandbox.Fault{Kind: sandbox.FaultCommitLate, Delay: 20 * time.Second})
		first, err := s.issue(panA, issuing.Confirmation{})
		if err != nil {
			t.Fatal(err)
		}
		ends := make(chan issuing.Receipt, 2)
		for _, d := range []*issuing.Desk{s.desk, s.another()} {
			go func() {
				var last issuing.Receipt
				d.Follow(t.Context(), first.EntryID, func(r issuing.Receipt) { last = r })
				ends <- last
			}()
		}
		for range 2 {
			if r := <-ends; r.State != ledger.Issued || r.JournalErr != nil || r.Key == nil {
				t.Errorf("%+v", r)
			}
		}
		s.agrees()
	})
}

func TestASettledOrderIsReportedAsItEnded(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		first := s.issued(panA, issuing.Confirmation{})
		second := s.issued(panB, s.confirmed())
		third, err := s.issue("4000000000011207", s.confirmed())
		if err != nil {
			t.Fatal(err)
		}
		for id, want := range map[int64]ledger.State{
			first.EntryID: ledger.Issued, second.EntryID: ledger.Issued, third.EntryID: ledger.Declined,
		} {
			r, err := s.desk.Reconcile(t.Context(), id)
			if err != nil || r.State != want || (want == ledger.Issued) != (r.Key != nil) {
				t.Errorf("%+v, %v", r, err)
			}
		}
	})
}

func TestAnotherProfilesOrderIsNeitherLookedUpNorSettled(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.inject(sandbox.Fault{Kind: sandbox.FaultDropBeforeCommit})
		r, _ := s.issue(panA, issuing.Confirmation{})
		pass(time.Hour)
		p := practice
		p.ID = "second"
		d := issuing.New(s.client, s.ledger, p)
		before := s.server.Count("", "/")
		_, err := d.Reconcile(t.Context(), r.EntryID)
		wantKind(t, err, issuing.OtherProfile)
		wantKind(t, d.SettleByHand(t.Context(), r.EntryID, ledger.NotIssued, "kim", "why"), issuing.OtherProfile)
		began := time.Now()
		d.Follow(t.Context(), r.EntryID, func(r issuing.Receipt) { t.Errorf("%+v", r) })
		if time.Since(began) != 5*time.Second { // the first look is the last one
			t.Errorf("followed for %v", time.Since(began))
		}
		if s.server.Count("", "/") != before || s.states() != "unknown" {
			t.Error("something was asked or settled")
		}
	})
}

// A desk that has just started does not know the server's clock before it has a token.
func TestAFreshDeskWithAWrongClockWaitsForTheQuietPeriod(t *testing.T) {
	for _, skew := range []time.Duration{-time.Hour, time.Hour} {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			s.inject(sandbox.Fault{Kind: sandbox.FaultCommitLate, Delay: 30 * time.Second})
			r, err := s.issue(panA, issuing.Confirmation{})
			if err != nil || r.State != ledger.Unknown {
				t.Fatal(r, err)
			}
			c, err := api.New(api.Config{
				BaseURL: "http://127.0.0.1", Keys: practiceKeys, Transport: s.server.Transport(),
				Clock: func() time.Time { return time.Now().Add(skew) },
			})
			if err != nil {
				t.Fatal(err)
			}
			notSettledTooEarly(t, &stage{t: t, desk: issuing.New(c, s.ledger, practice)}, r.EntryID)
			pass(30 * time.Second)
			if r, err = issuing.New(c, s.ledger, practice).Reconcile(t.Context(), r.EntryID); err != nil || r.State != ledger.Issued {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
}

// The local clock is put right by two hours while the order is open: only the monotonic clock tells the quiet period.
func TestAClockPutRightMeanwhileDoesNotEndTheQuietPeriod(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		var jump time.Duration
		c, err := api.New(api.Config{
			BaseURL: "http://127.0.0.1", Keys: practiceKeys, Transport: s.server.Transport(),
			Clock: func() time.Time { return time.Now().Add(jump) },
		})
		if err != nil {
			t.Fatal(err)
		}
		d := issuing.New(c, s.ledger, practice)
		s.inject(sandbox.Fault{Kind: sandbox.FaultDropBeforeCommit})
		r, err := d.Issue(t.Context(), order(panA, issuing.Confirmation{}))
		if err != nil || r.State != ledger.Unknown {
			t.Fatal(r, err)
		}
		jump = 20 * time.Minute // less than a token's life, so that the old offset is still used
		notSettledTooEarly(t, &stage{t: t, desk: d}, r.EntryID)
	})
}

func TestADeletedOldKeyLeavesTheOrderForAPerson(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.issued(panA, issuing.Confirmation{})
		pass(time.Minute)
		s.inject(sandbox.Fault{Kind: sandbox.FaultDropBeforeCommit})
		r, err := s.issue(panB, s.confirmed())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := newClient(t, s.server).DeleteBillingKey(t.Context(), uid, ""); err != nil {
			t.Fatal(err)
		}
		s.desk.Follow(t.Context(), r.EntryID, func(later issuing.Receipt) { r = later })
		if r.State != ledger.Unknown || s.states() != "issued unknown" {
			t.Fatalf("%+v: %s", r, s.states())
		}
		_, err = s.issue(panB, issuing.Confirmation{}) // stays in the way
		if f := wantKind(t, err, issuing.OpenOrder); f.Open == nil || f.Open.ID != r.EntryID {
			t.Errorf("%+v", f)
		}
		wantKind(t, s.desk.SettleByHand(t.Context(), r.EntryID, ledger.NotIssued, "kim", " "), issuing.NoReason)
		if err := s.desk.SettleByHand(t.Context(), r.EntryID, ledger.NotIssued, "kim", "PG says nothing came"); err != nil {
			t.Fatal(err)
		}
		wantKind(t, s.desk.SettleByHand(t.Context(), r.EntryID, ledger.Issued, "kim", "no, it did"), issuing.Settled)
		s.issued(panB, issuing.Confirmation{})
		s.agrees()
	})
}

func TestSettledByHandAsIssuedTheRowGetsTheServersStamp(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{}) // a young key of the same card: the stamp alone cannot tell
		s.inject(sandbox.Fault{Kind: sandbox.FaultServerError})
		again, err := s.issue(panA, s.confirmed())
		if err != nil {
			t.Fatal(err)
		}
		pass(issuing.Quiet)
		if later, err := s.desk.Reconcile(t.Context(), again.EntryID); err != nil || later.State != ledger.Unknown {
			t.Fatalf("%+v, %v", later, err)
		}
		if _, err := newClient(t, s.server).Issue(t.Context(), uid, api.IssueRequest{Card: card.Fake(panA)}); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.SettleByHand(t.Context(), again.EntryID, ledger.Issued, "kim", "PG has it"); err != nil {
			t.Fatal(err)
		}
		if s.entry(r.EntryID).State != ledger.Replaced {
			t.Error(s.states())
		}
		s.agrees()
	})
}

func TestALookupThatFailsLeavesTheOrderAsItIs(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.inject(sandbox.Fault{Kind: sandbox.FaultDropBeforeCommit})
		r, _ := s.issue(panA, issuing.Confirmation{})
		pass(issuing.Quiet)
		for _, kind := range []sandbox.FaultKind{sandbox.FaultBadGateway, sandbox.FaultRedirect, sandbox.FaultForbidden, sandbox.FaultHang} {
			s.server.Inject(sandbox.Fault{Kind: kind, Method: "GET", Route: keyRoute})
			_, err := s.desk.Reconcile(t.Context(), r.EntryID)
			var f *issuing.Failure
			if !errors.As(err, &f) || s.states() != "unknown" {
				t.Errorf("%s: %v, %s", kind, err, s.states())
			}
		}
	})
}
