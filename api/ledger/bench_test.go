package ledger

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
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

var (
	companies = []string{"비씨카드", "KB국민카드", "하나카드", "삼성카드", "신한카드", "현대카드", "롯데카드", "NH농협카드", "우리카드"}
	surnames  = []string{"김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신", "권", "황", "안", "송", "류", "홍"}
	forenames = []string{"민준", "서연", "도윤", "지우", "하준", "수빈", "길동", "영희", "예은", "시우", "채원", "지호", "은우", "다은", "현우", "서현"}
	families  = []string{"kim", "lee", "park", "choi", "jung", "kang", "cho", "yoon", "jang", "lim"}
	givens    = []string{"minjun", "seoyeon", "doyun", "jiwoo", "hajun", "subin", "gildong", "younghee"}
	operators = []string{"김민지", "이서준", "박하은", "최도윤"}
	pgs       = []string{"nice_v2", "nice_v2", "nice_v2", "kcp", "tosspayments", "ksnet", "welcome"}
	declines  = []string{
		"[F112] 유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)", "[3022] 유효기간 오류", "[3054] 비밀번호 오류",
		"[CC20] 거래정지카드", "한도초과", "[8350] 도난/분실카드",
	}
	mix = []State{Issued, Issued, Issued, Issued, Issued, Issued, Replaced, Replaced, Declined, Declined, NotIssued, Deleted}
)

// fill writes n realistic entries and their begun events, the same ones every time. Row by row through the API would
// wait for the disk at each of them.
func fill(tb testing.TB, l *Ledger, n int) {
	tb.Helper()
	if err := rawExec(tb, l, "PRAGMA ignore_check_constraints = on"); err != nil { // the rows are right, and there are many
		tb.Fatal(err)
	}
	defer func() { _ = rawExec(tb, l, "PRAGMA ignore_check_constraints = off") }()
	tx, err := l.write.BeginTx(tb.Context(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	rows, err := tx.PrepareContext(tb.Context(), `INSERT INTO entries (profile, environment, customer_uid, channel_key, pg, mid,
		masked, operator, started_at, consent_at, state, inserted, updated, key_masked, card_name, card_code, sandbox, code,
		message, how, settled_at, customer_name) VALUES
		(?, ?, ?, 'channel-key-1', ?, 'nictest04m', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 'answer', ?, ?)`)
	if err != nil {
		tb.Fatal(err)
	}
	events, err := tx.PrepareContext(tb.Context(), `INSERT INTO events (at, operator, profile, customer_uid, entry_id, kind, detail)
		VALUES (?, ?, ?, ?, ?, 'begun', ?)`)
	if err != nil {
		tb.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(s []string) string { return s[r.IntN(len(s))] }
	for i := range n {
		at := nine.Add(time.Duration(i-n) * 90 * time.Second)
		state, message, code := mix[r.IntN(len(mix))], "", 0
		switch {
		case i%5000 == 1: // few, as in life
			state = Unknown
		case state == Declined:
			message, code = "카드정보 인증 및 빌키 발급에 실패하였습니다. "+pick(declines), -1
		}
		last := r.IntN(10_000)
		uid := fmt.Sprintf("%s_%s_%06d_%04d", pick(families), pick(givens), i, last)
		masked := fmt.Sprintf("%06d******%04d", 400000+r.IntN(150_000), last)
		profile, environment, operator := "p1", "live", pick(operators)
		if r.IntN(20) == 0 {
			profile, environment = "p2", "test"
		}
		_, err := rows.ExecContext(tb.Context(), profile, environment, uid, pick(pgs), masked, operator, at.UnixMicro(), at.UnixMicro(),
			state, at.Unix(), at.Unix(), masked, pick(companies), "361", code, message, at.Add(time.Second).UnixMicro(),
			pick(surnames)+pick(forenames))
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := events.ExecContext(tb.Context(), at.UnixMicro(), operator, profile, uid, i+1, masked); err != nil {
			tb.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
	shelveAtOnce(tb, l)
}

// shelveAtOnce shelves in batches that a program with orders to write would not allow itself.
func shelveAtOnce(tb testing.TB, l *Ledger) {
	tb.Helper()
	for behind := 1; behind > 0; {
		var err error
		if behind, err = l.shelveSome(tb.Context(), 20_000); err != nil {
			tb.Fatal(err)
		}
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

// each runs f again and again and reports the 95th percentile beside the mean.
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
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
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
func BenchmarkPageAfterWrite(b *testing.B) {
	l := filled(b)
	i := 0
	for name, q := range map[string]Query{"default": {}, "search": {Text: "kim"}} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				i++
				order(b, l, fmt.Sprintf("order_%d_%d", i, b.N), i)
				began := time.Now()
				if _, err := l.Entries(b.Context(), q); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms-page")
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

func order(b *testing.B, l *Ledger, uid string, i int) {
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
