package ledger

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// missingMonths counts the parts of the shelf's words whose month is not noted.
func missingMonths(t *testing.T, l *Shared) int {
	t.Helper()
	return one[int](t, l.reads(), `SELECT count(*) FROM (
		SELECT DISTINCT substr(g.lexeme, 2) AS part, ascii(g.lexeme) - 983040 AS month
		FROM shelf, unnest(grams(haystack, started_at)) g WHERE length(g.lexeme) = 4) s
		WHERE NOT EXISTS (SELECT 1 FROM part_months m WHERE (m.part, m.month) = (s.part, s.month))`)
}

// A month is noted for every part of the shelf's words, whatever becomes of its rows.
func TestMonthsOfPartsAreThoseOfTheShelf(t *testing.T) {
	l := onlyServer(t)
	fillApart(t, l, 400, wide)
	same := func(when string) {
		t.Helper()
		list(t, l, Query{Text: "kim"}) // takes in what was written
		if n := missingMonths(t, l); n != 0 {
			t.Errorf("%s: %d months are missing", when, n)
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

// A ledger from before the months were noted has them after its next start, and is searched as before.
func TestOlderLedgerGetsTheMonthsOfItsParts(t *testing.T) {
	l := onlyServer(t)
	fillApart(t, l, 200, wide)
	err := rawExec(t, l, `DROP FUNCTION part_months_new, part_months_none CASCADE; DROP TABLE part_months; UPDATE version SET number = 2`)
	if err != nil {
		t.Fatal(err)
	}
	newer := openServer(t, l.server)
	if n := missingMonths(t, newer); n != 0 {
		t.Errorf("%d months are missing", n)
	}
	if n := one[int](t, newer.reads(), "SELECT number FROM version"); n != len(serverSteps()) {
		t.Errorf("version %d", n)
	}
}

// A step may take longer than any other statement may, as may waiting for the desk that takes it.
func TestAStepOfTheSchemaMayTakeLong(t *testing.T) {
	l := onlyServer(t)
	setApart(l.server.Database)
	const limit, long = "1500", "3"
	if err := rawExec(t, l, "UPDATE version SET number = 2; DROP FUNCTION part_months_new, part_months_none CASCADE; DROP TABLE part_months"); err != nil {
		t.Fatal(err)
	}
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
	all := span{monthAt(micros(at(0))), monthAt(micros(at(4)))}.months(false)
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
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v, %v", c.words, got, want, err)
		}
	}
}
