package issuing_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

func TestANewCardIsIssuedWithOnePOST(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		r := s.issued(panA, issuing.Confirmation{})
		if r.Replaced || r.Key == nil || r.Key.Masked != "411111******1111" || s.posts() != 1 {
			t.Errorf("%+v, %d POSTs", r, s.posts())
		}
		e := s.entry(r.EntryID)
		if e.Operator != "kim" || e.Masked != "411111******1111" || e.Replace {
			t.Errorf("%+v", e)
		}
		s.agrees()
	})
}

func TestIssueWipesTheCardWhateverHappens(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		for _, pan := range []string{panA, panB} { // the second is refused as used
			c := card.Fake(pan)
			_, _ = s.desk.Issue(t.Context(), issuing.Order{UID: uid, Card: c})
			if c.Masked() != "" {
				t.Errorf("card is still there: %v", c)
			}
		}
	})
}

func TestAWipedCardIsNotSent(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		for _, c := range []*card.Card{nil, {}} {
			_, err := s.desk.Issue(t.Context(), issuing.Order{UID: uid, Card: c})
			wantKind(t, err, issuing.NoCard)
		}
		if s.posts() != 0 {
			t.Error("something was sent")
		}
	})
}

func TestAUsedUIDBlocksANewRegistration(t *testing.T) {
	for _, as200 := range []bool{false, true} {
		inBubble(t, sandbox.Options{Switches: sandbox.Switches{NotFoundAs200: as200}}, func(t *testing.T, s *stage) {
			s.issued(panA, issuing.Confirmation{})
			_, err := s.issue(panB, issuing.Confirmation{})
			if f := wantKind(t, err, issuing.Used); f.Now == nil || f.Now.Masked != "411111******1111" {
				t.Errorf("%+v", f)
			}
			if s.posts() != 1 {
				t.Errorf("%d POSTs", s.posts())
			}
		})
	}
}

func TestAConfirmedKeyIsReplacedAndLinked(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		first := s.issued(panA, issuing.Confirmation{})
		r := s.issued(panB, s.confirmed())
		if !r.Replaced || s.states() != "replaced issued" {
			t.Errorf("%+v: %s", r, s.states())
		}
		if e := s.entry(r.EntryID); e.Replaces != first.EntryID || e.Prior.Masked != "411111******1111" {
			t.Errorf("%+v", e)
		}
		s.agrees()
	})
}

func TestConfirmingAsksForTheOldCardOrTheUID(t *testing.T) {
	for hidden, right := range map[bool]string{false: "1111", true: uid} {
		inBubble(t, sandbox.Options{Switches: sandbox.Switches{HideCardNumber: hidden}}, func(t *testing.T, s *stage) {
			if _, ok := s.desk.Confirm(issuing.Lookup{UID: uid}, uid); ok {
				t.Error("nothing was confirmed")
			}
			s.issued(panA, issuing.Confirmation{})
			l, err := s.desk.LookUp(t.Context(), uid)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := s.desk.Confirm(l, "4444"); ok {
				t.Error("the new card's digits confirmed")
			}
			c, ok := s.desk.Confirm(l, right)
			if !ok {
				t.Fatal("right answer refused")
			}
			s.issued(panB, c)
			s.agrees()
		})
	}
}

func TestAConfirmationWorksOnce(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.issued(panA, issuing.Confirmation{})
		c := s.confirmed()
		s.issued(panB, c)
		_, err := s.issue(panC, c)
		wantKind(t, err, issuing.Used)
		if s.posts() != 2 {
			t.Errorf("%d POSTs", s.posts())
		}
	})
}

func TestAConfirmationIsSpentByADecline(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.issued(panA, issuing.Confirmation{})
		c := s.confirmed()
		if r, err := s.issue("4000000000011207", c); err != nil || r.State != ledger.Declined {
			t.Fatal(r, err)
		}
		_, err := s.issue(panB, c)
		wantKind(t, err, issuing.Used)
	})
}

func TestAKeyChangedAfterTheConfirmationStopsEverything(t *testing.T) {
	change := map[string]func(t *testing.T, s *stage){
		"replaced": func(t *testing.T, s *stage) {
			if _, err := newClient(t, s.server).Issue(t.Context(), uid, api.IssueRequest{Card: card.Fake(panC)}); err != nil {
				t.Fatal(err)
			}
		},
		"deleted": func(t *testing.T, s *stage) {
			if _, err := newClient(t, s.server).DeleteBillingKey(t.Context(), uid, ""); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, do := range change {
		t.Run(name, func(t *testing.T) {
			inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
				s.issued(panA, issuing.Confirmation{})
				c := s.confirmed()
				do(t, s)
				before := s.posts()
				pass(issuing.Freshness + time.Millisecond)
				_, err := s.issue(panB, c)
				f := wantKind(t, err, issuing.Changed)
				if f.Was == nil || f.Was.Masked != "411111******1111" || (f.Now == nil) != (name == "deleted") {
					t.Errorf("was %+v, now %+v", f.Was, f.Now)
				}
				if s.posts() != before || len(rows(t, s.ledger)) != 1 {
					t.Error("something was begun")
				}
			})
		})
	}
}

func TestAConfirmationOfAnotherUIDOrProfileIsWorthNothing(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		s.issued(panA, issuing.Confirmation{})
		c := s.confirmed()
		o := order(panB, c)
		o.UID = "other_0001"
		_, err := s.desk.Issue(t.Context(), o)
		wantKind(t, err, issuing.Changed)
		p := practice
		p.ID = "second"
		_, err = issuing.New(s.client, s.ledger, p).Issue(t.Context(), order(panB, c))
		wantKind(t, err, issuing.Changed)
		if s.posts() != 1 {
			t.Errorf("%d POSTs", s.posts())
		}
	})
}

func TestAFreshLookupIsNotRepeatedAndAnOldOneIs(t *testing.T) {
	for wait, lookups := range map[time.Duration]int{issuing.Freshness: 1, issuing.Freshness + time.Millisecond: 2} {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			if _, err := s.desk.LookUp(t.Context(), uid); err != nil {
				t.Fatal(err)
			}
			pass(wait)
			s.issued(panA, issuing.Confirmation{})
			if got := s.server.Count("GET", keyRoute); got != lookups {
				t.Errorf("after %v: %d lookups, want %d", wait, got, lookups)
			}
		})
	}
}

func TestRefreshRenewsALookupAtHalfItsAge(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		for range 3 { // at once, again at once, and when it is half its age
			if _, err := s.desk.Refresh(t.Context(), uid); err != nil {
				t.Fatal(err)
			}
			pass(issuing.Freshness / 4)
		}
		pass(issuing.Freshness / 4)
		if _, err := s.desk.Refresh(t.Context(), uid); err != nil {
			t.Fatal(err)
		}
		if got := s.server.Count("GET", keyRoute); got != 2 {
			t.Errorf("%d lookups", got)
		}
	})
}

// A lookup that is fresh by the clock is worth nothing once another desk on the ledger has issued.
func TestALookupOlderThanAnotherDesksPOSTIsNeverUsed(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		if _, err := s.desk.LookUp(t.Context(), uid); err != nil { // free
			t.Fatal(err)
		}
		if r, err := s.another().Issue(t.Context(), order(panB, issuing.Confirmation{})); err != nil || r.State != ledger.Issued {
			t.Fatal(r, err)
		}
		_, err := s.issue(panA, issuing.Confirmation{})
		wantKind(t, err, issuing.Used)
		if s.posts() != 1 {
			t.Errorf("%d POSTs", s.posts())
		}
	})
}

// between runs do as soon as a lookup has been answered, before the desk begins its order.
type between struct {
	issuing.Journal
	do func()
}

func (b *between) Begin(ctx context.Context, a ledger.Attempt) (int64, error) {
	if do := b.do; do != nil {
		b.do = nil
		do()
	}
	return b.Journal.Begin(ctx, a)
}

func TestAnotherDesksPOSTBetweenLookupAndJournalStopsTheOrder(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		j := &between{Journal: s.ledger}
		j.do = func() {
			if r, err := s.another().Issue(t.Context(), order(panB, issuing.Confirmation{})); err != nil || r.State != ledger.Issued {
				t.Error(r, err)
			}
		}
		d := issuing.New(s.client, j, practice)
		_, err := d.Issue(t.Context(), order(panA, issuing.Confirmation{}))
		if f := wantKind(t, err, issuing.Changed); f.Was != nil || f.Now == nil || f.Now.Masked != "555555******4444" {
			t.Errorf("%+v", f)
		}
		if s.posts() != 1 || s.states() != "issued not_issued" {
			t.Errorf("%d POSTs, %s", s.posts(), s.states())
		}
		s.agrees()
	})
}

func TestCancellingBeforeTheJournalSendsNothing(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		for _, j := range []issuing.Journal{s.ledger, newMemory()} { // the second one never looks at the context
			d := issuing.New(s.client, j, practice)
			if _, err := d.LookUp(t.Context(), uid); err != nil { // so that no request needs the context
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := d.Issue(ctx, order(panA, issuing.Confirmation{}))
			wantKind(t, err, issuing.Cancelled)
			if open, err := j.Unsettled(t.Context(), practice.ID); err != nil || len(open) != 0 || s.posts() != 0 {
				t.Error("something was begun")
			}
		}
	})
}

func TestCancellingAfterTheJournalChangesNothing(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		ctx, cancel := context.WithCancel(t.Context())
		d := issuing.New(s.client, &between{Journal: s.ledger, do: cancel}, practice)
		r, err := d.Issue(ctx, order(panA, issuing.Confirmation{}))
		if err != nil || r.State != ledger.Issued || ctx.Err() == nil {
			t.Fatal(r, err)
		}
		s.agrees()
	})
}

func TestADeclinedReplacementShowsTheKeyInForce(t *testing.T) {
	for lost, want := range map[bool]string{false: "issued declined", true: "deleted declined"} {
		inBubble(t, sandbox.Options{Switches: sandbox.Switches{LoseKeyOnDecline: lost}}, func(t *testing.T, s *stage) {
			s.issued(panA, issuing.Confirmation{})
			r, err := s.issue("4000000000011207", s.confirmed())
			if err != nil || r.State != ledger.Declined || (r.Key == nil) != lost {
				t.Fatalf("%+v, %v", r, err)
			}
			if r.Advice.Class != issuing.FixPIN || r.Failure.Message == "" {
				t.Errorf("%+v", r.Advice)
			}
			if s.states() != want {
				t.Errorf("rows: %s, want %s", s.states(), want)
			}
			s.agrees()
		})
	}
}

func TestAlertsTellWhereTheAnswerDisagreesWithTheProfile(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		p := issuing.Profile{ID: "practice", Environment: "live", PG: "nosuchpg", MID: "x"}
		r, err := issuing.New(s.client, s.ledger, p).Issue(t.Context(), order(panA, issuing.Confirmation{}))
		if err != nil || r.State != ledger.Issued {
			t.Fatal(r, err)
		}
		var what []string
		for _, a := range r.Alerts {
			what = append(what, a.What)
		}
		if len(what) != 3 || what[0] != "sandbox" || what[1] != "pg" || what[2] != "mid" {
			t.Errorf("%+v", r.Alerts)
		}
	})
}

func TestFailuresThatSendNothingLeaveTheUIDFree(t *testing.T) {
	sources := map[issuing.Kind]api.KeySource{
		issuing.BadCredentials: func(context.Context) (api.Keys, error) {
			k, _ := practiceKeys(t.Context())
			k.Secret = k.Key
			return k, nil
		},
		issuing.NoCredentials: func(context.Context) (api.Keys, error) {
			return api.Keys{}, &issuing.CredentialsError{Err: errors.New("locked")}
		},
	}
	for kind, source := range sources {
		inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
			c, err := api.New(api.Config{BaseURL: "http://127.0.0.1", Keys: source, Transport: s.server.Transport()})
			if err != nil {
				t.Fatal(err)
			}
			_, err = issuing.New(c, s.ledger, practice).Issue(t.Context(), order(panA, issuing.Confirmation{}))
			wantKind(t, err, kind)
			s.issued(panA, issuing.Confirmation{})
			s.agrees()
		})
	}
}

func TestAnImpossibleUIDIsNotEvenLookedUp(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		for _, bad := range []string{"", ".", "..", "a\x00b", panA, "4111-1111-1111-1111"} {
			_, err := s.desk.LookUp(t.Context(), bad)
			wantKind(t, err, issuing.BadUID)
		}
		if got := s.server.Count("", "/"); got != 0 {
			t.Errorf("%d requests", got)
		}
	})
}
