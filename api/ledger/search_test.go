package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestInitialConsonants(t *testing.T) {
	for text, want := range map[string]string{
		"홍길동": "ㅎㄱㄷ", "\u1112\u1169\u11bc": "ㅎ", "빨강": "ㅃㄱ", "KB국민카드": "ㄱㅁㅋㄷ", "가힣": "ㄱㅎ", "gildong": "", "": "", "ㅎㄱㄷ": "", "漢字": "",
	} {
		if got := initialsOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestFolding(t *testing.T) {
	for text, want := range map[string]string{
		"Gildong_01": "gildong_01", "１２３４": "1234", "홍길동": "홍길동", "e\u0301": "é", "a\u200bb": "ab",
		"㈜한국": "(주)한국", string(tagState): "",
	} {
		if got := fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// found are the customer_uids that a text finds, in the order of the list.
func found(t *testing.T, l anyLedger, text string) string {
	t.Helper()
	var out []string
	for _, e := range list(t, l, Query{Text: text}) {
		out = append(out, e.CustomerUID)
	}
	return strings.Join(out, " ")
}

func TestSearchByPartsOfEveryField(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		add := func(uid, name, operator, masked, note string, minute int) {
			a := attempt(uid, nine.Add(time.Duration(minute)*time.Minute))
			a.CustomerName, a.Operator, a.Masked, a.Note = name, operator, masked, note
			issued(t, l, a)
		}
		add("gildong_0001_1111", "홍길동", "김민지", cardA, "", 1)
		add("younghee_0001_4444", "이영희", "박하은", cardB, "VIP 고객, 오후 3시 이후 통화", 2)
		add("Gilsoo_0002_0505", "홍길수", "김민지", cardC, "🙂 100%", 3)
		for text, want := range map[string]string{
			"홍":                  "Gilsoo_0002_0505 gildong_0001_1111",
			"홍길":                 "Gilsoo_0002_0505 gildong_0001_1111",
			"홍길동":                "gildong_0001_1111",
			"길동":                 "gildong_0001_1111",
			"동":                  "gildong_0001_1111",
			"ㅎㄱㄷ":                "gildong_0001_1111",
			"ㄱㄷ":                 "gildong_0001_1111",
			"ㅎㄱ":                 "Gilsoo_0002_0505 gildong_0001_1111",
			"gil":                "Gilsoo_0002_0505 gildong_0001_1111",
			"GILD":               "gildong_0001_1111",
			"_0001_":             "younghee_0001_4444 gildong_0001_1111",
			"0505":               "Gilsoo_0002_0505",
			"5":                  "Gilsoo_0002_0505",
			"김민":                 "Gilsoo_0002_0505 gildong_0001_1111",
			"김민지 홍길동":            "gildong_0001_1111",
			"홍길동 이영희":            "",
			"ㄱㅁㅈ 0505":           "Gilsoo_0002_0505",
			"고객":                 "younghee_0001_4444",
			"오후 통화":              "younghee_0001_4444",
			"시이후":                "", // a word ends where the blank is
			"vip":                "younghee_0001_4444",
			"🙂":                  "Gilsoo_0002_0505",
			"100%":               "Gilsoo_0002_0505",
			"１１１１":               "gildong_0001_1111",
			"nictest04m 홍 길동":    "gildong_0001_1111",
			`"`:                  "",
			"*":                  "",
			"gil*":               "",
			"gil OR young":       "",
			"gildong_0001_11111": "",
			"donggil":            "", // both in one customer_uid, but not together
		} {
			if got := found(t, l, text); got != want {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
		}
	})
}

func TestSearchSeesWhatWasWrittenLast(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		id := begun(t, l, attempt("a", nine))
		if got := len(list(t, l, Query{States: []State{Pending}})); got != 1 {
			t.Fatalf("%d pending", got)
		}
		settled(t, l, id, Outcome{State: Declined, Message: "한도초과", At: nine})
		if got := len(list(t, l, Query{States: []State{Pending}})); got != 0 {
			t.Errorf("%d still pending", got)
		}
		if got := found(t, l, "한도초과"); got != "a" {
			t.Errorf("finds %q", got)
		}
		if n := one[int](t, l.reads(), "SELECT count(*) FROM unshelved"); n != 0 {
			t.Errorf("%d rows in the queue", n)
		}
	})
}

func TestPlainListWritesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		begun(t, l, attempt("a", nine))
		list(t, l, Query{})
		list(t, l, Query{CustomerUID: "a", States: []State{Pending}})
		if n := one[int](t, l.reads(), "SELECT count(*) FROM unshelved"); n != 1 {
			t.Errorf("%d rows in the queue, want the one begun", n)
		}
	})
}

func TestShelvingGoesOnWhereItStopped(t *testing.T) {
	l := newFile(t)
	for i := range shelfBatch + 3 {
		begun(t, l, attempt(fmt.Sprint(i), nine.Add(time.Duration(i)*time.Second)))
	}
	ctx, cancel := context.WithCancel(t.Context())
	var behind []int
	err := l.Shelve(ctx, func(n int) { behind = append(behind, n); cancel() })
	if err == nil || !slices.Equal(behind, []int{3}) {
		t.Fatalf("%v, %v", behind, err)
	}
	if err := l.Shelve(t.Context(), func(n int) { behind = append(behind, n) }); err != nil || !slices.Equal(behind, []int{3, 0}) {
		t.Errorf("%v, %v", behind, err)
	}
}

func TestManyRowsOfOneMicrosecondKeepTheirOrder(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		n := perMicro + 20
		for i := range n {
			begun(t, l, attempt(fmt.Sprintf("a%d", i), nine))
		}
		earlier := begun(t, l, attempt("a-earlier", nine.Add(-time.Second)))
		later := begun(t, l, attempt("a-later", nine.Add(time.Second)))
		if err := l.Shelve(t.Context(), func(int) {}); err != nil {
			t.Fatal(err)
		}
		got := ids(list(t, l, Query{Text: "a", Limit: maxLimit}))
		want := ids(list(t, l, Query{Limit: maxLimit}))
		if !slices.Equal(got, want) || got[0] != later || got[len(got)-1] != earlier {
			t.Errorf("order differs")
		}
	})
}

func TestFiltersMissNothingWhereTheSearchCannotBeWritten(t *testing.T) {
	l := newFile(t)
	id := begun(t, l, attempt("a", nine))
	if _, err := l.tidy.ExecContext(t.Context(), "PRAGMA query_only = on"); err != nil { // as good as a full disk
		t.Fatal(err)
	}
	q := Query{States: []State{Pending}, Profile: "p1"}
	p, err := l.Entries(t.Context(), q)
	if n, cerr := l.Count(t.Context(), q); err != nil || cerr != nil || n != 1 || len(p.Entries) != 1 || p.Entries[0].ID != id || p.Behind != 1 {
		t.Errorf("%+v, count %d; %v, %v", p, n, err, cerr)
	}
	q.Text = "kim"
	if p, err := l.Entries(t.Context(), q); err != nil || len(p.Entries) != 0 || p.Behind != 1 {
		t.Errorf("a search says that it is behind: %+v, %v", p, err)
	}
}

// A walk over a sorted list goes on behind the row it has come to, also when that row was changed or has left meanwhile.
func TestWalksGoOnWhateverBecomesOfTheRow(t *testing.T) {
	for name, c := range map[string]struct {
		q    Query
		deed string
	}{
		"the sorted value changed": {Query{Sort: Sort{Column: ByName}}, "UPDATE entries SET customer_name = '힣' WHERE id = ?"},
		"the row left, sorted":     {Query{Sort: Sort{Column: ByName}}, "DELETE FROM entries WHERE id = ?"},
		"the row left, found":      {Query{Text: "kim"}, "DELETE FROM entries WHERE id = ?"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newFile(t)
			for i := range 9 {
				begun(t, l, attempt(fmt.Sprint("a", i), nine.Add(time.Duration(i)*time.Second)))
			}
			for _, sql := range []string{"DROP TRIGGER entries_no_delete", "PRAGMA foreign_keys = off"} {
				if err := rawExec(t, l, sql); err != nil {
					t.Fatal(err)
				}
			}
			q, seen := c.q, 0
			for q.Limit = 3; ; {
				p, err := l.Entries(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				seen += len(p.Entries)
				if !p.More {
					break
				}
				q.After = p.Next
				if _, err := l.write.ExecContext(t.Context(), c.deed, p.Next.ID); err != nil {
					t.Fatal(err)
				}
			}
			if seen < 9 {
				t.Errorf("%d of 9 rows", seen)
			}
		})
	}
}

func TestDatesBeyondAllDatesDoNotTurnRound(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		begun(t, l, attempt("a", nine))
		for _, q := range []Query{
			{Text: "kim", To: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}, {Text: "kim", From: time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)},
			{Sort: Sort{Column: ByName}, From: time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC)},
		} {
			if n := len(list(t, l, q)); n != 1 {
				t.Errorf("%+v: %d rows", q, n)
			}
		}
	})
}

func TestOrdersAreNotKeptWaitingByTheSearch(t *testing.T) {
	l := newFile(t)
	for i := range shelfBatch + 1 {
		begun(t, l, attempt(fmt.Sprint("a", i), nine.Add(time.Duration(i)*time.Second)))
	}
	// Between two batches there is time for whoever waits for the lock: the order gets through before the second one.
	var between int64
	err := l.Shelve(t.Context(), func(behind int) {
		if behind > 0 {
			between = begun(t, l, attempt("in between", nine.Add(time.Hour)))
		}
	})
	if n := one[int](t, l.reads(), "SELECT count(*) FROM unshelved"); err != nil || between == 0 || n != 0 {
		t.Errorf("order %d, %d rows behind; %v", between, n, err)
	}
}

func TestNearReachesTheSameRows(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		fill(t, l, 1000)
		unguard(t, l)
		again := []string{"INSERT OR IGNORE INTO unshelved SELECT id FROM entries", "INSERT INTO grams (grams) VALUES ('delete-all')"}
		if isOnServer(t) {
			again = []string{"INSERT INTO unshelved (entry_id) SELECT id FROM entries"}
		}
		for _, sql := range append(again, "UPDATE entries SET started_at = started_at - (1000 - id) * 7200000000", "DELETE FROM shelf") {
			if err := rawExec(t, l, sql); err != nil {
				t.Fatal(err)
			}
		}
		shelveAtOnce(t, l)
		for _, q := range []Query{{}, {Sort: Sort{Reverse: true}}, {Sort: Sort{Column: ByName}}} {
			months, err := l.Calendar(t.Context(), q, time.UTC)
			if err != nil || len(months) < 3 {
				t.Fatalf("%d months; %v", len(months), err)
			}
			for _, at := range []int{0, 1, 350, 500, 990, 999} {
				q.Limit = 20
				want, err := l.EntriesAt(t.Context(), q, at, 1000)
				if err != nil {
					t.Fatal(err)
				}
				near, skip, rest := Near(q, months, at, 1000)
				if got, err := l.EntriesAt(t.Context(), near, skip, rest); err != nil || !slices.Equal(ids(got.Entries), ids(want.Entries)) {
					t.Errorf("%+v at %d: %v, want %v; %v", q.Sort, at, ids(got.Entries), ids(want.Entries), err)
				}
			}
		}
	})
}

func TestDeletedRowsLeaveTheSearch(t *testing.T) {
	l := newFile(t)
	issued(t, l, attempt("gone", nine))
	issued(t, l, attempt("stays", nine))
	if got := found(t, l, "kim"); got != "stays gone" {
		t.Fatal(got)
	}
	for _, sql := range []string{
		"DROP TRIGGER IF EXISTS entries_no_delete", "PRAGMA foreign_keys = off", "DELETE FROM entries WHERE customer_uid = 'gone'",
	} {
		if err := rawExec(t, l, sql); err != nil {
			t.Fatal(err)
		}
	}
	if got := found(t, l, "kim"); got != "stays" {
		t.Errorf("finds %q", got)
	}
	if n := one[int](t, l.reads(), "SELECT count(*) FROM shelf"); n != 1 {
		t.Errorf("%d on the shelf", n)
	}
}

// plainly is what a query finds, worked out without any index.
func plainly(all []Entry, q Query) []int64 {
	var hits []Entry
	for _, e := range all {
		if plainlyHas(e, q) {
			hits = append(hits, e)
		}
	}
	slices.SortStableFunc(hits, func(a, b Entry) int {
		c := strings.Compare(valueOf(a, q.Sort.Column), valueOf(b, q.Sort.Column))
		c = cmp.Or(c, b.StartedAt.Compare(a.StartedAt), cmp.Compare(b.ID, a.ID))
		if q.Sort.Reverse {
			return -c
		}
		return c
	})
	return ids(hits)
}

func plainlyHas(e Entry, q Query) bool {
	text := haystack(e.CustomerUID, e.CustomerName, initialsOf(e.CustomerName), e.CardName, initialsOf(e.CardName), lastDigits(e.Masked),
		e.PG, e.MID, e.Operator, initialsOf(e.Operator), e.Message, e.Note)
	for _, word := range strings.Fields(fold(q.Text)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return (len(q.States) == 0 || slices.Contains(q.States, e.State)) &&
		(q.Environment == "" || q.Environment == e.Environment) && (q.Profile == "" || q.Profile == e.Profile) &&
		(q.Operator == "" || q.Operator == e.Operator) &&
		(q.From.IsZero() || !e.StartedAt.Before(q.From)) && (q.To.IsZero() || e.StartedAt.Before(q.To))
}

func valueOf(e Entry, c Column) string {
	return map[Column]string{
		ByState: string(e.State), ByCustomerUID: e.CustomerUID, ByName: e.CustomerName, ByCompany: e.CardName, ByNumber: e.Masked,
		ByPG: e.PG, ByMID: e.MID, ByEnvironment: e.Environment, ByProfile: e.Profile, ByOperator: e.Operator, ByNote: e.Note, ByDesk: e.Desk,
	}[c]
}

// wide is how far the rows are apart: they are of many months.
const wide = 2 * 24 * time.Hour

func drawQuery(rt *rapid.T) Query {
	words := []string{"", "홍", "길동", "ㅎㄱㄷ", "ㅋㄷ", "kim", "gildong", "0", "11", "카드", "신한카드", "김민지", "한도초과", "f112", "kcp", "_", "홍 카드", "xyz", "minjun_0"}
	at := func(name string) time.Time {
		return nine.Add(-time.Duration(rapid.IntRange(0, 320).Draw(rt, name)) * wide)
	}
	q := Query{
		Text:        rapid.SampledFrom(words).Draw(rt, "text"),
		States:      rapid.SliceOfNDistinct(rapid.SampledFrom(States()), 0, 3, rapid.ID[State]).Draw(rt, "states"),
		Environment: rapid.SampledFrom([]string{"", "", "live", "test"}).Draw(rt, "environment"),
		Profile:     rapid.SampledFrom([]string{"", "", "p1", "p2"}).Draw(rt, "profile"),
		Operator:    rapid.SampledFrom([]string{"", "", "김민지", "nobody"}).Draw(rt, "operator"),
		Sort:        Sort{rapid.SampledFrom(append([]Column{ByTime, ByTime, ByTime}, columns...)).Draw(rt, "column"), rapid.Bool().Draw(rt, "reverse")},
	}
	if rapid.Bool().Draw(rt, "from") {
		q.From = at("from at")
	}
	if rapid.Bool().Draw(rt, "to") {
		q.To = at("to at")
	}
	return q
}

// TestEveryListIsTheOneWithoutIndexes compares every way of reading a list with a plain walk through all rows: whole, by
// pages forwards and backwards, entered anywhere, and counted.
func TestEveryListIsTheOneWithoutIndexes(t *testing.T) {
	was := nearRows
	nearRows = 20 // not all of them
	t.Cleanup(func() { nearRows = was })
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		fillApart(t, l, 300, wide)
		all := list(t, l, Query{Limit: maxLimit})
		rapid.Check(t, func(rt *rapid.T) {
			q := drawQuery(rt)
			want := plainly(all, q)
			q.Limit = rapid.IntRange(1, 120).Draw(rt, "limit")
			if n, err := l.Count(t.Context(), q); err != nil || n != len(want) {
				rt.Fatalf("%+v: count %d, want %d; %v", q, n, len(want), err)
			}
			at := rapid.IntRange(0, len(want)).Draw(rt, "at")
			p, err := l.EntriesAt(t.Context(), q, at, len(want))
			if end := min(len(want), at+q.Limit); err != nil || !slices.Equal(ids(p.Entries), want[at:end]) || p.More != (end < len(want)) {
				rt.Fatalf("%+v at %d: %v, want %v; %v", q, at, ids(p.Entries), want[at:end], err)
			}
			if len(p.Entries) == 0 {
				return
			}
			q.After = p.Next
			next, err := l.Entries(t.Context(), q)
			if from := at + len(p.Entries); err != nil || !slices.Equal(ids(next.Entries), want[from:min(len(want), from+q.Limit)]) {
				rt.Fatalf("%+v after %d: %v, want %v; %v", q, from, ids(next.Entries), want[from:], err)
			}
			q.After, q.Before = Cursor{}, p.Entries[0].Cursor()
			before, err := l.Entries(t.Context(), q)
			if from := max(0, at-q.Limit); err != nil || !slices.Equal(ids(before.Entries), want[from:at]) || before.More != (from > 0) {
				rt.Fatalf("%+v before %d: %v, want %v; %v", q, at, ids(before.Entries), want[from:at], err)
			}
		})
	})
}

func TestCalendarAddsUpToTheList(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		fill(t, l, 3000) // 75 hours
		seoul := time.FixedZone("KST", 9*3600)
		for _, q := range []Query{{}, {Text: "홍"}, {States: []State{Declined}}, {To: nine.Add(-50 * time.Hour)}, {Text: "nothing like it"}} {
			months, err := l.Calendar(t.Context(), q, seoul)
			if err != nil {
				t.Fatal(err)
			}
			sum := 0
			for i, m := range months {
				sum += m.Count
				if m.Start.Day() != 1 || m.Start.Hour() != 0 || i > 0 && !m.Start.Before(months[i-1].Start) {
					t.Errorf("%+v: month %d starts at %s", q, i, m.Start)
				}
			}
			if n, err := l.Count(t.Context(), q); err != nil || n != sum {
				t.Errorf("%+v: months hold %d, the list %d; %v", q, sum, n, err)
			}
		}
	})
}

func TestValuesOfAColumn(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		fill(t, l, 300)
		got, err := l.Values(t.Context(), ByOperator)
		if want := []string{"김민지", "박하은", "이서준", "최도윤"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%v, %v", got, err)
		}
		if _, err := l.Values(t.Context(), "started_at"); err == nil {
			t.Error("a column that is none")
		}
	})
}
