package ledger

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

// Windows as a call centre has them: each reads its first page and its count at once when somebody wrote something, and again
// only after a rest, as the program's own does; every second it looks without being told.
const (
	openWindows = 50
	windowRest  = 400 * time.Millisecond
	windowLook  = time.Second
	orderEvery  = 100 * time.Millisecond // fifty desks with an order every five seconds
)

// sightings are how long after its commit each window had a row in its list.
type sightings struct {
	mu        sync.Mutex
	committed map[int64]time.Time
	at        map[int64][]time.Time // when the windows had a row first
}

// see notes the rows of a window's page that it has not had before, and returns the newest.
func (s *sightings) see(page Page, last int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	newest := last
	for _, e := range page.Entries {
		if e.ID > last {
			s.at[e.ID], newest = append(s.at[e.ID], time.Now()), max(newest, e.ID)
		}
	}
	return newest
}

// took is how long after its commit each window had each row, in order. A row may be seen before its writer knows of it.
func (s *sightings) took() (out []time.Duration) {
	for id, committed := range s.committed {
		for _, at := range s.at[id] {
			out = append(out, max(0, at.Sub(committed)))
		}
	}
	slices.Sort(out)
	return out
}

// wait returns when so many rows were seen, or can no longer be expected.
func (s *sightings) wait(want int) {
	look := time.NewTicker(orderEvery)
	defer look.Stop()
	for range 300 {
		s.mu.Lock()
		seen := len(s.took())
		s.mu.Unlock()
		if seen >= want {
			return
		}
		<-look.C
	}
}

// watchFrom is one window, until ctx ends.
func (s *sightings) watchFrom(ctx context.Context, l *Shared, ready func()) {
	heard := make(chan struct{}, 1)
	go func() {
		_ = l.Watch(ctx, func() {
			select {
			case heard <- struct{}{}:
			default:
			}
		})
	}()
	for last := int64(0); ctx.Err() == nil; {
		select {
		case <-heard:
		case <-time.After(windowLook):
		case <-ctx.Done():
			return
		}
		if page, err := l.Entries(ctx, Query{}); err == nil {
			last = s.see(page, last)
		}
		_, _ = l.Count(ctx, Query{})
		ready()
		select {
		case <-time.After(windowRest):
		case <-ctx.Done():
		}
	}
}

// BenchmarkServerWindows has fifty windows open while orders are written, ten a second, and tells how long a row takes from its
// commit to every window, and how long an order takes meanwhile.
func BenchmarkServerWindows(b *testing.B) {
	writer := filledServer(b)
	ctx, cancel := context.WithCancel(b.Context())
	s := &sightings{committed: map[int64]time.Time{}, at: map[int64][]time.Time{}}
	var all, opened sync.WaitGroup
	for range openWindows {
		l, err := OpenShared(ctx, writer.server)
		if err != nil {
			b.Fatal(err)
		}
		opened.Add(1)
		all.Go(func() { s.watchFrom(ctx, l, sync.OnceFunc(opened.Done)); _ = l.Close() })
	}
	opened.Wait()
	run, pace := time.Now().UnixNano(), time.NewTicker(orderEvery)
	defer pace.Stop()
	var orders []time.Duration
	for n := 0; b.Loop(); n++ {
		began := time.Now()
		e := issued(b, writer, attempt(fmt.Sprintf("window_%d_%d", run, n), time.Now()))
		orders = append(orders, time.Since(began))
		s.mu.Lock()
		s.committed[e.ID] = time.Now()
		s.mu.Unlock()
		<-pace.C
	}
	s.wait(openWindows * len(orders))
	cancel()
	all.Wait()
	took := s.took()
	if len(took) == 0 {
		b.Fatal("no window saw anything")
	}
	slices.Sort(orders)
	report(b, took, "-seen")
	b.ReportMetric(float64(took[len(took)-1].Milliseconds()), "max-ms-seen")
	b.ReportMetric(float64(orders[len(orders)*95/100].Microseconds())/1000, "p95-ms-order")
	b.ReportMetric(float64(len(took))/float64(len(orders)), "windows-seen")
}
