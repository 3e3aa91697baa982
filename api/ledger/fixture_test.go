package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// fixture is the path of the ledger, or of its content as JSON, that a program of that schema wrote.
func fixture(schema int, ending string) string {
	return filepath.Join("testdata", fmt.Sprintf("schema-%d.%s", schema, ending))
}

// TestWriteFixture writes the newest schema's fixture when BILLKEY_FIXTURE is set: once, just before a version that
// brings a new schema is published. What is there is never written again; see [released].
func TestWriteFixture(t *testing.T) {
	if os.Getenv("BILLKEY_FIXTURE") == "" {
		return // it is no test
	}
	path := fixture(newest(), "db")
	if _, err := os.Stat(path); err == nil {
		t.Fatalf("%s was published", path)
	}
	l := openAt(t, path)
	writeStories(t, l)
	content := dump(t, l.read)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent(content, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(fixture(newest(), "json"), append(b, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}

// tableRows are the rows of a table in the order of their IDs, by column.
type tableRows []map[string]any

// dump reads every row and event past the API. Numbers are as JSON gives them back.
func dump(t testing.TB, db *sql.DB) map[string]tableRows {
	t.Helper()
	out := map[string]tableRows{}
	for _, table := range []string{"entries", "events"} {
		rows, err := db.QueryContext(context.WithoutCancel(t.Context()), "SELECT * FROM "+table+" ORDER BY id") // #nosec G202
		if err != nil {
			t.Fatal(err)
		}
		out[table] = readAll(t, rows)
	}
	return out
}

func readAll(t testing.TB, rows *sql.Rows) (out tableRows) {
	t.Helper()
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, targets := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		row := map[string]any{}
		for i, name := range names {
			row[name] = values[i]
			if n, ok := values[i].(int64); ok {
				row[name] = float64(n)
			}
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// writeStories writes every state, every link and every kind of event there is.
func writeStories(t testing.TB, l anyLedger) {
	t.Helper()
	minute := func(n int) time.Time { return nine.Add(time.Duration(n) * time.Minute) }
	note := func(e Event) {
		t.Helper()
		if err := l.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	first := attempt("홍길동_0001_1111", minute(0))
	first.Operator, first.Note = "김민지", "전화로 접수, 새 카드는 다음 주"
	key := issued(t, l, first)
	note(Event{At: minute(1), Operator: "김민지", Profile: "p1", CustomerUID: first.CustomerUID, EntryID: key.ID, Kind: KindCharged, Detail: "1000"})
	note(Event{At: minute(2), Operator: "김민지", Profile: "p1", CustomerUID: first.CustomerUID, EntryID: key.ID, Kind: KindCancelled, Detail: "1000"})
	note(Event{At: minute(3), Operator: "이서준", Profile: "p1", CustomerUID: first.CustomerUID, EntryID: key.ID, Kind: KindNote, Detail: "고객 이사"})
	note(Event{At: minute(4), Operator: "이서준", Profile: "p1", CustomerUID: "nobody", Kind: KindLookedUp, Detail: "없음"})

	replaced := issued(t, l, attempt("replaced", minute(10)))
	again := issued(t, l, replacing("replaced", minute(11), cardB, replaced.Stamp()))
	issued(t, l, replacing("replaced", minute(12), cardC, again.Stamp()))

	issued(t, l, attempt("elsewhere", minute(20)))
	issued(t, l, replacing("elsewhere", minute(30), cardB, Stamp{minute(25).Unix(), minute(25).Unix(), cardC}))
	issued(t, l, replacing("found", minute(31), cardB, Stamp{minute(5).Unix(), minute(5).Unix(), cardC}))

	gone := issued(t, l, attempt("deleted", minute(40)))
	if err := l.KeyDeleted(t.Context(), gone.ID, minute(41), "박하은", "고객 요청"); err != nil {
		t.Fatal(err)
	}
	issued(t, l, attempt("gone_before", minute(42)))
	issued(t, l, attempt("gone_before", minute(43)))

	end := func(uid string, n int, o Outcome) {
		t.Helper()
		o.At = minute(n + 1)
		settled(t, l, begun(t, l, attempt(uid, minute(n))), o)
	}
	end("declined", 50, Outcome{State: Declined, Code: -1, Message: "카드정보 인증 및 빌키 발급에 실패하였습니다. [3022] 유효기간 오류", How: HowAnswer})
	end("not_issued", 52, Outcome{State: NotIssued, How: HowLookup})
	end("by_hand", 54, Outcome{State: Issued, Message: "PG 콘솔에서 확인", How: HowHand, Operator: "최도윤"})
	end("by_hand_no", 56, Outcome{State: NotIssued, Message: "PG 콘솔에 없음", How: HowHand, Operator: "최도윤"})
	end("unknown", 58, Outcome{State: Unknown, Message: "timeout", How: HowAnswer})

	practice := attempt("연습", minute(60))
	practice.Profile, practice.Environment, practice.ConsentAt = "p2", "practice", time.Time{}
	issued(t, l, practice)
	begun(t, l, attempt("pending", minute(70)))
}
