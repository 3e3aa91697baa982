package ledger

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// deskOn is one more desk on the same ledger.
func deskOn(t testing.TB, l anyLedger, name string) anyLedger {
	t.Helper()
	d := another(t, l)
	d.SetDesk(name)
	return d
}

// lapse lets all leases run out.
func lapse(t testing.TB, l anyLedger) {
	t.Helper()
	if err := rawExec(t, l, "UPDATE entries SET watched_until = ?", 1); err != nil {
		t.Fatal(err)
	}
}

func TestARefusedOrderSaysWhoHoldsItAndSinceWhen(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		one, two := deskOn(t, l, "desk 1"), deskOn(t, l, "desk 2")
		begun(t, one, attempt("a", nine))
		_, err := two.Begin(t.Context(), attempt("a", nine.Add(time.Minute)))
		var open *OpenOrderError
		if !errors.As(err, &open) || open.Entry.Desk != "desk 1" || open.Entry.Operator != "kim" || !open.Entry.StartedAt.Equal(nine) {
			t.Errorf("%v", err)
		}
	})
}

func TestAnOpenOrderIsLookedAfterByOneDesk(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		one, two := deskOn(t, l, "desk 1"), deskOn(t, l, "desk 2")
		id := begun(t, one, attempt("a", nine))
		var watched *WatchedError
		if err := two.Take(t.Context(), id); !errors.As(err, &watched) || watched.Entry.WatchedBy != "desk 1" {
			t.Errorf("while the first desk lives: %v", err)
		}
		if left := time.Until(watched.Entry.WatchedUntil); left > Lease || left < Lease/2 {
			t.Errorf("for %v", left)
		}
		if err := one.Take(t.Context(), id); err != nil {
			t.Errorf("its own desk: %v", err)
		}
		lapse(t, l)
		if err := two.Take(t.Context(), id); err != nil {
			t.Errorf("after the lease: %v", err)
		}
		if err := one.Take(t.Context(), id); !errors.As(err, &watched) || watched.Entry.WatchedBy != "desk 2" {
			t.Errorf("the first desk is back: %v", err)
		}
		settled(t, one, id, Outcome{State: Declined, At: nine}) // its answer came after all
		if err := two.Take(t.Context(), id); !errors.Is(err, ErrSettled) {
			t.Errorf("settled: %v", err)
		}
		if err := two.Take(t.Context(), id+7); !errors.Is(err, ErrNoEntry) {
			t.Errorf("none: %v", err)
		}
	})
}

func TestOfManyDesksOneTakesADeadDesksOrder(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		id := begun(t, deskOn(t, l, "dead"), attempt("a", nine))
		desks := []anyLedger{deskOn(t, l, "desk 1"), deskOn(t, l, "desk 2"), deskOn(t, l, "desk 3"), deskOn(t, l, "desk 4")}
		for range 10 {
			lapse(t, l)
			var took atomic.Int32
			var wg sync.WaitGroup
			for _, d := range desks {
				wg.Go(func() {
					var watched *WatchedError
					switch err := d.Take(context.WithoutCancel(t.Context()), id); {
					case err == nil:
						took.Add(1)
					case !errors.As(err, &watched):
						t.Error(err)
					}
				})
			}
			if wg.Wait(); took.Load() != 1 {
				t.Fatalf("%d desks look", took.Load())
			}
		}
	})
}

func TestTheDeskIsKeptFilteredAndSortedBy(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		one, two := deskOn(t, l, "창구 1"), deskOn(t, l, "창구 2")
		a, b := issued(t, one, attempt("a", nine)), issued(t, two, attempt("b", nine.Add(time.Minute)))
		named := attempt("c", nine.Add(time.Hour))
		named.Desk = "창구 1"
		c := begun(t, two, named)
		if a.Desk != "창구 1" || b.Desk != "창구 2" {
			t.Errorf("%q, %q", a.Desk, b.Desk)
		}
		if got := ids(list(t, l, Query{Desk: "창구 1"})); !slices.Equal(got, []int64{c, a.ID}) {
			t.Errorf("%v", got)
		}
		if got := ids(list(t, l, Query{Sort: Sort{Column: ByDesk}})); !slices.Equal(got, []int64{c, a.ID, b.ID}) {
			t.Errorf("%v", got)
		}
		if got, err := l.Values(t.Context(), ByDesk); err != nil || !slices.Equal(got, []string{"창구 1", "창구 2"}) {
			t.Errorf("%v, %v", got, err)
		}
		if err := rawExec(t, l, "UPDATE entries SET desk = ? WHERE id = ?", "other", a.ID); err == nil {
			t.Error("the desk can be changed")
		}
	})
}
