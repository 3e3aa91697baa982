package ledger

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"testing"
)

// released are the versions people may have, and the schema of each. Every schema has its fixture, written by that
// version; see [TestWriteFixture].
var released = map[string]int{
	"before 0.1.0": 1,
}

func schemas() map[int]bool {
	out := map[int]bool{}
	for _, schema := range released {
		out[schema] = true
	}
	return out
}

// A version that is in the change log must be in the list above, and the list's schemas have their fixtures.
func TestEveryReleasedSchemaHasAFixture(t *testing.T) {
	log, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`(?m)^## \[?v?(\d+\.\d+\.\d+)`).FindAllSubmatch(log, -1) {
		if _, listed := released[string(found[1])]; !listed {
			t.Errorf("version %s is published: list its schema (%d today) and write the fixture", found[1], newest())
		}
	}
	for schema := range schemas() {
		if schema > newest() {
			t.Errorf("schema %d is newer than the newest", schema)
		}
		info, err := os.Stat(fixture(schema, "db"))
		if err != nil || info.Size() > 200<<10 {
			t.Errorf("schema %d: %v", schema, err)
			continue
		}
		if b, err := ReadBackup(t.Context(), fixture(schema, "db")); err != nil || b.Schema != schema {
			t.Errorf("schema %d: %+v, %v", schema, b, err)
		}
		if _, err := os.Stat(fixture(schema, "db-wal")); err == nil {
			t.Errorf("schema %d was not closed", schema)
		}
	}
}

// expected is what the version that wrote the fixture read from it.
func expected(t testing.TB, schema int) (out map[string]tableRows) {
	t.Helper()
	b, err := os.ReadFile(fixture(schema, "json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// wantUnchanged wants the rows of an older schema, column by column; columns may have come since.
func wantUnchanged(t testing.TB, got, want map[string]tableRows) {
	t.Helper()
	for table, rows := range want {
		if len(rows) == 0 || len(got[table]) != len(rows) {
			t.Fatalf("%s: %d rows, want %d", table, len(got[table]), len(rows))
		}
		for i, row := range rows {
			for column, value := range row {
				if is := got[table][i][column]; !reflect.DeepEqual(is, value) {
					t.Errorf("%s %v: %s is %v, was %v", table, row["id"], column, is, value)
				}
			}
		}
	}
}

func copyOfFixture(t testing.TB, schema int) string {
	t.Helper()
	path := newPath(t)
	b, err := os.ReadFile(fixture(schema, "db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEveryReleasedSchemaOpensWithEveryRowAndEvent(t *testing.T) {
	for schema := range schemas() {
		path, want := copyOfFixture(t, schema), expected(t, schema)
		l := openAt(t, path)
		if v := one[int](t, l.read, "PRAGMA user_version"); v != newest() {
			t.Errorf("schema %d became %d", schema, v)
		}
		wantUnchanged(t, dump(t, l.read), want)
		if err := l.Check(t.Context()); err != nil {
			t.Errorf("schema %d: %v", schema, err)
		}
		wantLinked(t, l)
		wantGoingOn(t, l)
	}
}

// wantLinked wants the stories of [writeStories] as the API tells them.
func wantLinked(t testing.TB, l *Ledger) {
	t.Helper()
	chain := list(t, l, Query{CustomerUID: "replaced"})
	if len(chain) != 3 || chain[0].Replaces != chain[1].ID || chain[1].Replaces != chain[2].ID ||
		chain[2].ReplacedBy != chain[1].ID || chain[1].ReplacedBy != chain[0].ID || chain[1].ReplacesMasked != cardA {
		t.Errorf("chain %+v", chain)
	}
	elsewhere := list(t, l, Query{CustomerUID: "elsewhere"})
	if len(elsewhere) != 3 || !elsewhere[1].Found || elsewhere[0].Replaces != elsewhere[1].ID || elsewhere[2].ReplacedBy != elsewhere[1].ID {
		t.Errorf("found %+v", elsewhere)
	}
	korean := list(t, l, Query{CustomerUID: "홍길동_0001_1111"})
	if len(korean) != 1 || korean[0].Operator != "김민지" || korean[0].Note != "전화로 접수, 새 카드는 다음 주" {
		t.Errorf("Korean %+v", korean)
	}
}

// wantGoingOn ends what was open and replaces what is in force.
func wantGoingOn(t testing.TB, l *Ledger) {
	t.Helper()
	open, err := l.Unsettled(t.Context(), "")
	if err != nil || len(open) != 2 {
		t.Fatalf("open: %+v, %v", open, err)
	}
	for _, e := range open {
		settled(t, l, e.ID, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine, How: HowStart})
	}
	held := list(t, l, Query{CustomerUID: "홍길동_0001_1111"})[0]
	next := issued(t, l, replacing(held.CustomerUID, nine, cardB, held.Stamp()))
	if old := read(t, l, held.ID); old.State != Replaced || old.ReplacedBy != next.ID || next.Replaces != old.ID {
		t.Errorf("old %+v\nnew %+v", old, next)
	}
}

func TestEveryReleasedSchemaIsRestored(t *testing.T) {
	for schema := range schemas() {
		path := newPath(t)
		r, err := Restore(t.Context(), fixture(schema, "db"), path, "kim")
		want := expected(t, schema)
		if err != nil || r.Schema != schema || r.Rows != len(want["entries"]) || r.Events != len(want["events"]) {
			t.Fatalf("schema %d: %+v, %v", schema, r, err)
		}
		l := openAt(t, path)
		got := dump(t, l.read)
		got["events"] = got["events"][:r.Events]
		wantUnchanged(t, got, want)
		wantGoingOn(t, l)
	}
}
