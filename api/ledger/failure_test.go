package ledger

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestFullDiskIsTypedAndLosesNothing(t *testing.T) {
	l := newFile(t)
	old := issued(t, l, attempt("old", nine))
	pages := one[int](t, l.write, "PRAGMA page_count")
	if err := rawExec(t, l, fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
		t.Fatal(err)
	}
	var acknowledged []int64
	var err error
	for i := 0; err == nil; i++ {
		var id int64
		if id, err = l.Begin(t.Context(), attempt(fmt.Sprint("uid_", i), nine)); err == nil {
			acknowledged = append(acknowledged, id)
		}
	}
	var full *FullError
	var unwritable *UnwritableError
	if !errors.As(err, &full) || !errors.As(err, &unwritable) || unwritable.Reason != "full" {
		t.Fatalf("Begin = %v, want full", err)
	}
	open, rerr := l.Unsettled(t.Context(), "p1")
	if rerr != nil || !slices.Equal(ids(open), acknowledged) {
		t.Errorf("open entries %v, acknowledged %v; %v", ids(open), acknowledged, rerr)
	}
	if got := read(t, l, old.ID); got.State != Issued {
		t.Errorf("old: %+v", got)
	}
	// A settling that finds no room leaves the question open.
	long := make([]byte, 8192)
	for i := range long {
		long[i] = 'x'
	}
	id := acknowledged[0]
	if err := l.Settle(t.Context(), id, Outcome{State: Declined, Message: string(long), At: nine}); !errors.As(err, &full) {
		t.Errorf("Settle = %v, want full", err)
	}
	if e := read(t, l, id); e.State != Pending {
		t.Errorf("became %s", e.State)
	}
	// Room again: it goes on.
	if err := rawExec(t, l, "PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	settled(t, l, id, Outcome{State: Declined, Message: string(long), At: nine})
	begun(t, l, attempt("after", nine))
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestLedgerThatTurnsReadOnlyIsTyped(t *testing.T) {
	l := newFile(t)
	id := begun(t, l, attempt("a", nine))
	if err := rawExec(t, l, "PRAGMA query_only = on"); err != nil {
		t.Fatal(err)
	}
	_, begin := l.Begin(t.Context(), attempt("b", nine))
	for what, err := range map[string]error{
		"Begin": begin, "Settle": l.Settle(t.Context(), id, Outcome{State: Declined, At: nine}),
		"Record": l.Record(t.Context(), Event{Kind: KindNote}),
	} {
		var readOnly *ReadOnlyError
		if !errors.As(err, &readOnly) {
			t.Errorf("%s = %v, want read-only", what, err)
		}
	}
	if e := read(t, l, id); e.State != Pending {
		t.Errorf("became %s", e.State)
	}
}

func TestReadersAndWritersGetAlong(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		first := newLedger(t)
		desks := []anyLedger{first, another(t, first)}
		var wg sync.WaitGroup
		for desk, l := range desks {
			for worker := range 3 {
				wg.Go(func() {
					var prior Stamp
					uid := fmt.Sprintf("uid_%d_%d", desk, worker)
					for i := range 6 {
						e := issued(t, l, replacing(uid, nine.Add(time.Duration(i)*time.Minute), cardA, prior))
						prior = e.Stamp()
					}
				})
				wg.Go(func() {
					for range 10 {
						list(t, l, Query{States: []State{Issued, Replaced}})
						if _, err := l.Version(t.Context()); err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		wg.Wait()
		counts, err := desks[0].Counts(t.Context(), time.Time{})
		if want := (Tally{Replaced: 36}); err != nil || counts != want {
			t.Errorf("%v, %v", counts, err)
		}
	})
}

func TestEveryOpenAndCloseIsClean(t *testing.T) {
	path := newPath(t)
	for range 3 {
		l := openAt(t, path)
		if l.Path() != path {
			t.Errorf("path %s", l.Path())
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if err := l.Close(); err != nil {
			t.Errorf("closed twice: %v", err)
		}
		if _, err := l.Begin(t.Context(), attempt("a", nine)); err == nil {
			t.Error("Begin after Close")
		}
	}
}
