package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestBeginKeepsEveryField(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		seoul := time.FixedZone("KST", 9*3600)
		a := replacing("gildong_0001_1234", nine.In(seoul), cardB, Stamp{Inserted: 1700000000, Updated: 1700000378, Masked: cardA})
		a.Note = "second card"
		got := read(t, l, begun(t, l, a))
		want := Entry{
			ID: got.ID, Profile: "p1", Environment: "test", CustomerUID: "gildong_0001_1234", ChannelKey: "channel-key-1",
			PG: "nice_v2", MID: "nictest04m", Masked: cardB, Operator: "kim", Replace: true,
			Prior: Stamp{1700000000, 1700000378, cardA}, PriorCardName: "현대카드",
			StartedAt: nine, ConsentAt: nine.Add(-time.Minute), Note: "second card", State: Pending,
			WatchedUntil: got.WatchedUntil,
		}
		if got != want {
			t.Errorf("got\n%+v\nwant\n%+v", got, want)
		}
		if got.StartedAt.Location() != time.UTC {
			t.Error("times are not UTC")
		}
		story, err := l.Story(t.Context(), "p1", a.CustomerUID)
		if err != nil || len(story) != 1 {
			t.Fatalf("story %v, %v", story, err)
		}
		event := Event{
			ID: story[0].ID, At: nine, Operator: "kim", Profile: "p1", CustomerUID: a.CustomerUID, EntryID: got.ID, Kind: KindBegun, Detail: cardB,
		}
		if story[0] != event {
			t.Errorf("event %+v, want %+v", story[0], event)
		}
	})
}

func TestBeginRefusesWhatCannotBeRecorded(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		for field, spoil := range map[string]func(*Attempt){
			"profile":      func(a *Attempt) { a.Profile = "" },
			"environment":  func(a *Attempt) { a.Environment = "" },
			"customer_uid": func(a *Attempt) { a.CustomerUID = "" },
			"started_at":   func(a *Attempt) { a.StartedAt = time.Time{} },
		} {
			a := attempt("a", nine)
			spoil(&a)
			_, err := l.Begin(t.Context(), a)
			var input *InputError
			if !errors.As(err, &input) || input.Field != field {
				t.Errorf("without %s: %v", field, err)
			}
		}
		if got := list(t, l, Query{}); len(got) != 0 {
			t.Errorf("%d rows were written", len(got))
		}
	})
}

func TestSecondOrderForAnOpenUIDIsRefusedWithTheFirst(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		for _, state := range []State{Pending, Unknown} {
			t.Run(string(state), func(t *testing.T) {
				l := newLedger(t)
				first := begun(t, l, attempt("a", nine))
				if state == Unknown {
					settled(t, l, first, Outcome{State: Unknown, Message: "timeout", At: nine})
				}
				_, err := l.Begin(t.Context(), attempt("a", nine.Add(time.Second)))
				var open *OpenOrderError
				if !errors.As(err, &open) {
					t.Fatalf("Begin = %v, want OpenOrderError", err)
				}
				if open.Entry != read(t, l, first) {
					t.Errorf("carries %+v", open.Entry)
				}
				if got := kinds(t, l, "a"); slices.Contains(got[1:], KindBegun) {
					t.Errorf("the refused order left an event: %v", got)
				}
			})
		}
	})
}

func TestOpenOrderConcernsItsProfileAndUIDOnly(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		begun(t, l, attempt("a", nine))
		begun(t, l, attempt("A", nine))
		begun(t, l, attempt("a ", nine))
		other := attempt("a", nine)
		other.Profile = "p2"
		begun(t, l, other)
	})
}

func TestADecidedUIDMayBeginAgain(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		for i, end := range []Outcome{
			{State: Declined, Code: -1, Message: "한도초과"},
			{State: NotIssued, How: HowLookup},
			{State: Issued, Key: keyOf(cardA, nine, nine)},
		} {
			id := begun(t, l, attempt("a", nine.Add(time.Duration(i)*time.Minute)))
			settled(t, l, id, end)
		}
		begun(t, l, attempt("a", nine.Add(time.Hour)))
	})
}

func TestOfManyPressesAtOnceOneBegins(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		first := newLedger(t)
		ledgers := []anyLedger{first, another(t, first)}
		for round := range 10 {
			var wg sync.WaitGroup
			var mu sync.Mutex
			won := 0
			for i := range 12 {
				wg.Go(func() {
					_, err := ledgers[i%2].Begin(t.Context(), attempt(fmt.Sprintf("uid_%d", round), nine))
					var open *OpenOrderError
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil:
						won++
					case !errors.As(err, &open):
						t.Errorf("Begin: %v", err)
					}
				})
			}
			wg.Wait()
			if won != 1 {
				t.Fatalf("round %d: %d orders began", round, won)
			}
		}
	})
}

func TestBeginWithAnEndedContextWritesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := l.Begin(ctx, attempt("a", nine)); !errors.Is(err, context.Canceled) {
			t.Errorf("Begin = %v", err)
		}
		if got := list(t, l, Query{}); len(got) != 0 {
			t.Errorf("%d rows", len(got))
		}
		begun(t, l, attempt("a", nine))
	})
}
