package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// missingSlots counts the parts of the shelf's words whose month, or whose slot of it, is not noted.
func missingSlots(t *testing.T, l *Shared) int {
	t.Helper()
	return one[int](t, l.reads(), `SELECT count(*) FROM (
		SELECT substr(word, i, n) AS part, started_at / 2629746000000 AS month, bit_or(1::bigint << (started_at % 2629746000000 * 64 / 2629746000000)::int) AS slots
		FROM shelf, string_to_table(haystack, ' ') word, generate_series(1, length(word)) i, generate_series(3, 4) n WHERE i + n - 1 <= length(word)
		GROUP BY 1, 2) s
		WHERE NOT EXISTS (SELECT 1 FROM part_months m WHERE (m.part, m.month) = (s.part, s.month) AND m.slots & s.slots = s.slots)`)
}

// A month and a slot are noted for every part of the shelf's words, whatever becomes of its rows.
func TestMonthsOfPartsAreThoseOfTheShelf(t *testing.T) {
	l := onlyServer(t)
	fillApart(t, l, 400, wide)
	same := func(when string) {
		t.Helper()
		list(t, l, Query{Text: "kim"}) // takes in what was written
		if n := missingSlots(t, l); n != 0 {
			t.Errorf("%s: %d are missing", when, n)
		}
	}
	same("filled")
	if n := one[int](t, l.reads(), "SELECT count(*) FROM part_months"); n == 0 {
		t.Error("none is noted")
	}
	if err := l.SetNote(t.Context(), 7, "전화로 다시 확인", "kim", nine); err != nil {
		t.Fatal(err)
	}
	same("with a note")
	for _, text := range []string{"DELETE FROM shelf WHERE entry_id % 3 = 0", "TRUNCATE shelf", "INSERT INTO unshelved (entry_id) SELECT id FROM entries"} {
		if err := rawExec(t, l, text); err != nil {
			t.Fatal(err)
		}
		same(text)
	}
}

// withoutMonths makes a ledger one from before the months were noted.
func withoutMonths(t *testing.T, l *Shared) {
	t.Helper()
	err := rawExec(t, l, `DROP FUNCTION part_months_new, part_months_none CASCADE; DROP TABLE part_months; UPDATE version SET number = 2`)
	if err != nil {
		t.Fatal(err)
	}
}

// A ledger from before the months were noted has them after its next start, and is searched as before.
func TestOlderLedgerGetsTheMonthsOfItsParts(t *testing.T) {
	l := onlyServer(t)
	fillApart(t, l, 200, wide)
	desk := as(t, l, "minji", "billkey_desk") // whose role was there before
	withoutMonths(t, l)
	newer := openServer(t, l.server)
	if n := missingSlots(t, newer); n != 0 {
		t.Errorf("%d are missing", n)
	}
	if n := one[int](t, newer.reads(), "SELECT number FROM version"); n != len(serverSteps()) {
		t.Errorf("version %d", n)
	}
	issued(t, newer, attempt("quartz_1", nine.Add(wide))) // a slot that is noted of no month, or not of this one
	if got := found(t, openServer(t, desk), "quartz"); got != "quartz_1" {
		t.Errorf("a desk finds %q", got)
	}
}

// A step may take longer than any other statement may, as may waiting for the desk that takes it.
func TestAStepOfTheSchemaMayTakeLong(t *testing.T) {
	l := onlyServer(t)
	setApart(l.server.Database)
	const limit, long = "1500", "3"
	withoutMonths(t, l)
	conn, err := pgx.ConnectConfig(t.Context(), conns(t, l))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		t.Fatal(err)
	}
	was := settings["statement_timeout"]
	settings["statement_timeout"] = limit
	t.Cleanup(func() { settings["statement_timeout"] = was })
	done := make(chan error, 1)
	go func() {
		_, err := conn.Exec(t.Context(), "SELECT pg_sleep("+long+"), pg_advisory_unlock_all()")
		done <- errors.Join(err, conn.Close(context.WithoutCancel(t.Context())))
	}()
	newer, err := OpenShared(t.Context(), l.server)
	if err := errors.Join(err, <-done); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = newer.Close() }()
	if n := one[int](t, newer.reads(), "SELECT number FROM version"); n != len(serverSteps()) {
		t.Errorf("version %d", n)
	}
}

// monthsOf are the months without their slots.
func monthsOf(all []heldMonth) (out []month) {
	for _, h := range all {
		out = append(out, h.month)
	}
	return out
}

// A word is looked for in no month that lacks one of its parts; a word that is too short to tell, in every month.
func TestWordsAreAskedForWhereTheirPartsOccur(t *testing.T) {
	l := onlyServer(t)
	at := func(month int) time.Time { return nine.Add(time.Duration(month) * monthMicros * time.Microsecond) }
	for i, uid := range []string{"quartz_1", "minerals", "quarters", "quartz_2", "tz_9"} {
		issued(t, l, attempt(uid, at(i)))
	}
	if got := found(t, l, "quartz"); got != "quartz_2 quartz_1" {
		t.Errorf("found %q", got)
	}
	all := span{micros(at(0)), micros(at(4))}.months(false)
	for _, c := range []struct {
		words  []string
		months []int
	}{
		{[]string{"quartz"}, []int{3, 0}}, {[]string{"quar"}, []int{3, 2, 0}}, {[]string{"tz"}, []int{4, 3, 2, 1, 0}},
		{[]string{"quartz", "tz"}, []int{3, 0}}, {[]string{"quartz", "minerals"}, nil}, {[]string{"aaaa"}, nil},
	} {
		var want []month
		for _, n := range c.months {
			want = append(want, monthAt(micros(at(n))))
		}
		got, err := l.holding(t.Context(), c.words, all)
		if err != nil || !slices.Equal(monthsOf(got), want) {
			t.Errorf("%q: %v, want %v, %v", c.words, got, want, err)
		}
	}
}

// Hits that stand close together, far from where their month begins, are read from the slot on in which they begin.
func TestHitsThatStandCloseTogetherAreReadFromWhereTheyBegin(t *testing.T) {
	was := nearRows
	nearRows = 10
	t.Cleanup(func() { nearRows = was })
	l := onlyServer(t)
	const rows, each = 200, 4 * time.Hour // a month and more, three rows for each slot
	start := time.UnixMicro(int64(monthAt(micros(nine))) * monthMicros)
	for i := range rows {
		uid := fmt.Sprintf("quartz_%d", i)
		if i >= 80 && i < 140 {
			uid = fmt.Sprintf("zebra_%d", i)
		}
		issued(t, l, attempt(uid, start.Add(time.Duration(i)*each)))
	}
	all := list(t, l, Query{Limit: maxLimit})
	for _, reverse := range []bool{false, true} {
		q := Query{Text: "zebra_", Limit: 5, Sort: Sort{Reverse: reverse}}
		want := plainly(all, q)
		if got := ids(everyPage(t, l, q)); !slices.Equal(got, want) {
			t.Errorf("reverse %t: %v, want %v", reverse, got, want)
		}
		fromSlot := 0
		for p, err := range l.plans(t.Context(), q, 0, q.Limit+1, false) {
			if err != nil {
				t.Fatal(err)
			}
			if p.near == nearInMonth*nearRows {
				fromSlot = rowsOf(t, l, p, q.Limit+1)
			}
		}
		if fromSlot != q.Limit+1 {
			t.Errorf("reverse %t: %d rows are found from the slot on", reverse, fromSlot)
		}
	}
}

// rowsOf is how many rows a plan finds for a page.
func rowsOf(t *testing.T, l *Shared, p *plan, limit int) (n int) {
	t.Helper()
	text, args := p.page(limit, 0, false)
	rows, err := l.lists().QueryContext(t.Context(), text, args...)
	if err := forEach(rows, err, func() error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}
