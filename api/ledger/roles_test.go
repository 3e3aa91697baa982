package ledger

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"billkey/api/ledger/pgtest"
)

// as is the same ledger with a user of its own, who is a member of a role.
func as(t *testing.T, l *Shared, user, role string) Server {
	t.Helper()
	setApart(l.server.Database) // its grants are not the next test's
	c := pgtest.Shared(t)
	for _, text := range []string{
		RolesSQL(), "DROP ROLE IF EXISTS " + user, "CREATE ROLE " + user + " LOGIN PASSWORD 'of a test' IN ROLE " + role,
	} {
		if err := c.Exec(l.server.Database, text); err != nil {
			t.Fatal(err)
		}
	}
	s := l.server
	s.User, s.Password = user, func(context.Context) (string, error) { return "of a test", nil }
	return s
}

func onlyServer(t *testing.T) *Shared {
	t.Helper()
	return openServer(t, newServer(t))
}

func TestADesksRoleIssuesAndCanTakeNothingBack(t *testing.T) {
	l := openServer(t, as(t, onlyServer(t), "minji", "billkey_desk"))
	if l.ReadOnly() {
		t.Fatal("may not write")
	}
	e := issued(t, l, attempt("a", nine))
	next := issued(t, l, replacing("a", nine.Add(time.Hour), cardB, e.Stamp()))
	seenNow(t, l, sighting(t, l, "a", shownFor(next)))
	if err := errors.Join(l.SetNote(t.Context(), e.ID, "moved", "kim", nine), l.Check(t.Context())); err != nil {
		t.Fatal(err)
	}
	deleting(t, l, next)
	if err := l.KeyDeleted(t.Context(), next.ID, nine, "kim", "asked"); err != nil {
		t.Fatal(err)
	}
	if got := found(t, l, "moved"); got != "a" {
		t.Errorf("finds %q", got)
	}
	for _, text := range []string{
		"UPDATE events SET detail = 'x'", "DELETE FROM events", "TRUNCATE events", "DELETE FROM entries", "TRUNCATE entries CASCADE",
		"UPDATE entries SET customer_uid = 'x'", "UPDATE entries SET started_at = 1", "UPDATE entries SET desk = 'x'",
		"ALTER TABLE events DISABLE TRIGGER ALL", "DROP TRIGGER events_append_only ON events", "UPDATE version SET number = 99",
		"SET session_replication_role = replica", "CREATE TABLE more (x int)", "DROP INDEX entries_one_open",
	} {
		if err := rawExec(t, l, text); code(err) != "42501" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestASupervisorsRoleReadsAndWritesNothing(t *testing.T) {
	desk := onlyServer(t)
	e := issued(t, desk, attempt("a", nine))
	list(t, desk, Query{Text: "kim"}) // the search is up to date
	l := openServer(t, as(t, desk, "hana", "billkey_supervisor"))
	if !l.ReadOnly() {
		t.Error("may write")
	}
	if got := found(t, l, "kim"); got != "a" || read(t, l, e.ID).State != Issued {
		t.Errorf("finds %q", got)
	}
	begun(t, desk, attempt("b", nine))
	p, err := l.Entries(t.Context(), Query{Text: "kim"})
	if err != nil || len(p.Entries) != 1 || p.Behind != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	if got := ids(list(t, l, Query{States: []State{Pending}})); len(got) != 1 { // filters miss nothing
		t.Errorf("%v", got)
	}
	_, begin := l.Begin(t.Context(), attempt("c", nine))
	for what, err := range map[string]error{"Begin": begin, "SetNote": l.SetNote(t.Context(), e.ID, "x", "kim", nine)} {
		var readOnly *ReadOnlyError
		if !errors.As(err, &readOnly) {
			t.Errorf("%s = %v", what, err)
		}
	}
	for _, text := range []string{"INSERT INTO events (at, kind) VALUES (1, 'x')", "DELETE FROM shelf", "UPDATE entries SET note = 'x'"} {
		if err := rawExec(t, l, text); code(err) != "42501" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestTheOwnerIsKeptFromItByTriggers(t *testing.T) {
	l := onlyServer(t)
	issued(t, l, attempt("a", nine))
	for text, want := range map[string]string{
		"TRUNCATE events": "append-only", "DELETE FROM events": "append-only", "UPDATE events SET detail = 'x'": "append-only",
		"DELETE FROM entries": "entries are kept", "TRUNCATE entries CASCADE": "are kept",
	} {
		if err := rawExec(t, l, text); err == nil || !strings.Contains(err.Error(), want) && !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A program older than the schema only reads, and says so.
func TestALedgerOfALaterVersionIsOnlyRead(t *testing.T) {
	l := onlyServer(t)
	issued(t, l, attempt("a", nine))
	if err := rawExec(t, l, "UPDATE version SET number = 99; ALTER TABLE entries ADD later text"); err != nil {
		t.Fatal(err)
	}
	old := openServer(t, l.server)
	if n := old.Newer(); n == nil || n.Version != 99 || n.Known != len(serverSteps()) || !old.ReadOnly() {
		t.Errorf("%+v", n)
	}
	if got := found(t, old, ""); got != "a" {
		t.Errorf("reads %q", got)
	}
	_, err := old.Begin(t.Context(), attempt("b", nine))
	var newer *NewerError
	var unwritable *UnwritableError
	if !errors.As(err, &unwritable) || unwritable.Reason != "read_only" || !errors.As(err, &newer) {
		t.Errorf("%v", err)
	}
}

func TestAUserWhoMayNotMakeTheLedgerIsRefused(t *testing.T) {
	made := as(t, onlyServer(t), "dojun", "billkey_desk")
	made.Database = pgtest.Shared(t).Database(t, "")
	_, err := OpenShared(t.Context(), made)
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Reason != "schema" {
		t.Errorf("%v", err)
	}
}

func TestWhatGuardsTheRowsIsChecked(t *testing.T) {
	for _, text := range []string{
		"ALTER TABLE events DISABLE TRIGGER events_append_only", "DROP INDEX entries_one_open", "ALTER TABLE entries DROP CONSTRAINT masked_shows_6_4",
	} {
		l := onlyServer(t)
		if err := l.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := rawExec(t, l, text); err != nil {
			t.Fatal(err)
		}
		var damaged *DamagedError
		if err := l.Check(t.Context()); !errors.As(err, &damaged) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
