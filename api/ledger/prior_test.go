package ledger

import (
	"slices"
	"testing"
	"time"
)

func TestReplacementLinksBothKeys(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		old := issued(t, l, attempt("a", nine))
		by := issued(t, l, replacing("a", nine.Add(time.Hour), cardB, old.Stamp()))
		old = read(t, l, old.ID)
		if old.State != Replaced || old.ReplacedBy != by.ID || old.ReplacedByMasked != cardB || old.Replaces != 0 {
			t.Errorf("old: %+v", old)
		}
		if by.State != Issued || by.Replaces != old.ID || by.ReplacesMasked != cardA || by.ReplacedBy != 0 || by.Found {
			t.Errorf("new: %+v", by)
		}
		want := []string{KindBegun, KindIssued, KindBegun, KindReplaced, KindIssued}
		if got := kinds(t, l, "a"); !slices.Equal(got, want) {
			t.Errorf("events %v, want %v", got, want)
		}
		if got := list(t, l, Query{}); len(got) != 2 {
			t.Errorf("%d rows, want 2", len(got))
		}
	})
}

func TestReplacementsChain(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		first := issued(t, l, attempt("a", nine))
		second := issued(t, l, replacing("a", nine.Add(time.Hour), cardB, first.Stamp()))
		third := issued(t, l, replacing("a", nine.Add(2*time.Hour), cardC, second.Stamp()))
		got := list(t, l, Query{CustomerUID: "a"})
		if !slices.Equal(ids(got), []int64{third.ID, second.ID, first.ID}) {
			t.Fatalf("%v", ids(got))
		}
		if got[1].Replaces != first.ID || got[1].ReplacedBy != third.ID || got[1].ReplacesMasked != cardA || got[1].ReplacedByMasked != cardC {
			t.Errorf("middle: %+v", got[1])
		}
	})
}

func TestKeyIssuedElsewhereIsAddedWhenReplaced(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		registered := nine.Add(-48 * time.Hour)
		prior := Stamp{Inserted: registered.Add(-time.Hour).Unix(), Updated: registered.Unix(), Masked: cardB}
		e := issued(t, l, replacing("a", nine, cardA, prior))
		found := read(t, l, e.Replaces)
		want := Entry{
			ID: found.ID, Profile: "p1", Environment: "test", CustomerUID: "a", Masked: cardB, KeyMasked: cardB, CardName: "현대카드",
			Inserted: prior.Inserted, Updated: prior.Updated, StartedAt: registered.Truncate(time.Second),
			State: Replaced, How: HowLookup, SettledAt: e.SettledAt, ReplacedBy: e.ID, ReplacedByMasked: cardA, Found: true,
		}
		if found != want {
			t.Errorf("found\n%+v\nwant\n%+v", found, want)
		}
		if e.ReplacesMasked != cardB {
			t.Errorf("new: %+v", e)
		}
		if got := kinds(t, l, "a"); !slices.Equal(got, []string{KindBegun, KindFound, KindReplaced, KindIssued}) {
			t.Errorf("events %v", got)
		}
		if got := list(t, l, Query{}); !slices.Equal(ids(got), []int64{e.ID, found.ID}) {
			t.Errorf("the found key does not stand at its own time: %v", ids(got))
		}
	})
}

func TestFoundKeyWithoutTimesStandsAtTheAttempt(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, replacing("a", nine, cardA, Stamp{Masked: cardB}))
		if found := read(t, l, e.Replaces); !found.StartedAt.Equal(nine) || !found.Found {
			t.Errorf("%+v", found)
		}
	})
}

func TestKeyChangedElsewhereStandsBetween(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		ours := issued(t, l, attempt("a", nine))
		theirs := Stamp{Inserted: ours.Inserted, Updated: ours.Updated + 600, Masked: cardB}
		e := issued(t, l, replacing("a", nine.Add(time.Hour), cardC, theirs))
		ours, found := read(t, l, ours.ID), read(t, l, e.Replaces)
		if ours.State != Replaced || ours.ReplacedBy != found.ID || ours.ReplacedByMasked != cardB {
			t.Errorf("ours: %+v", ours)
		}
		if !found.Found || found.State != Replaced || found.Replaces != ours.ID || found.ReplacedBy != e.ID {
			t.Errorf("found: %+v", found)
		}
		if e.State != Issued || e.ReplacesMasked != cardB {
			t.Errorf("new: %+v", e)
		}
		story, err := l.Story(t.Context(), "p1", "a")
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(story, func(v Event) bool { return v.EntryID == ours.ID && v.Kind == KindReplaced })
		if at < 0 || story[at].Detail != DetailElsewhere {
			t.Errorf("no event says that ours was replaced elsewhere: %+v", story)
		}
	})
}

func TestStampsDifferByEachOfTheirParts(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		for name, change := range map[string]func(*Stamp){
			"inserted": func(s *Stamp) { s.Inserted++ },
			"updated":  func(s *Stamp) { s.Updated++ },
			"masked":   func(s *Stamp) { s.Masked = cardB },
		} {
			t.Run(name, func(t *testing.T) {
				l := newLedger(t)
				prior := issued(t, l, attempt("a", nine)).Stamp()
				change(&prior)
				e := issued(t, l, replacing("a", nine.Add(time.Hour), cardC, prior))
				if !read(t, l, e.Replaces).Found {
					t.Error("another stamp was taken for our key")
				}
			})
		}
	})
}

func TestKeyDeletedElsewhereDoesNotStayInForce(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		old := issued(t, l, attempt("a", nine))
		e := issued(t, l, attempt("a", nine.Add(time.Hour))) // the lookup before it showed no key
		old = read(t, l, old.ID)
		if old.State != Deleted || old.ReplacedBy != 0 || e.State != Issued || e.Replaces != 0 {
			t.Errorf("old %+v\nnew %+v", old, e)
		}
		story, err := l.Story(t.Context(), "p1", "a")
		if err != nil {
			t.Fatal(err)
		}
		if v := story[3]; v.Kind != KindDeleted || v.Detail != DetailGoneBefore || v.EntryID != old.ID {
			t.Errorf("event %+v", v)
		}
	})
}

func TestKeySettledByHandIsKnownByItsCard(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		for masked, isOurs := range map[string]bool{cardA: true, cardB: false, "": true} {
			l := newLedger(t)
			id := begun(t, l, attempt("a", nine))
			settled(t, l, id, Outcome{State: Issued, Message: "PG confirmed", At: nine, How: HowHand})
			prior := Stamp{Inserted: nine.Unix(), Updated: nine.Unix(), Masked: masked}
			e := issued(t, l, replacing("a", nine.Add(time.Hour), cardC, prior))
			if (e.Replaces == id) != isOurs {
				t.Errorf("%s: replaces %d", masked, e.Replaces)
			}
			if old := read(t, l, id); old.State != Replaced || old.ReplacedBy == 0 {
				t.Errorf("%s: %+v", masked, old)
			}
		}
	})
}

func TestOnlyAnIssuedOrderRetiresTheOldKey(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		for _, end := range []State{Declined, NotIssued, Unknown} {
			l := newLedger(t)
			old := issued(t, l, attempt("a", nine))
			id := begun(t, l, replacing("a", nine.Add(time.Hour), cardB, old.Stamp()))
			settled(t, l, id, Outcome{State: end, At: nine})
			if got := read(t, l, old.ID); got != old && got.State != Issued {
				t.Errorf("%s: the old key became %s", end, got.State)
			}
			if got := read(t, l, id); got.Replaces != 0 {
				t.Errorf("%s: linked to %d", end, got.Replaces)
			}
		}
	})
}

func TestOtherProfilesKeysAreLeftAlone(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		theirs := attempt("a", nine)
		theirs.Profile = "p2"
		other := issued(t, l, theirs)
		issued(t, l, attempt("a", nine.Add(time.Hour)))
		if got := read(t, l, other.ID); got.State != Issued {
			t.Errorf("the other profile's key became %s", got.State)
		}
	})
}

func TestReplacementIsAllOrNothing(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		old := issued(t, l, attempt("a", nine))
		id := begun(t, l, replacing("a", nine.Add(time.Hour), cardB, old.Stamp()))
		// The last statement of the transaction fails.
		fails := `CREATE TEMP TRIGGER fail BEFORE INSERT ON main.events WHEN NEW.kind = 'issued' BEGIN SELECT RAISE(ABORT, 'no'); END`
		if isOnServer(t) {
			fails = `ALTER TABLE events ADD CONSTRAINT fail CHECK (kind <> 'issued') NOT VALID`
		}
		if err := rawExec(t, l, fails); err != nil {
			t.Fatal(err)
		}
		if err := l.Settle(t.Context(), id, Outcome{State: Issued, Key: keyOf(cardB, nine, nine), At: nine}); err == nil {
			t.Fatal("Settle succeeded")
		}
		if got := read(t, l, old.ID); got.State != Issued || got.ReplacedBy != 0 {
			t.Errorf("old: %+v", got)
		}
		if got := read(t, l, id); got.State != Pending || got.Replaces != 0 || got.KeyMasked != "" {
			t.Errorf("new: %+v", got)
		}
		if got := kinds(t, l, "a"); !slices.Equal(got, []string{KindBegun, KindIssued, KindBegun}) {
			t.Errorf("events %v", got)
		}
	})
}
