package ledger

import (
	"database/sql"
	"fmt"
	"reflect"
	"testing"
)

// atVersion makes a ledger file as the program left it that knew the first n steps only, and fills it with script.
func atVersion(t *testing.T, n int, script string) string {
	t.Helper()
	path := newPath(t)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	all := ""
	for _, name := range steps()[:n] {
		b, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all += string(b)
	}
	all += script + fmt.Sprintf("; PRAGMA journal_mode = wal; PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, n)
	if _, err := db.ExecContext(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	return path
}

const schema1Rows = `
	INSERT INTO entries (profile, environment, customer_uid, masked, operator, started_at, note, state, inserted, updated,
		key_masked, card_name) VALUES ('p1', 'test', 'a', '411111******1111', 'kim', 1772442000123456, 'old', 'issued', 7, 8,
		'411111******1111', '현대카드');
	INSERT INTO entries (profile, environment, customer_uid, masked, started_at, state)
		VALUES ('p1', 'test', 'b', '555555******4444', 1772442000123456, 'unknown');
	INSERT INTO events (at, profile, customer_uid, entry_id, kind, detail)
		VALUES (1772442000123456, 'p1', 'a', 1, 'begun', '411111******1111')`

func TestALedgerOfTheFirstSchemaIsBroughtUpToDate(t *testing.T) {
	path := atVersion(t, 1, schema1Rows)
	l := openAt(t, path)
	if v := one[int](t, l.reads(), "PRAGMA user_version"); v != newest() {
		t.Errorf("version %d", v)
	}
	want := Entry{
		ID: 1, Profile: "p1", Environment: "test", CustomerUID: "a", Masked: cardA, Operator: "kim", StartedAt: nine,
		Note: "old", State: Issued, Inserted: 7, Updated: 8, KeyMasked: cardA, CardName: "현대카드",
	}
	if got := read(t, l, 1); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if f := seenNow(t, l, sighting(t, l, "a", &Key{Inserted: 7, Updated: 8, Masked: cardA, CustomerName: "홍길동"})); f.Verdict != SeenSame {
		t.Errorf("%+v", f)
	}
	settled(t, l, 2, Outcome{State: Issued, Key: keyOf(cardB, nine, nine), At: nine})
	if got := read(t, l, 1); got.CustomerName != "홍길동" || got.LookedAt.IsZero() {
		t.Errorf("%+v", got)
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTheNameIsTheOrdersOrElseTheServers(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		for typed, want := range map[string]string{"": "server", "홍길동": "홍길동"} {
			a := attempt("uid"+typed, nine)
			a.CustomerName = typed
			id := begun(t, l, a)
			if got := read(t, l, id).CustomerName; got != typed {
				t.Errorf("begun with %q: %q", typed, got)
			}
			key := keyOf(cardA, nine, nine)
			key.CustomerName = "server"
			settled(t, l, id, Outcome{State: Issued, Key: key, At: nine})
			if got := read(t, l, id).CustomerName; got != want {
				t.Errorf("%q: %q, want %q", typed, got, want)
			}
		}
	})
}

func TestFileGuardsTheNewColumns(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		a := attempt("a", nine)
		a.CustomerName = "홍길동"
		id := begun(t, l, a)
		for _, text := range []string{
			"UPDATE entries SET customer_name = 'other' WHERE id = ?",
			"UPDATE entries SET customer_name = '' WHERE id = ?",
			"UPDATE entries SET elsewhere = 'lost' WHERE id = ?",
			"INSERT INTO entries (profile, environment, customer_uid, started_at, state, customer_name) VALUES ('p', 'test', ?, 1, 'declined', '4111111111111111')",
		} {
			if err := rawExec(t, l, text, id); err == nil {
				t.Errorf("%s: allowed", text)
			}
		}
	})
}
