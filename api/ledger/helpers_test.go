package ledger

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

const (
	ledgerName = "ledger.db"

	cardA = "411111******1111"
	cardB = "555555******4444"
	cardC = "356600******0505"
)

// nine is when every story of these tests begins.
var nine = time.Date(2026, 3, 2, 9, 0, 0, 123456000, time.UTC)

func newPath(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), ledgerName)
}

func openAt(t testing.TB, path string) *Ledger {
	t.Helper()
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func newFile(t testing.TB) *Ledger {
	t.Helper()
	return openAt(t, newPath(t))
}

func attempt(uid string, at time.Time) Attempt {
	return Attempt{
		Profile: "p1", Environment: "test", CustomerUID: uid, ChannelKey: "channel-key-1", PG: "nice_v2", MID: "nictest04m",
		Masked: cardA, Operator: "kim", StartedAt: at, ConsentAt: at.Add(-time.Minute),
	}
}

// replacing is an attempt on top of the key that prior stamps.
func replacing(uid string, at time.Time, masked string, prior Stamp) Attempt {
	a := attempt(uid, at)
	a.Masked, a.Replace, a.Prior, a.PriorCardName = masked, true, prior, "현대카드"
	return a
}

func begun(t testing.TB, l anyLedger, a Attempt) int64 {
	t.Helper()
	id, err := l.Begin(context.WithoutCancel(t.Context()), a)
	if err != nil {
		t.Fatalf("Begin: %v", err)
	}
	return id
}

// keyOf is what the server shows for a card registered at inserted and updated.
func keyOf(masked string, inserted, updated time.Time) *Key {
	yes := true
	return &Key{
		Inserted: inserted.Unix(), Updated: updated.Unix(), Masked: masked,
		CardName: "비씨카드", CardCode: "361", PG: "nice_v2", MID: "nictest04m", Sandbox: &yes,
	}
}

func settled(t testing.TB, l anyLedger, id int64, o Outcome) {
	t.Helper()
	if err := l.Settle(t.Context(), id, o); err != nil {
		t.Fatalf("Settle %d as %s: %v", id, o.State, err)
	}
}

// issued begins and settles an attempt whose key is registered a second after it began.
func issued(t testing.TB, l anyLedger, a Attempt) Entry {
	t.Helper()
	id := begun(t, l, a)
	at := a.StartedAt.Add(time.Second)
	inserted := at
	if a.Prior.Inserted != 0 {
		inserted = time.Unix(a.Prior.Inserted, 0)
	}
	settled(t, l, id, Outcome{State: Issued, Key: keyOf(a.Masked, inserted, at), At: at, How: HowAnswer})
	return read(t, l, id)
}

func read(t testing.TB, l anyLedger, id int64) Entry {
	t.Helper()
	e, err := l.Entry(t.Context(), id)
	if err != nil {
		t.Fatalf("Entry %d: %v", id, err)
	}
	return e
}

func list(t testing.TB, l anyLedger, q Query) []Entry {
	t.Helper()
	p, err := l.Entries(t.Context(), q)
	if err != nil {
		t.Fatalf("Entries: %v", err)
	}
	return p.Entries
}

// kinds are the kinds of a customer_uid's events, in order.
func kinds(t testing.TB, l anyLedger, uid string) []string {
	t.Helper()
	story, err := l.Story(t.Context(), "p1", uid)
	if err != nil {
		t.Fatalf("Story: %v", err)
	}
	var out []string
	for _, e := range story {
		out = append(out, e.Kind)
	}
	return out
}

func one[T any](t testing.TB, db querier, text string, args ...any) T {
	t.Helper()
	var v T
	if err := db.QueryRowContext(t.Context(), text, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// everyPage is a whole list, page by page.
func everyPage(t *testing.T, l anyLedger, q Query) (all []Entry) {
	t.Helper()
	for {
		p, err := l.Entries(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p.Entries...)
		if q.After = p.Next; !p.More {
			return all
		}
	}
}
