package ledger

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// nextPath is a path in folder that no round has used.
func nextPath(folder string, round *int) string {
	*round++
	return filepath.Join(folder, fmt.Sprint(*round, ".db"))
}

// BenchmarkBackUp backs a filled ledger up, and checks the copy in full.
func BenchmarkBackUp(b *testing.B) {
	l := filled(b)
	folder, round := b.TempDir(), 0
	b.Run("make", func(b *testing.B) {
		for b.Loop() {
			made, err := l.BackUp(b.Context(), nextPath(folder, &round))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(made.Bytes)
		}
	})
	path := filepath.Join(folder, "read.db")
	if _, err := l.BackUp(b.Context(), path); err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := ReadBackup(b.Context(), path); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("restore", func(b *testing.B) {
		for b.Loop() {
			if _, err := Restore(b.Context(), path, filepath.Join(folder, "restored.db"), "kim"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// tenth is the time before which about a tenth of a filled ledger began and is not in force.
func tenth(b *testing.B) time.Time {
	n := rowsWanted(b)
	return nine.Add(-time.Duration(n-n/5) * 90 * time.Second)
}

// BenchmarkArchiveCount counts what would leave.
func BenchmarkArchiveCount(b *testing.B) {
	l := filled(b)
	for name, before := range map[string]time.Time{"tenth": tenth(b), "all": nine} {
		b.Run(name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				var err error
				if n, err = l.ArchiveCount(b.Context(), before); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n), "rows")
		})
	}
}

// BenchmarkArchive moves about a tenth of a ledger, again and again from a fresh copy. While it runs, an order's two
// steps are taken again and again; the longest is reported.
func BenchmarkArchive(b *testing.B) {
	source := filled(b)
	folder, round := b.TempDir(), 0
	for b.Loop() {
		b.StopTimer()
		path := nextPath(folder, &round)
		if _, err := source.BackUp(b.Context(), path); err != nil {
			b.Fatal(err)
		}
		l := openAt(b, path)
		stop, longest := orders(b, l)
		b.StartTimer()
		a, err := l.Archive(b.Context(), ArchiveOrder{Before: tenth(b), Path: path + ".old", Operator: "kim"})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		close(stop)
		b.ReportMetric(float64(a.Left), "rows")
		b.ReportMetric(float64((<-longest).Milliseconds()), "ms-longest-order")
		b.StartTimer()
	}
}

// orders begins and settles orders until it is stopped, and then tells how long the longest took.
func orders(b *testing.B, l *Ledger) (stop chan struct{}, longest chan time.Duration) {
	stop, longest = make(chan struct{}), make(chan time.Duration, 1)
	go func() {
		most := time.Duration(0)
		defer func() { longest <- most }()
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			start := time.Now()
			id, err := l.Begin(b.Context(), attempt(fmt.Sprint("meanwhile_", i), nine))
			if err == nil {
				err = l.Settle(b.Context(), id, Outcome{State: Declined, At: nine})
			}
			if err != nil {
				b.Error(err)
				return
			}
			most = max(most, time.Since(start))
		}
	}()
	return stop, longest
}
