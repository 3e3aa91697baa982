package ledger

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"
)

// outcomes are each kind of end, what it makes of the entry, and the event it leaves.
func outcomes() map[string]outcomeCase {
	at := nine.Add(3 * time.Second)
	no := false
	return map[string]outcomeCase{
		"issued": {
			Outcome{State: Issued, At: at, How: HowAnswer, Key: &Key{
				Inserted: 1772442003, Updated: 1772442003, Masked: cardA, CardName: "비씨카드", CardCode: "361", PG: "kcp", MID: "T0000", Sandbox: &no,
			}},
			func(e *Entry) {
				e.Inserted, e.Updated, e.KeyMasked, e.CardName, e.CardCode = 1772442003, 1772442003, cardA, "비씨카드", "361"
				e.PG, e.MID, e.Sandbox = "kcp", "T0000", &no // the server's word over the profile's
			},
			KindIssued, cardA,
		},
		"issued, and the server names little": {
			Outcome{State: Issued, At: at, How: HowLookup, Key: &Key{Updated: 1772442003}},
			func(e *Entry) { e.Updated = 1772442003 },
			KindIssued, cardA,
		},
		"issued by hand": {
			Outcome{State: Issued, At: at, How: HowHand, Message: "PG confirmed", Operator: "lee"},
			func(e *Entry) { e.Message = "PG confirmed" },
			KindSettledByHand, "issued: PG confirmed",
		},
		"declined": {
			Outcome{State: Declined, Code: -1, Message: "[3054] 비밀번호 오류 4111-1111-1111-1111", At: at, How: HowAnswer},
			func(e *Entry) { e.Code, e.Message = -1, "[3054] 비밀번호 오류 4111-11**-****-1111" },
			KindDeclined, "[3054] 비밀번호 오류 4111-11**-****-1111",
		},
		"not issued": {
			Outcome{State: NotIssued, At: at, How: HowStart},
			func(*Entry) {},
			KindNotIssued, "",
		},
		"unknown": {
			Outcome{State: Unknown, Message: "timeout", At: at, How: HowAnswer},
			func(e *Entry) { e.Message, e.SettledAt = "timeout", time.Time{} },
			KindUnknown, "timeout",
		},
	}
}

type outcomeCase struct {
	outcome Outcome
	want    func(*Entry)
	kind    string
	detail  string
}

func TestSettleKeepsTheOutcome(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		at := nine.Add(3 * time.Second)
		for name, c := range outcomes() {
			t.Run(name, func(t *testing.T) {
				l := newLedger(t)
				id := begun(t, l, attempt("a", nine))
				want := read(t, l, id)
				settled(t, l, id, c.outcome)
				want.State, want.How, want.SettledAt = c.outcome.State, c.outcome.How, at
				c.want(&want)
				if got := read(t, l, id); !reflect.DeepEqual(got, want) {
					t.Errorf("got\n%+v\nwant\n%+v", got, want)
				}
				story, err := l.Story(t.Context(), "p1", "a")
				if err != nil || len(story) != 2 {
					t.Fatalf("story %+v, %v", story, err)
				}
				operator := "kim"
				if c.outcome.Operator != "" {
					operator = c.outcome.Operator
				}
				if e := story[1]; e.Kind != c.kind || e.Detail != c.detail || !e.At.Equal(at) || e.EntryID != id || e.Operator != operator {
					t.Errorf("event %+v", e)
				}
			})
		}
	})
}

func TestADecidedEntryIsNotSettledAgain(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		for _, first := range []State{Issued, Declined, NotIssued} {
			for _, second := range []State{Issued, Declined, NotIssued, Unknown} {
				l := newLedger(t)
				id := begun(t, l, attempt("a", nine))
				settled(t, l, id, Outcome{State: first, Message: "first", At: nine})
				before := read(t, l, id)
				if err := l.Settle(t.Context(), id, Outcome{State: second, Message: "second", At: nine}); !errors.Is(err, ErrSettled) {
					t.Errorf("%s then %s: %v", first, second, err)
				}
				if err := l.MarkUnknown(t.Context(), id, "late", nine); !errors.Is(err, ErrSettled) {
					t.Errorf("%s then MarkUnknown: %v", first, err)
				}
				if after := read(t, l, id); after != before {
					t.Errorf("%s then %s changed it to %+v", first, second, after)
				}
				if got := kinds(t, l, "a"); len(got) != 2 {
					t.Errorf("%s then %s left events %v", first, second, got)
				}
			}
		}
	})
}

func TestUnknownIsToldEachTimeAndDecidedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		id := begun(t, l, attempt("a", nine))
		for i, words := range []string{"timeout", "looked up: none yet", "looked up: none yet"} {
			if err := l.MarkUnknown(t.Context(), id, words, nine.Add(time.Duration(i)*time.Second)); err != nil {
				t.Fatal(err)
			}
			if e := read(t, l, id); e.State != Unknown || e.Message != words || !e.SettledAt.IsZero() {
				t.Errorf("%+v", e)
			}
		}
		settled(t, l, id, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine.Add(time.Minute), How: HowLookup})
		if e := read(t, l, id); e.State != Issued || e.Message != "" || e.How != HowLookup {
			t.Errorf("%+v", e)
		}
		want := []string{KindBegun, KindUnknown, KindUnknown, KindUnknown, KindIssued}
		if got := kinds(t, l, "a"); !slices.Equal(got, want) {
			t.Errorf("events %v, want %v", got, want)
		}
	})
}

func TestSettleRefusesWhatIsNoOutcome(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		id := begun(t, l, attempt("a", nine))
		for name, o := range map[string]Outcome{
			"pending":           {State: Pending},
			"replaced":          {State: Replaced},
			"deleted":           {State: Deleted},
			"no state":          {},
			"a made-up state":   {State: "lost"},
			"declined, a key":   {State: Declined, Key: keyOf(cardA, nine, nine)},
			"unknown, with key": {State: Unknown, Key: keyOf(cardA, nine, nine)},
		} {
			var input *InputError
			if err := l.Settle(t.Context(), id, o); !errors.As(err, &input) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := l.Settle(t.Context(), id+1, Outcome{State: Declined}); !errors.Is(err, ErrNoEntry) {
			t.Errorf("unknown ID: %v", err)
		}
		if _, err := l.Entry(t.Context(), id+1); !errors.Is(err, ErrNoEntry) {
			t.Errorf("Entry of an unknown ID: %v", err)
		}
		if e := read(t, l, id); e.State != Pending {
			t.Errorf("became %s", e.State)
		}
	})
}

func TestUnsettledListsOpenOrdersOldestFirst(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		later := begun(t, l, attempt("later", nine.Add(time.Hour)))
		earlier := begun(t, l, attempt("earlier", nine))
		other := attempt("other", nine.Add(time.Minute))
		other.Profile = "p2"
		elsewhere := begun(t, l, other)
		issued(t, l, attempt("done", nine))
		settled(t, l, later, Outcome{State: Unknown, At: nine})
		for profile, want := range map[string][]int64{"": {earlier, elsewhere, later}, "p1": {earlier, later}, "p2": {elsewhere}, "p3": nil} {
			open, err := l.Unsettled(t.Context(), profile)
			if got := ids(open); err != nil || !slices.Equal(got, want) {
				t.Errorf("profile %q: %v, want %v; %v", profile, got, want, err)
			}
		}
	})
}

func ids(entries []Entry) []int64 {
	var out []int64
	for _, e := range entries {
		out = append(out, e.ID)
	}
	return out
}

func TestDeletedKeyIsNotInForce(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		e := issued(t, l, attempt("a", nine))
		if err := l.KeyDeleted(t.Context(), e.ID, nine.Add(time.Hour), "lee", "customer left 4111111111111111"); err != nil {
			t.Fatal(err)
		}
		got := read(t, l, e.ID)
		if got.State != Deleted || got.KeyMasked != cardA || !got.SettledAt.Equal(e.SettledAt) {
			t.Errorf("%+v", got)
		}
		story, err := l.Story(t.Context(), "p1", "a")
		if err != nil {
			t.Fatal(err)
		}
		if last := story[len(story)-1]; last.Kind != KindDeleted || last.Operator != "lee" || last.Detail != "customer left 411111******1111" {
			t.Errorf("event %+v", last)
		}
		if err := l.KeyDeleted(t.Context(), e.ID, nine, "lee", "again"); !errors.Is(err, ErrNotInForce) {
			t.Errorf("deleted twice: %v", err)
		}
		if err := l.KeyDeleted(t.Context(), begun(t, l, attempt("b", nine)), nine, "", ""); !errors.Is(err, ErrNotInForce) {
			t.Errorf("deleting a pending entry: %v", err)
		}
		if err := l.KeyDeleted(t.Context(), 999, nine, "", ""); !errors.Is(err, ErrNoEntry) {
			t.Errorf("deleting nothing: %v", err)
		}
		again := issued(t, l, attempt("a", nine.Add(2*time.Hour)))
		if again.Replaces != 0 {
			t.Errorf("a new key after a deletion replaces %d", again.Replaces)
		}
	})
}
