package ledger

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
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
		message, how, settled_at) VALUES (?, ?, ?, 'channel-key-1', ?, 'nictest04m', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 'answer', ?)`)
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
			state, at.Unix(), at.Unix(), masked, pick(companies), "361", code, message, at.Add(time.Second).UnixMicro())
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
}

func filled(b *testing.B) *Ledger {
	b.Helper()
	l := newLedger(b)
	fill(b, l, rowsWanted(b))
	return l
}

// BenchmarkPage reads one page of 200 rows under each filter.
func BenchmarkPage(b *testing.B) {
	l := filled(b)
	n := rowsWanted(b)
	newest := nine.Add(-24 * time.Hour)
	for name, q := range map[string]Query{
		"default":      {},
		"state":        {States: []State{Declined}},
		"rare_states":  {States: []State{Pending, Unknown}},
		"many_states":  {States: []State{Issued, Replaced, Deleted}},
		"environment":  {Environment: "test"},
		"profile":      {Profile: "p2"},
		"today":        {From: newest},
		"deep":         {After: Cursor{StartedAt: nine.Add(-time.Duration(n*9/10) * 90 * time.Second)}},
		"uid":          {CustomerUID: "nobody"},
		"text_common":  {Text: "gildong"},
		"text_nowhere": {Text: "nothing like it"},
		"state_in_env": {States: []State{Declined}, Environment: "test"},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := l.Entries(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
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
	for b.Loop() {
		i++
		a := attempt(fmt.Sprintf("order_%d", i), nine.Add(time.Duration(i)*time.Second))
		id, err := l.Begin(b.Context(), a)
		if err != nil {
			b.Fatal(err)
		}
		if err := l.Settle(b.Context(), id, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine, How: HowAnswer}); err != nil {
			b.Fatal(err)
		}
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
