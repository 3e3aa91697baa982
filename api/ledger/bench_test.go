package ledger

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"billkey/api/ledger/ledgertest"
	"billkey/api/ledger/pgtest"
)

// rowsWanted is how many rows the benchmarks read from; BILLKEY_ROWS sets another number.
func rowsWanted(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("BILLKEY_ROWS"))
	if err != nil {
		return 100_000
	}
	return n
}

// fill writes n realistic entries and their begun events, the same ones every time, and shelves them.
func fill(tb testing.TB, l anyLedger, n int) {
	tb.Helper()
	fillApart(tb, l, n, ledgertest.Every)
}

func fillApart(tb testing.TB, l anyLedger, n int, every time.Duration) {
	tb.Helper()
	var err error
	if s, yes := l.(*Shared); yes {
		err = ledgertest.FillServer(context.Background(), conns(tb, s), n, nine, every)
	} else {
		err = ledgertest.FillApart(context.Background(), l.(*Ledger).path, n, nine, every)
	}
	if err != nil {
		tb.Fatal(err)
	}
	shelveAtOnce(tb, l)
}

// shelveAtOnce shelves in batches that a program with orders to write would not allow itself. A server takes them as they are,
// in statements that stay far below its time limit.
func shelveAtOnce(tb testing.TB, l anyLedger) {
	tb.Helper()
	shelve := func() error { return l.Shelve(tb.Context(), func(int) {}) }
	if file, yes := l.(*Ledger); yes {
		shelve = func() (err error) {
			for behind := 1; behind > 0 && err == nil; {
				behind, err = file.shelveSome(tb.Context(), 20_000)
			}
			return err
		}
	}
	if err := shelve(); err != nil {
		tb.Fatal(err)
	}
}

// benchLedger is filled once for all benchmarks of a run: a million rows take minutes.
var benchLedger struct {
	once sync.Once
	dir  string
	l    *Ledger
}

func TestMain(m *testing.M) {
	code := m.Run()
	pgtest.Close()
	if benchServer.l != nil {
		_ = benchServer.l.Close()
		benchServer.c.Remove()
	}
	if benchLedger.l != nil {
		_ = benchLedger.l.Close()
		_ = os.RemoveAll(benchLedger.dir)
	}
	os.Exit(code)
}

func filled(b *testing.B) *Ledger {
	b.Helper()
	benchLedger.once.Do(func() {
		dir, err := os.MkdirTemp("", "ledger")
		if err != nil {
			b.Fatal(err)
		}
		l, err := Open(context.Background(), filepath.Join(dir, ledgerName))
		if err != nil {
			b.Fatal(err)
		}
		fill(b, l, rowsWanted(b))
		benchLedger.dir, benchLedger.l = dir, l
	})
	return benchLedger.l
}

// each runs f again and again and reports the median and the 95th percentile beside the mean.
func each(b *testing.B, f func() error) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	report(b, took, "")
}

// report tells the median and the 95th percentile of what took so long.
func report(b *testing.B, took []time.Duration, what string) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms"+what)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms"+what)
}

// lists are what the panel asks for.
func lists(rows int) map[string]Query {
	deep := Cursor{StartedAt: nine.Add(-time.Duration(rows*9/10) * 90 * time.Second)}
	out := map[string]Query{
		"default":        {},
		"deep":           {After: deep},
		"state":          {States: []State{Declined}},
		"rare_states":    {States: []State{Pending, Unknown}},
		"many_states":    {States: []State{Issued, Replaced, Deleted}},
		"environment":    {Environment: "test"},
		"profile":        {Profile: "p2"},
		"operator":       {Operator: "김민지"},
		"today":          {From: nine.Add(-24 * time.Hour)},
		"state_in_month": {States: []State{Declined}, From: nine.AddDate(0, -5, 0), To: nine.AddDate(0, -4, 0)},
		"all_filters":    {States: []State{Unknown}, Environment: "test", Profile: "p2", Operator: "김민지"},
		"uid":            {CustomerUID: "nobody"},
		"text_nowhere":   {Text: "nothing like it"},
		"text_in_state":  {Text: "홍길동", States: []State{Declined}, Operator: "이서준"},
		"text_and_rare":  {Text: "0", States: []State{Unknown}},
		"two_words":      {Text: "홍길동 신한"},
	}
	for _, word := range []string{"gildong_0", "홍길동", "ㅎㄱㄷ", "신한카드", "4321", "minjun_123456"} { // as they are typed
		for i := range []rune(word) {
			out["typed_"+string([]rune(word)[:i+1])] = Query{Text: string([]rune(word)[:i+1])}
		}
	}
	for _, c := range columns {
		out["by_"+string(c)] = Query{Sort: Sort{Column: c}}
	}
	out["by_name_of_hits"] = Query{Text: "홍길동", Sort: Sort{Column: ByName}}
	out["by_name_of_many_hits"] = Query{Text: "gil", Sort: Sort{Column: ByName}}
	return out
}

// BenchmarkPage reads the first page of 200 rows of every list the panel may ask for.
func BenchmarkPage(b *testing.B) {
	l := filled(b)
	all := lists(rowsWanted(b))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		q := all[name]
		b.Run(name, func(b *testing.B) {
			each(b, func() error { _, err := l.Entries(b.Context(), q); return err })
		})
	}
}

// BenchmarkCount counts their hits, which the panel does behind the page.
func BenchmarkCount(b *testing.B) {
	l := filled(b)
	all := lists(rowsWanted(b))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if q := all[name]; q.Sort.Column == ByTime {
			b.Run(name, func(b *testing.B) {
				each(b, func() error { _, err := l.Count(b.Context(), q); return err })
			})
		}
	}
}

// BenchmarkJump goes to nine tenths, to the middle and to the end of a list.
func BenchmarkJump(b *testing.B) {
	l := filled(b)
	for name, q := range map[string]Query{
		"default": {}, "state": {States: []State{Issued}}, "text": {Text: "gil"}, "by_name": {Sort: Sort{Column: ByName}},
	} {
		total, err := l.Count(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		months, err := l.Calendar(b.Context(), q, time.UTC)
		if err != nil {
			b.Fatal(err)
		}
		for place, at := range map[string]int{"nine_tenths": total * 9 / 10, "middle": total / 2, "end": total - 20} {
			b.Run(name+"/"+place, func(b *testing.B) {
				each(b, func() error {
					near, skip, rest := Near(q, months, at, total)
					_, err := l.EntriesAt(b.Context(), near, skip, rest)
					return err
				})
			})
		}
	}
}

// BenchmarkCalendar counts every month of a list, for the marks beside it.
func BenchmarkCalendar(b *testing.B) {
	l := filled(b)
	for name, q := range map[string]Query{"default": {}, "text": {Text: "gil"}} {
		b.Run(name, func(b *testing.B) {
			each(b, func() error { _, err := l.Calendar(b.Context(), q, time.UTC); return err })
		})
	}
}

// BenchmarkPageAfterWrite is the first page after an order was written: plain, and with a search that must take it in.
func BenchmarkPageAfterWrite(b *testing.B) { pageAfterWrite(b, filled(b)) }

func pageAfterWrite(b *testing.B, l anyLedger) {
	b.Helper()
	run, i := time.Now().UnixNano(), 0
	for name, q := range map[string]Query{"default": {}, "search": {Text: "kim"}} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				i++
				order(b, l, fmt.Sprintf("order_%d_%d", run, i), i)
				began := time.Now()
				if _, err := l.Entries(b.Context(), q); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			report(b, took, "-page")
		})
	}
}

// BenchmarkValues lists the operators to choose from.
func BenchmarkValues(b *testing.B) {
	l := filled(b)
	each(b, func() error { _, err := l.Values(b.Context(), ByOperator); return err })
}

// BenchmarkCounts counts the day's states.
func BenchmarkCounts(b *testing.B) {
	l := filled(b)
	for b.Loop() {
		if _, err := l.Counts(b.Context(), nine.Add(-24*time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOrder is one order's share of the ledger: Begin and Settle, each on disk when it returns.
func BenchmarkOrder(b *testing.B) {
	l := filled(b)
	i := 0
	each(b, func() error {
		i++
		order(b, l, fmt.Sprintf("order_%d_%d", b.N, i), i)
		return nil
	})
}

func order(b *testing.B, l anyLedger, uid string, i int) {
	b.Helper()
	id, err := l.Begin(b.Context(), attempt(uid, nine.Add(time.Duration(i)*time.Second)))
	if err != nil {
		b.Fatal(err)
	}
	if err := l.Settle(b.Context(), id, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine, How: HowAnswer}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpen opens and closes a filled ledger that was closed properly.
func BenchmarkOpen(b *testing.B) {
	path := newPath(b)
	l, err := Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	fill(b, l, rowsWanted(b))
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l, err := Open(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheck walks the whole file, as Open does after an unclean end and Check does in full.
func BenchmarkCheck(b *testing.B) {
	l := filled(b)
	b.Run("quick", func(b *testing.B) {
		for b.Loop() {
			if err := quickCheck(b.Context(), l.read); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("full", func(b *testing.B) {
		for b.Loop() {
			if err := l.Check(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkVersion is what a live panel asks again and again.
func BenchmarkVersion(b *testing.B) {
	l := filled(b)
	for b.Loop() {
		if _, err := l.Version(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
