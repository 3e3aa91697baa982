package ledger

import (
	"fmt"
	"testing"
	"time"
)

// Somebody who only looks on, and so may not shelve what the last orders left, counts it all the same: new rows, and those that
// have become something else.
func TestCountsTakeInWhatIsNotShelvedYet(t *testing.T) {
	desk := onlyServer(t)
	fillApart(t, desk, 300, wide)
	first := issued(t, desk, attempt("a", nine))
	list(t, desk, Query{Text: "kim"}) // all of this is shelved
	l := openServer(t, as(t, desk, "hana", "billkey_supervisor"))
	issued(t, desk, replacing("a", nine.Add(time.Hour), cardB, first.Stamp()))
	begun(t, desk, attempt("b", nine.Add(2*time.Hour)))
	if err := desk.SetNote(t.Context(), 3, "새 메모", "kim", nine); err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]Query{
		"all": {}, "issued": {States: []State{Issued}}, "replaced": {States: []State{Replaced}}, "open": {States: []State{Pending}},
		"of kim": {Operator: "kim"}, "of a day": {From: nine.Add(-24 * time.Hour), To: nine.Add(90 * time.Minute)},
		"replaced of a month": {States: []State{Replaced}, From: nine.AddDate(0, -1, 0)}, "nobody": {Operator: "nobody"},
	} {
		want := len(everyOne(t, l, q))
		if n, err := l.Count(t.Context(), q); err != nil || n != want {
			t.Errorf("%s: %d, want %d, %v", name, n, want, err)
		}
		sum := 0
		months, err := l.Calendar(t.Context(), q, seoul)
		for _, m := range months {
			sum += m.Count
			if n := len(everyOne(t, l, q.within(m.Start, m.Start.AddDate(0, 1, 0)))); n != m.Count {
				t.Errorf("%s: %d in %s, want %d", name, m.Count, m.Start.Format("2006-01"), n)
			}
		}
		if err != nil || sum != want {
			t.Errorf("%s: %d in all months, want %d, %v", name, sum, want, err)
		}
	}
}

// everyOne reads a list page by page.
func everyOne(t *testing.T, l *Shared, q Query) (all []Entry) {
	t.Helper()
	for {
		page, err := l.Entries(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Entries...)
		if len(page.Entries) == 0 {
			return all
		}
		q.After = page.Entries[len(page.Entries)-1].Cursor()
	}
}

// What is counted while orders are behind reads what is behind, and no table whole.
func TestCountsOfWhatIsBehindReadThatAlone(t *testing.T) {
	l := onlyServer(t)
	fill(t, l, 20_000)
	if err := rawServer(t, l, "VACUUM ANALYZE"); err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]Query{"all": {}, "issued": {States: []State{Issued}}, "of a desk": {Desk: "x"}} {
		text, args := q.queued()
		p := &plan{from: talliesNow}
		q.addFilters(p, "t.")
		for what, asked := range map[string]struct {
			text string
			args []any
		}{"count": {"SELECT " + text, args}, "months": {"SELECT sum(t.n) FROM " + p.from + " t" + p.where.clause(), p.args}} {
			top, raw := serverPlan(t, l, asked.text, asked.args)
			top.walk(func(n node) {
				if n.Kind == "Seq Scan" && n.Relation != "tallies" && n.Relation != "unshelved" {
					t.Errorf("%s reads all of %s\n%s", fmt.Sprint(name, " ", what), n.Relation, raw)
				}
			})
		}
	}
}
