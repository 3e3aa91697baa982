package ledger

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// node is a step of a plan of PostgreSQL.
type node struct {
	Kind     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Index    string  `json:"Index Name"`
	Rows     float64 `json:"Plan Rows"`
	Plans    []node
}

func (n node) walk(each func(node)) {
	each(n)
	for _, p := range n.Plans {
		p.walk(each)
	}
}

// serverPlan is how the server would run a statement.
func serverPlan(t *testing.T, l *Shared, text string, args []any) (top node, raw string) {
	t.Helper()
	raw = one[string](t, l.lists(), "EXPLAIN (FORMAT JSON) "+text, args...)
	var plans []struct{ Plan node }
	if err := json.Unmarshal([]byte(raw), &plans); err != nil {
		t.Fatal(err)
	}
	return plans[0].Plan, raw
}

// Every list the panel may ask for is read from an index: no table is read whole, and no more is sorted than a page or the hits
// of a month.
func TestListsOnAServerAreReadFromIndexes(t *testing.T) {
	l := onlyServer(t)
	const rows = 30_000
	fill(t, l, rows)
	if err := rawServer(t, l, "VACUUM ANALYZE"); err != nil {
		t.Fatal(err)
	}
	all := lists(rows)
	all["before"] = Query{Before: all["deep"].After}
	all["name, next page"] = Query{Sort: Sort{Column: ByName}, After: list(t, l, Query{Sort: Sort{Column: ByName}})[100].Cursor()}
	all["oldest first"] = Query{Sort: Sort{Reverse: true}}
	wide := 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		q := all[name]
		for _, backwards := range []bool{false, true} {
			ways := 0
			for p, err := range l.plans(t.Context(), q, 0, 201, backwards) {
				if err != nil {
					t.Fatal(err)
				}
				text, args := p.page(201, 0, backwards)
				wantIndexed(t, l, name, text, args, p.months != nil)
				if ways++; ways == 1 {
					p.got = 100 // half of what is needed: some more rows are worth a look
				}
			}
			if ways > 4 || ways > 1 && q.Text == "" {
				t.Errorf("%s: %d statements for a page", name, ways)
			}
			wide = max(wide, ways)
		}
	}
	if wide < 3 { // some more rows, and the index
		t.Errorf("a page took %d statements at most, want 3", wide)
	}
}

func wantIndexed(t *testing.T, l *Shared, name, text string, args []any, words bool) {
	t.Helper()
	top, raw := serverPlan(t, l, text, args)
	indexes := []string{}
	top.walk(func(n node) {
		switch {
		case n.Kind == "Seq Scan" && n.Relation != "":
			t.Errorf("%s: reads all of %s\n%s", name, n.Relation, raw)
		case strings.Contains(n.Kind, "Sort") && n.Rows > 2*float64(nearRows) && !words:
			t.Errorf("%s: sorts %v rows\n%s", name, n.Rows, raw)
		}
		if strings.HasPrefix(n.Index, "shelf_") || strings.HasPrefix(n.Index, "entries_by") {
			indexes = append(indexes, n.Index)
		}
	})
	if len(indexes) == 0 || words && !slices.Equal(indexes, []string{"shelf_by_grams"}) {
		t.Errorf("%s: reads from %q\n%s", name, indexes, raw)
	}
}

// What is counted without words is summed up from the tallies.
func TestCountsOnAServerReadNoRows(t *testing.T) {
	l := onlyServer(t)
	for name, q := range lists(0) {
		if q.Text != "" || !q.From.IsZero() || q.CustomerUID != "" {
			continue
		}
		text, args := q.tallied()
		top, raw := serverPlan(t, l, text, args)
		top.walk(func(n node) {
			if n.Relation != "" && n.Relation != "tallies" {
				t.Errorf("%s: reads %s\n%s", name, n.Relation, raw)
			}
		})
	}
}

// A queue that a copy of many rows went through is asked for the few that are in it, and not page by page.
func TestALongQueueOfLongAgoCostsNothing(t *testing.T) {
	l := onlyServer(t)
	for _, text := range []string{
		"INSERT INTO unshelved (entry_id) SELECT -i FROM generate_series(1, 200000) i",
		"DELETE FROM unshelved WHERE entry_id > -200000", "VACUUM (ANALYZE) unshelved", // the last row keeps its page, and all before it
	} {
		if err := rawServer(t, l, text); err != nil {
			t.Fatal(err)
		}
	}
	count, _ := Query{}.queued()
	for what, text := range map[string]string{
		"length": queueLengthQuery, "count": "SELECT " + count, "months": "SELECT sum(n) FROM " + talliesNow + " t",
	} {
		var args []any
		if text == queueLengthQuery {
			args = append(args, countedExactly)
		}
		top, raw := serverPlan(t, l, text, args)
		top.walk(func(n node) {
			if n.Relation == "unshelved" && n.Index == "" {
				t.Errorf("%s: reads the whole queue\n%s", what, raw)
			}
		})
	}
}

// The tallies are what the shelf holds, whatever becomes of its rows.
func TestTalliesAreTheShelf(t *testing.T) {
	l := onlyServer(t)
	fillApart(t, l, 400, wide)
	first := issued(t, l, attempt("a", nine))
	issued(t, l, replacing("a", nine.Add(wide), cardB, first.Stamp()))
	same := func(when string) {
		t.Helper()
		list(t, l, Query{Text: "kim"}) // takes in what was written
		off := one[int](t, l.reads(), `SELECT count(*) FROM (
			SELECT month_of(started_at) AS month, state, environment, profile, operator, desk, count(*) AS n FROM shelf GROUP BY 1, 2, 3, 4, 5, 6) s
			FULL JOIN (SELECT * FROM tallies WHERE n <> 0) t USING (month, state, environment, profile, operator, desk)
			WHERE s.n IS DISTINCT FROM t.n`)
		if off != 0 {
			t.Errorf("%s: %d tallies are wrong", when, off)
		}
	}
	same("filled")
	if err := l.KeyDeleted(t.Context(), first.ID+1, nine.Add(2*wide), "kim", "asked"); err != nil {
		t.Fatal(err)
	}
	same("deleted")
	for _, text := range []string{"DELETE FROM shelf WHERE entry_id % 3 = 0", "TRUNCATE shelf", "INSERT INTO unshelved (entry_id) SELECT id FROM entries"} {
		if err := rawExec(t, l, text); err != nil {
			t.Fatal(err)
		}
		same(text)
	}
	if n, err := l.Count(t.Context(), Query{}); err != nil || n != 402 {
		t.Errorf("%d, %v", n, err)
	}
}

// Of words more than some hits are not counted, and the months are those of the newest.
func TestManyHitsAreNotCountedOnAServer(t *testing.T) {
	was := countedAtMost
	countedAtMost = 50
	t.Cleanup(func() { countedAtMost = was })
	l := onlyServer(t)
	fillApart(t, l, 300, wide)
	for _, q := range []Query{{Text: "0"}, {Text: "kim"}, {Text: "xyz"}, {Text: "0", States: []State{Unknown}}, {Text: "카드", Operator: "김민지"}} {
		hits := len(list(t, l, Query{Text: q.Text, States: q.States, Operator: q.Operator, Limit: maxLimit}))
		n, err := l.Count(t.Context(), q)
		months, mErr := l.Calendar(t.Context(), q, seoul)
		sum := 0
		for _, m := range months {
			sum += m.Count
		}
		if many := hits > 50; n != min(hits, 50) || sum != n || (err == ErrMany) != many || (mErr == ErrMany) != many || !many && (err != nil || mErr != nil) {
			t.Errorf("%+v: %d and %d of %d, %v, %v", q, n, sum, hits, err, mErr)
		}
	}
}

// The months are those of the zone that is asked for, also where they are not the tallies'.
func TestCalendarIsOfTheZoneAskedFor(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		fillApart(t, l, 900, 2*time.Hour)
		for _, zone := range []*time.Location{seoul, time.UTC, time.FixedZone("", -5*3600-1800)} {
			for _, q := range []Query{{}, {States: []State{Issued, Declined}}, {From: nine.Add(-1000 * time.Hour), To: nine.Add(-10 * time.Hour), Profile: "p1"}, {Text: "홍"}} {
				got, err := l.Calendar(t.Context(), q, zone)
				if err != nil {
					t.Fatal(err)
				}
				want := []Month{}
				all := q
				all.Limit = maxLimit
				for _, e := range list(t, l, all) {
					start := monthOf(e.StartedAt.In(zone))
					if n := len(want); n == 0 || !want[n-1].Start.Equal(start) {
						want = append(want, Month{Start: start})
					}
					want[len(want)-1].Count++
				}
				if !slices.EqualFunc(got, want, func(a, b Month) bool { return a.Start.Equal(b.Start) && a.Count == b.Count }) {
					t.Errorf("%v, %+v: %v, want %v", zone, q, got, want)
				}
			}
		}
	})
}

// Of very many rows behind is told about how many: none is left out, and the last of them is the last.
func TestManyRowsBehindAreNotCountedOneByOne(t *testing.T) {
	was := countedExactly
	countedExactly = 3
	t.Cleanup(func() { countedExactly = was })
	l := onlyServer(t)
	for i := range 8 {
		issued(t, l, attempt(string(rune('a'+i)), nine))
	}
	if n, err := queueLength(t.Context(), l.reads()); err != nil || n < 8 {
		t.Errorf("%d are behind, %v", n, err)
	}
	if err := l.Shelve(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	if n, err := queueLength(t.Context(), l.reads()); err != nil || n != 0 {
		t.Errorf("%d are behind, %v", n, err)
	}
}
