package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// An error means that nothing was written and nil that everything was, also when the context ends in the middle.
func TestCancellationNeverLiesAboutWhatWasWritten(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		l := newLedger(t)
		start := time.Now()
		for i := range 5 {
			begun(t, l, attempt(fmt.Sprint("pace-", i), nine))
		}
		usual := time.Since(start) / 5 // of this machine, today
		r := rand.New(rand.NewPCG(1, 2))
		times := 300
		if isOnServer(t) { // each costs a connection
			times = 100
		}
		for i := range times {
			uid := fmt.Sprint("uid-", i)
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(r.Int64N(int64(2*usual))))
			id, err := l.Begin(ctx, attempt(uid, nine))
			cancel()
			got, story := list(t, l, Query{CustomerUID: uid}), kinds(t, l, uid)
			switch {
			case err == nil && (len(got) != 1 || got[0].ID != id || len(story) != 1):
				t.Fatalf("%d: Begin said %d and wrote %+v, %v", i, id, got, story)
			case err != nil && (len(got) != 0 || len(story) != 0 || id != 0):
				t.Fatalf("%d: Begin said %v and wrote %+v, %v", i, err, got, story)
			case err != nil && !errors.Is(err, context.DeadlineExceeded):
				t.Fatalf("%d: %v", i, err)
			}
		}
	})
}

func TestFileHeldByAnotherIsBusyAfterTheTimeLimit(t *testing.T) {
	path := newPath(t)
	l, other := openAt(t, path), openAt(t, path)
	if err := rawExec(t, l, "PRAGMA busy_timeout = 20"); err != nil {
		t.Fatal(err)
	}
	tx, err := other.write.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Begin(t.Context(), attempt("a", nine))
	var u *UnwritableError
	var busy *BusyError
	if !errors.As(err, &u) || u.Reason != "busy" || !errors.As(err, &busy) {
		t.Errorf("Begin: %v", err)
	}
	if n := len(list(t, l, Query{})); n != 0 { // readers never wait
		t.Errorf("%d entries", n)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	begun(t, l, attempt("a", nine))
}

func TestTwoHandlesShareOneLedger(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		one := newLedger(t)
		two := another(t, one)
		id := begun(t, one, attempt("a", nine))
		var open *OpenOrderError
		if _, err := two.Begin(t.Context(), attempt("a", nine)); !errors.As(err, &open) || open.Entry.ID != id {
			t.Errorf("the other handle: %v", err)
		}
		settled(t, two, id, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine})
		if err := one.Settle(t.Context(), id, Outcome{State: Declined, At: nine}); !errors.Is(err, ErrSettled) {
			t.Errorf("settled again: %v", err)
		}
		if err := one.Close(); err != nil { // its locks go, the other's stay
			t.Fatal(err)
		}
		begun(t, two, attempt("b", nine))
		if got := read(t, two, id); got.State != Issued {
			t.Errorf("%+v", got)
		}
	})
}

// The migrations rest on this: a script of several statements, triggers and PRAGMAs among them, is all or nothing.
func TestScriptWithTriggersAndItsVersionAreOneTransaction(t *testing.T) {
	l := newFile(t)
	const script = `CREATE TABLE a (x TEXT DEFAULT 'a;b'); -- a comment; with a semicolon
		CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT 1; SELECT RAISE (ABORT, 'no; never'); END;
		INSERT INTO a DEFAULT VALUES; PRAGMA application_id = 7; PRAGMA user_version = 77;`
	run := func(end func(*sql.Tx) error) (tables, version, id int) {
		tx, err := l.write.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(t.Context(), script); err != nil {
			t.Fatal(err)
		}
		if err := end(tx); err != nil {
			t.Fatal(err)
		}
		return one[int](t, l.reads(), "SELECT count(*) FROM sqlite_master WHERE tbl_name = 'a'"),
			one[int](t, l.reads(), "PRAGMA user_version"), one[int](t, l.reads(), "PRAGMA application_id")
	}
	if n, v, id := run((*sql.Tx).Rollback); n != 0 || v != newest() || id != applicationID {
		t.Errorf("after rollback: %d objects, version %d, id %d", n, v, id)
	}
	if n, v, id := run((*sql.Tx).Commit); n != 2 || v != 77 || id != 7 {
		t.Errorf("after commit: %d objects, version %d, id %d", n, v, id)
	}
	if err := rawExec(t, l, "DELETE FROM a"); err == nil || !strings.Contains(err.Error(), "no; never") {
		t.Errorf("trigger: %v", err)
	}
}

// An ID, once told to a person or an event, never means another entry.
func TestIDsAreNotUsedTwice(t *testing.T) {
	l := newFile(t)
	id := begun(t, l, attempt("a", nine))
	if err := rawExec(t, l, "PRAGMA foreign_keys = off; DROP TRIGGER entries_no_delete; DELETE FROM entries; PRAGMA foreign_keys = on"); err != nil {
		t.Fatal(err)
	}
	if next := begun(t, l, attempt("b", nine)); next <= id {
		t.Errorf("%d after %d", next, id)
	}
}

func TestStoriesOpenOrdersAndCountsUseAnIndex(t *testing.T) {
	l := newFile(t)
	for text, want := range map[string]string{
		`SELECT id FROM events WHERE profile = 'p' AND customer_uid = 'a' ORDER BY id`:                          "SEARCH events USING COVERING INDEX events_by_uid (profile=? AND customer_uid=?)",
		`SELECT count(*) FROM entries WHERE started_at >= 5 AND found = 0`:                                      "SEARCH entries USING INDEX entries_by_time (started_at>?)",
		`SELECT id FROM entries WHERE profile = 'p' AND customer_uid = 'a' AND state IN ('pending', 'unknown')`: "SEARCH entries USING INDEX entries_one_open (profile=? AND customer_uid=?)",
		`SELECT id, masked FROM entries WHERE profile = 'p' AND customer_uid = 'a' AND state = 'issued'`:        "SEARCH entries USING INDEX entries_one_in_force (profile=? AND customer_uid=?)",
	} {
		var id, parent, unused int
		var detail string
		if err := l.read.QueryRow("EXPLAIN QUERY PLAN "+text).Scan(&id, &parent, &unused, &detail); err != nil || detail != want {
			t.Errorf("%s: %v\n got %q\nwant %q", text, err, detail, want)
		}
	}
}
