// Package ledgertest fills a ledger's file for tests and measurements with as many rows as years of work bring. It writes
// SQL, since row by row through the ledger would wait for the disk at each of them.
package ledgertest

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	_ "modernc.org/sqlite" // the driver
)

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
	states = []string{
		"issued", "issued", "issued", "issued", "issued", "issued", "replaced", "replaced", "declined", "declined", "not_issued", "deleted",
	}
)

// Every is how far apart the rows are.
const Every = 90 * time.Second

// Fill adds n realistic entries and their begun events to the ledger at path, the same ones every time; the newest one is
// [Every] before end. The ledger may be open.
func Fill(ctx context.Context, path string, n int, end time.Time) error {
	return FillApart(ctx, path, n, end, Every)
}

// FillApart is [Fill] with another distance between the rows.
func FillApart(ctx context.Context, path string, n int, end time.Time, every time.Duration) error {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=ignore_check_constraints(on)&_txlock=immediate")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := write(ctx, tx, n, end, every); err != nil {
		return err
	}
	return tx.Commit()
}

// FillServer is [FillApart] for the ledger that c connects to. The user has to be a superuser.
func FillServer(ctx context.Context, c *pgx.ConnConfig, n int, end time.Time, every time.Duration) error {
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	if _, err := tx.Exec(ctx, "SET LOCAL statement_timeout = 0"); err != nil {
		return err
	}
	if err := copyIn(ctx, tx, n, end, every); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// copiedAtOnce bounds what the server remembers of rows whose triggers are still to run.
const copiedAtOnce = 500_000

func copyIn(ctx context.Context, tx pgx.Tx, n int, end time.Time, every time.Duration) error {
	var before int64
	if err := tx.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM billkey.entries").Scan(&before); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same rows every time
	for from := 0; from < n; from += copiedAtOnce {
		if err := copyRows(ctx, tx, r, from, min(n, from+copiedAtOnce), end.Add(-time.Duration(n)*every), every); err != nil {
			return err
		}
	}
	// Whether each event's row is there is not looked at again, row by row.
	_, err := tx.Exec(ctx, "SET LOCAL session_replication_role = replica")
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO billkey.events (at, operator, profile, customer_uid, entry_id, kind, detail)
			SELECT started_at, operator, profile, customer_uid, id, 'begun', masked FROM billkey.entries WHERE id > $1 ORDER BY id`, before)
	}
	return err
}

func copyRows(ctx context.Context, tx pgx.Tx, r *rand.Rand, from, to int, begin time.Time, every time.Duration) error {
	i := from - 1
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"billkey", "entries"}, []string{
		"profile", "environment", "customer_uid", "channel_key", "pg", "mid", "masked", "operator", "started_at", "consent_at", "state",
		"inserted", "updated", "key_masked", "card_name", "card_code", "sandbox", "code", "message", "how", "settled_at", "customer_name",
	}, pgx.CopyFromFunc(func() ([]any, error) {
		if i++; i == to {
			return nil, nil
		}
		e := draw(r, i, begin.Add(time.Duration(i)*every))
		return []any{
			e.profile, e.environment, e.uid, "channel-key-1", e.pg, "nictest04m", e.masked, e.operator, e.at.UnixMicro(), e.at.UnixMicro(),
			e.state, e.at.Unix(), e.at.Unix(), e.masked, e.company, "361", true, e.code, e.message, "answer",
			e.at.Add(time.Second).UnixMicro(), e.name,
		}, nil
	}))
	return err
}

func write(ctx context.Context, tx *sql.Tx, n int, end time.Time, every time.Duration) error {
	rows, err := tx.PrepareContext(ctx, `INSERT INTO entries (profile, environment, customer_uid, channel_key, pg, mid,
			masked, operator, started_at, consent_at, state, inserted, updated, key_masked, card_name, card_code, sandbox, code,
			message, how, settled_at, customer_name) VALUES
		(?, ?, ?, 'channel-key-1', ?, 'nictest04m', ?, ?, ?, ?, ?, ?, ?, ?, ?, '361', 1, ?, ?, 'answer', ?, ?) RETURNING id`)
	if err != nil {
		return err
	}
	events, err := tx.PrepareContext(ctx, `INSERT INTO events (at, operator, profile, customer_uid, entry_id, kind, detail)
		VALUES (?, ?, ?, ?, ?, 'begun', ?)`)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same rows every time
	for i := range n {
		e := draw(r, i, end.Add(time.Duration(i-n)*every))
		var id int64
		err := rows.QueryRowContext(ctx, e.profile, e.environment, e.uid, e.pg, e.masked, e.operator, e.at.UnixMicro(), e.at.UnixMicro(),
			e.state, e.at.Unix(), e.at.Unix(), e.masked, e.company, e.code, e.message, e.at.Add(time.Second).UnixMicro(), e.name).Scan(&id)
		if err != nil {
			return err
		}
		if _, err := events.ExecContext(ctx, e.at.UnixMicro(), e.operator, e.profile, e.uid, id, e.masked); err != nil {
			return err
		}
	}
	return nil
}

type row struct {
	profile, environment, uid, pg, masked, operator, state, company, message, name string
	code                                                                           int
	at                                                                             time.Time
}

func draw(r *rand.Rand, i int, at time.Time) row {
	pick := func(s []string) string { return s[r.IntN(len(s))] }
	last := r.IntN(10_000)
	e := row{
		profile: "p1", environment: "live", at: at, state: pick(states), pg: pick(pgs), operator: pick(operators), company: pick(companies),
		uid:    fmt.Sprintf("%s_%s_%06d_%04d", pick(families), pick(givens), i, last),
		masked: fmt.Sprintf("%06d******%04d", 400000+r.IntN(150_000), last), name: pick(surnames) + pick(forenames),
	}
	switch {
	case i%5000 == 1: // few, as in life
		e.state = "unknown"
	case e.state == "declined":
		e.message, e.code = "카드정보 인증 및 빌키 발급에 실패하였습니다. "+pick(declines), -1
	}
	if r.IntN(20) == 0 {
		e.profile, e.environment = "p2", "test"
	}
	return e
}
