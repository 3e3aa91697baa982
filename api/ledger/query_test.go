package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestEntriesAreNewestFirst(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		middle := begun(t, l, attempt("middle", nine))
		same := begun(t, l, attempt("same time, later row", nine))
		oldest := begun(t, l, attempt("oldest", nine.Add(-time.Hour)))
		newest := begun(t, l, attempt("newest", nine.Add(time.Microsecond)))
		if got := ids(list(t, l, Query{})); !slices.Equal(got, []int64{newest, same, middle, oldest}) {
			t.Errorf("%v", got)
		}
	})
}

func TestFilters(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		add := func(uid string, at time.Time, change func(*Attempt), end Outcome) int64 {
			a := attempt(uid, at)
			change(&a)
			id := begun(t, l, a)
			if end.State != "" {
				settled(t, l, id, end)
			}
			return id
		}
		none := func(*Attempt) {}
		key := keyOf(cardA, nine, nine)
		key.CardName = "KB국민카드"
		gildong := add("gildong_0001_1111", nine, func(a *Attempt) { a.Operator = "홍길동" }, Outcome{State: Issued, Key: key})
		percent := add("100%_sure", nine.Add(time.Hour), func(a *Attempt) { a.Masked = cardB }, Outcome{State: Declined, Message: `[F112] 한도초과 \o/`})
		practice := add("practice", nine.Add(2*time.Hour), func(a *Attempt) { a.Environment, a.Profile = "practice", "p0" }, Outcome{})
		lost := add("lost", nine.Add(3*time.Hour), func(a *Attempt) { a.PG, a.Note = "kcp", "calls back" }, Outcome{State: Unknown})
		refused := add("refused", nine.Add(4*time.Hour), none, Outcome{State: NotIssued})
		for name, c := range map[string]struct {
			q    Query
			want []int64
		}{
			"everything":              {Query{}, []int64{refused, lost, practice, percent, gildong}},
			"one state":               {Query{States: []State{Declined}}, []int64{percent}},
			"two states":              {Query{States: []State{Pending, Issued}}, []int64{practice, gildong}},
			"a state named twice":     {Query{States: []State{Issued, Issued}}, []int64{gildong}},
			"every state":             {Query{States: States()}, []int64{refused, lost, practice, percent, gildong}},
			"environment":             {Query{Environment: "practice"}, []int64{practice}},
			"profile":                 {Query{Profile: "p1"}, []int64{refused, lost, percent, gildong}},
			"customer_uid":            {Query{CustomerUID: "lost"}, []int64{lost}},
			"from is included":        {Query{From: nine.Add(3 * time.Hour)}, []int64{refused, lost}},
			"to is not":               {Query{To: nine.Add(time.Hour)}, []int64{gildong}},
			"range":                   {Query{From: nine.Add(time.Hour), To: nine.Add(3 * time.Hour)}, []int64{practice, percent}},
			"text in uid":             {Query{Text: "dong_0001"}, []int64{gildong}},
			"text in either case":     {Query{Text: "GILDONG"}, []int64{gildong}},
			"text in card name":       {Query{Text: "국민"}, []int64{gildong}},
			"last four":               {Query{Text: "4444"}, []int64{percent}},
			"not the first six":       {Query{Text: "555555"}, nil},
			"PG":                      {Query{Text: "kcp"}, []int64{lost}},
			"operator":                {Query{Text: "길동"}, []int64{gildong}},
			"message":                 {Query{Text: "한도초과"}, []int64{percent}},
			"note":                    {Query{Text: "calls"}, []int64{lost}},
			"percent is no wildcard":  {Query{Text: "0%_s"}, []int64{percent}},
			"nor is an underscore":    {Query{Text: "c_p"}, nil},
			"nor a lone percent":      {Query{Text: "%"}, []int64{percent}},
			"backslash is itself":     {Query{Text: `\o/`}, []int64{percent}},
			"quotes do no harm":       {Query{Text: `' OR 1=1 --`}, nil},
			"all at once":             {Query{Text: "g", States: []State{Issued, Declined}, Environment: "test", Profile: "p1", From: nine, To: nine.Add(time.Microsecond)}, []int64{gildong}},
			"all at once, none found": {Query{Text: "g", States: []State{Issued, Declined}, Environment: "live"}, nil},
		} {
			if got := ids(list(t, l, c.q)); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	})
}

func TestPagesJoinUpWithoutGapsOrRepeats(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		fill(t, l, 120)
		unguard(t, l)
		// Many entries share a time, so the ID must decide between them.
		const rounded = "SET started_at = started_at / 900000000 * 900000000"
		tables := []string{"entries"}
		if isOnServer(t) {
			tables = append(tables, "shelf")
		}
		for _, table := range tables {
			if err := rawExec(t, l, "UPDATE "+table+" "+rounded); err != nil {
				t.Fatal(err)
			}
		}
		rapid.Check(t, func(rt *rapid.T) {
			q := Query{
				States: rapid.SliceOfNDistinct(rapid.SampledFrom(States()), 0, 4, rapid.ID[State]).Draw(rt, "states"),
				Text:   rapid.SampledFrom([]string{"", "gildong", "카드", "11"}).Draw(rt, "text"),
				Limit:  rapid.IntRange(7, 60).Draw(rt, "limit"),
			}
			whole := q
			whole.Limit = maxLimit
			want := ids(list(t, l, whole))
			var got []int64
			for {
				p, err := l.Entries(t.Context(), q)
				if err != nil {
					rt.Fatal(err)
				}
				got = append(got, ids(p.Entries)...)
				if !p.More {
					break
				}
				if len(p.Entries) != q.Limit {
					rt.Fatalf("a page of %d before the last, want %d", len(p.Entries), q.Limit)
				}
				q.After = p.Next
			}
			if !slices.Equal(got, want) {
				rt.Fatalf("pages give %d entries, one page %d", len(got), len(want))
			}
		})
	})
}

func TestNewEntriesDoNotShiftTheNextPage(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		for i := range 4 {
			begun(t, l, attempt(fmt.Sprint(i), nine.Add(time.Duration(i)*time.Second)))
		}
		first, err := l.Entries(t.Context(), Query{Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		begun(t, l, attempt("new", nine.Add(time.Hour)))
		if got := ids(list(t, l, Query{Limit: 2, After: first.Next})); !slices.Equal(got, []int64{2, 1}) {
			t.Errorf("%v", got)
		}
	})
}

func TestListCanBeEnteredAtADate(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		for i := range 4 {
			begun(t, l, attempt(fmt.Sprint(i), nine.Add(time.Duration(i)*time.Hour)))
		}
		if got := ids(list(t, l, Query{After: Cursor{StartedAt: nine.Add(2 * time.Hour)}})); !slices.Equal(got, []int64{2, 1}) {
			t.Errorf("%v", got)
		}
	})
}

func TestPageHasItsLimits(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		fill(t, l, maxLimit+1)
		for limit, want := range map[int]int{0: defaultLimit, -1: defaultLimit, 1: 1, maxLimit: maxLimit, maxLimit + 500: maxLimit} {
			p, err := l.Entries(t.Context(), Query{Limit: limit})
			if err != nil || len(p.Entries) != want || !p.More {
				t.Errorf("limit %d gives %d, more %v; %v", limit, len(p.Entries), p.More, err)
			}
		}
		p, err := newLedger(t).Entries(t.Context(), Query{})
		if err != nil || len(p.Entries) != 0 || p.More {
			t.Errorf("empty ledger: %+v, %v", p, err)
		}
	})
}

func TestCountsAreOfEntriesStartedSince(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		issued(t, l, attempt("yesterday", nine.Add(-24*time.Hour)))
		old := issued(t, l, attempt("a", nine))
		issued(t, l, replacing("a", nine.Add(time.Hour), cardB, old.Stamp()))
		begun(t, l, attempt("waiting", nine.Add(time.Minute)))
		settled(t, l, begun(t, l, attempt("refused", nine)), Outcome{State: Declined, At: nine})
		for since, want := range map[time.Time]Tally{
			nine:                    {Issued: 1, Replaced: 1, Waiting: 1, Declined: 1},
			nine.Add(time.Minute):   {Replaced: 1, Waiting: 1},
			{}:                      {Issued: 2, Replaced: 1, Waiting: 1, Declined: 1},
			nine.Add(2 * time.Hour): {},
		} {
			if got, err := l.Counts(t.Context(), since); err != nil || got != want {
				t.Errorf("since %s: %+v, want %+v; %v", since, got, want, err)
			}
		}
	})
}

// explained is how SQLite would find the rows of a query's page.
func explained(t *testing.T, l *Ledger, q Query, skip int, backwards bool) string {
	t.Helper()
	p, err := l.plan(t.Context(), q, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, args := p.page(201, skip, backwards)
	rows, err := l.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		out = append(out, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

func TestPagesNeverSortMoreThanTheyShow(t *testing.T) {
	l := newFile(t)
	fill(t, l, 300)
	deep := Cursor{StartedAt: nine.Add(-time.Hour), ID: 7}
	for name, c := range map[string]struct {
		q     Query
		walks string
	}{
		"default":          {Query{}, "SCAN e USING COVERING INDEX entries_by_time"},
		"next page":        {Query{After: deep}, "SEARCH e USING COVERING INDEX entries_by_time (started_at<?)"},
		"page before":      {Query{Before: deep}, "SEARCH e USING COVERING INDEX entries_by_time (started_at>?)"},
		"today":            {Query{From: nine}, "SEARCH e USING COVERING INDEX entries_by_time (started_at>?)"},
		"oldest first":     {Query{Sort: Sort{Reverse: true}}, "SCAN e USING COVERING INDEX entries_by_time"},
		"customer_uid":     {Query{CustomerUID: "a"}, "SEARCH e USING COVERING INDEX entries_by_uid (customer_uid=?)"},
		"state":            {Query{States: []State{Declined}}, "SCAN grams VIRTUAL TABLE INDEX 192:M1\n"},
		"state, next page": {Query{States: []State{Declined}, After: deep}, "SCAN grams VIRTUAL TABLE INDEX 192:M1<\n"},
		"state, before":    {Query{States: []State{Declined}, Before: deep}, "SCAN grams VIRTUAL TABLE INDEX 64:M1>\n"},
		"text":             {Query{Text: "x"}, "SCAN grams VIRTUAL TABLE INDEX 192:M1\n"},
		"text of a month":  {Query{Text: "x", From: nine, To: nine.Add(time.Hour)}, "SCAN grams VIRTUAL TABLE INDEX 192:M1><\n"},
		"everything at once": {
			Query{Text: "kim 홍길동", States: []State{Issued, Replaced}, Environment: "live", Profile: "p1", Operator: "김민지"},
			"SCAN grams VIRTUAL TABLE INDEX 192:M1\n",
		},
		"by company":            {Query{Sort: Sort{Column: ByCompany}}, "SCAN t USING INDEX shelf_by_company"},
		"by company, next page": {Query{Sort: Sort{Column: ByCompany}, After: deep}, "SEARCH t USING INDEX shelf_by_company (company>?)"},
	} {
		got := explained(t, l, c.q, 0, c.q.Before != Cursor{})
		if !strings.Contains(got, c.walks) || strings.Contains(got, "TEMP B-TREE") || strings.Contains(got, "SCAN o") || strings.Contains(got, "SCAN n") {
			t.Errorf("%s: want %q and no sorting:\n%s", name, c.walks, got)
		}
	}
}

func TestEveryColumnHasAnIndexToSortBy(t *testing.T) {
	l := newFile(t)
	fill(t, l, 300)
	for _, c := range columns {
		for _, reverse := range []bool{false, true} {
			got := explained(t, l, Query{Sort: Sort{c, reverse}}, 100, true)
			if !strings.Contains(got, "INDEX shelf_by_"+string(c)) || strings.Contains(got, "TEMP B-TREE") {
				t.Errorf("%s, reverse %v:\n%s", c, reverse, got)
			}
		}
	}
}

func TestHitsAreSortedFromTheIndexOfHits(t *testing.T) {
	l := newFile(t)
	fill(t, l, 300)
	got := explained(t, l, Query{Text: "kim", Sort: Sort{Column: ByName}}, 0, false)
	if !strings.Contains(got, "SCAN grams") || !strings.Contains(got, "SEARCH t USING INTEGER PRIMARY KEY") {
		t.Errorf("reads more than the hits:\n%s", got)
	}
}

// counter is a connector whose connections count what they prepare.
type counter struct {
	from    driver.Driver
	name    string
	queries int
}

// Driver is asked for by database/sql.
func (c *counter) Driver() driver.Driver { return c.from }

// Connect opens a counted connection.
func (c *counter) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.from.Open(c.name)
	return &countedConn{conn, c}, err
}

type countedConn struct {
	driver.Conn
	c *counter
}

// Prepare counts: without the driver's own shortcuts in sight, database/sql prepares every statement.
func (c *countedConn) Prepare(text string) (driver.Stmt, error) {
	c.c.queries++
	return c.Conn.Prepare(text)
}

func TestPageIsOneQueryWithItsLinks(t *testing.T) {
	l := newFile(t)
	for i := range 10 {
		uid := fmt.Sprint(i)
		old := issued(t, l, attempt(uid, nine))
		issued(t, l, replacing(uid, nine.Add(time.Hour), cardB, old.Stamp()))
	}
	c := &counter{from: l.read.Driver(), name: dsn(l.path, reading)}
	counted := newLedgerAt(l.path)
	counted.read = sql.OpenDB(c)
	defer func() { _ = counted.read.Close() }()
	entries := list(t, counted, Query{})
	if c.queries != 1 {
		t.Errorf("%d queries for a page of %d", c.queries, len(entries))
	}
	for _, e := range entries {
		if e.State == Issued && e.ReplacesMasked != cardA || e.State == Replaced && e.ReplacedByMasked != cardB {
			t.Fatalf("%+v", e)
		}
	}
}
