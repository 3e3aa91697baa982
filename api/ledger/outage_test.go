package ledger

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"billkey/api/ledger/pgtest"
)

// eventually tries until the server is reached again, as a desk does by itself.
func eventually(t *testing.T, do func() error) {
	t.Helper()
	var err error
	for limit := time.Now().Add(30 * time.Second); time.Now().Before(limit); {
		if err = do(); err == nil {
			return
		}
		var away *AwayError
		if !errors.As(err, &away) {
			break
		}
		<-time.After(20 * time.Millisecond)
	}
	t.Fatal(err)
}

// The server crashes as in a power cut while desks issue. While it is away nothing begins; when it is back, every order that
// Begin acknowledged is there, and every one that it refused is not.
func TestNothingAcknowledgedIsLostByACrash(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{Durable: true})
	s := serverAt(c, c.Database(t, ""))
	l := openServer(t, s)
	for round := range 3 {
		name := fmt.Sprint("round", round)
		o := issuingAt(t, s, 4, name)
		o.enough(40)
		if err := c.Crash(); err != nil {
			t.Fatal(err)
		}
		wantAway(t, "Begin", beginFails(t, l))
		if _, err := l.Entries(t.Context(), Query{}); err == nil {
			t.Error("a list while the server is away")
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() error { _, err := l.Version(t.Context()); return err })
		o.kept(t, l, name)
	}
}

// A stopped server: calls fail at once, not after a time limit each; and they work again without anybody's doing.
func TestAServerThatIsAwayIsReachedAgain(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	l := openServer(t, serverAt(c, c.Database(t, "")))
	id := begun(t, l, attempt("a", nine))
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for range 50 {
		wantAway(t, "Settle", l.Settle(t.Context(), id, Outcome{State: Declined, At: nine}))
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("50 calls took %v", took)
	}
	if l.dialing.failed > 12 {
		t.Errorf("%d attempts to reach it", l.dialing.failed)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error { return l.Settle(t.Context(), id, Outcome{State: Declined, At: nine}) })
	if got := read(t, l, id); got.State != Declined || len(kinds(t, l, "a")) != 2 {
		t.Errorf("%+v", got)
	}
}

// A ledger opened while its server is away waits for it, and is then as one opened later: with its schema made, once, and with
// the rights this user has.
func TestALedgerWaitsForItsServer(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	database := c.Database(t, "")
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	l, err := WaitShared(t.Context(), serverAt(c, database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	_, err = l.Begin(t.Context(), attempt("a", nine))
	wantAway(t, "Begin", err)
	_, err = l.Entries(t.Context(), Query{})
	wantAway(t, "Entries", err)
	wantAway(t, "Shelve", l.Shelve(t.Context(), func(int) {}))
	_, err = l.Version(t.Context())
	wantAway(t, "Version", err)
	if !l.Waiting() || l.ReadOnly() || l.Newer() != nil {
		t.Error("knows of a server that was never there")
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error { _, err := l.Version(t.Context()); return err })
	if l.Waiting() || l.ReadOnly() {
		t.Error("still waits")
	}
	begun(t, l, attempt("a", nine))
}

// What a server refuses is no reason to wait.
func TestALedgerDoesNotWaitForAServerThatRefuses(t *testing.T) {
	c := pgtest.New(t, pgtest.Options{})
	s := serverAt(c, c.Database(t, ""))
	s.Password = func(context.Context) (string, error) { return "wrong", nil }
	l, err := WaitShared(t.Context(), s)
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Reason != "password" || l != nil {
		t.Errorf("%v, %v", l, err)
	}
	s = serverAt(c, s.Database)
	s.Password = nil // asks nobody
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if l, err = WaitShared(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() error {
		if _, err := l.Version(t.Context()); !errors.As(err, &refused) {
			return fmt.Errorf("not refused: %w", err)
		}
		return nil
	})
	if _, err := l.Begin(t.Context(), attempt("a", nine)); err == nil || !l.Waiting() {
		t.Error("writes into what it was refused")
	}
}
