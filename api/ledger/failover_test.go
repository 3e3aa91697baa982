package ledger

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"billkey/api/ledger/pgtest"
)

// told is what desks that issue without a rest were told of each of theirs.
type told struct {
	mu           sync.Mutex
	acknowledged map[string]int64
	undecided    map[string]bool
	stop         atomic.Bool
	wg           sync.WaitGroup
}

// issuingAt has so many desks begin orders until one is refused, or [told.kept] is asked.
func issuingAt(t *testing.T, s Server, desks int, name string) *told {
	t.Helper()
	o := &told{acknowledged: map[string]int64{}, undecided: map[string]bool{}}
	for desk := range desks {
		d := openServer(t, s)
		o.wg.Go(func() {
			for i := 0; !o.stop.Load(); i++ { // a commit may outlast an outage
				uid := fmt.Sprintf("%s_%d_%d", name, desk, i)
				id, err := d.Begin(context.WithoutCancel(t.Context()), attempt(uid, nine))
				if !o.hear(t, uid, id, err) {
					return
				}
			}
		})
	}
	return o
}

func (o *told) hear(t *testing.T, uid string, id int64, err error) (again bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var away *AwayError
	var full *FullError
	switch {
	case err == nil:
		o.acknowledged[uid] = id
		return true
	case errors.As(err, &away) && away.Undecided:
		o.undecided[uid] = true
	case !errors.As(err, &away) && !errors.As(err, &full):
		t.Errorf("Begin = %v", err)
	}
	return false
}

// enough waits until so many orders were acknowledged.
func (o *told) enough(n int) {
	for got := 0; got < n; {
		<-time.After(time.Millisecond)
		o.mu.Lock()
		got = len(o.acknowledged)
		o.mu.Unlock()
	}
}

// kept compares what the desks were told with what is there: nothing is lost, and nothing is there that was refused.
func (o *told) kept(t *testing.T, l *Shared, name string) {
	t.Helper()
	o.stop.Store(true)
	o.wg.Wait()
	here := map[string]int64{}
	for _, e := range everyPage(t, l, Query{UIDPrefix: name + "_", Limit: maxLimit}) {
		here[e.CustomerUID] = e.ID
	}
	for uid, id := range o.acknowledged {
		if here[uid] != id {
			t.Errorf("%s: entry %d is lost", uid, id)
		}
	}
	maps.DeleteFunc(here, func(uid string, _ int64) bool { _, known := o.acknowledged[uid]; return known || o.undecided[uid] })
	if len(here) > 0 {
		t.Errorf("%v: there, and Begin said that they are not", here)
	}
}

// The server dies while desks issue, and its standby takes over at the same address. Before it is promoted the desks can read,
// and begin nothing.
func TestAStandbyTakesOverAndNothingAcknowledgedIsLost(t *testing.T) {
	first := pgtest.New(t, pgtest.Options{Durable: true})
	database := first.Database(t, "")
	address := newProxy(t, first.Port)
	s := through(address, serverAt(first, database))
	l := openServer(t, s)
	second := first.Standby(t)
	o := issuingAt(t, s, 4, "uid")
	o.enough(100)
	if err := first.Crash(); err != nil {
		t.Fatal(err)
	}
	wantAway(t, "Begin while nobody is there", beginFails(t, l))
	address.to.Store(int64(second.Port))
	eventually(t, func() error { _, err := l.Entries(t.Context(), Query{UIDPrefix: "uid_"}); return err })
	err := beginFails(t, l)
	wantAway(t, "Begin at a standby", err)
	var unwritable *UnwritableError
	if !errors.As(err, &unwritable) || unwritable.Reason != "away" {
		t.Errorf("%v", err)
	}
	if _, err := l.Entries(t.Context(), Query{Text: "uid"}); err != nil { // the search has rows to take in
		t.Errorf("a search at a standby: %v", err)
	}
	if err := second.Promote(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error { _, err := l.Begin(t.Context(), attempt("after it", nine)); return err })
	o.kept(t, l, "uid")
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func beginFails(t *testing.T, l *Shared) error {
	t.Helper()
	_, err := l.Begin(t.Context(), attempt("refused", nine))
	return err
}
