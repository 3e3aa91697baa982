package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"billkey/api/ledger/pgtest"
)

// proxy stands between a desk and the server, and can cut what passes.
type proxy struct {
	port int
	to   atomic.Int64 // the server's port
	// cut looks at what the desk sends; true cuts the connection when the server has it, before any answer.
	cut   func(sent []byte) bool
	conns sync.WaitGroup
}

func newProxy(t *testing.T, to int) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{port: l.Addr().(*net.TCPAddr).Port, cut: func([]byte) bool { return false }}
	p.to.Store(int64(to))
	t.Cleanup(func() { _ = l.Close(); p.conns.Wait() })
	p.conns.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.conns.Go(func() { p.pass(c) })
		}
	})
	return p
}

func (p *proxy) pass(desk net.Conn) {
	defer func() { _ = desk.Close() }()
	server, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", p.to.Load()))
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	p.conns.Go(func() { _, _ = io.Copy(desk, server); _ = desk.Close() })
	buffer := make([]byte, 64<<10)
	for {
		n, err := desk.Read(buffer)
		if err != nil {
			return
		}
		cut := p.cut(buffer[:n])
		if cut {
			_ = desk.Close() // first: no answer passes
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
		if cut { // the server has it all, and ends the session when it has worked it off
			_ = server.(*net.TCPConn).CloseWrite()
			_, _ = io.Copy(io.Discard, server)
			return
		}
	}
}

// isCommit tells a COMMIT on the wire.
func isCommit(sent []byte) bool {
	return len(sent) > 5 && sent[0] == 'Q' && slices.Equal(sent[5:len(sent)-1], []byte("commit"))
}

func through(p *proxy, s Server) Server {
	s.Port = p.port
	return s
}

func wantAway(t *testing.T, what string, err error) {
	t.Helper()
	var away *AwayError
	if !errors.As(err, &away) || away.Undecided {
		t.Errorf("%s = %v, want away", what, err)
	}
}

// A connection cut between commit and its answer: the desk asks what became of it, and says what is so.
func TestACommitWhoseAnswerIsCutOffIsFound(t *testing.T) {
	s := newServer(t)
	p := newProxy(t, s.Port)
	l := openServer(t, through(p, s))
	var once atomic.Bool
	p.cut = func(sent []byte) bool { return isCommit(sent) && once.CompareAndSwap(false, true) }
	id := begun(t, l, attempt("a", nine))
	if !once.Load() {
		t.Fatal("nothing was cut")
	}
	if e := read(t, l, id); e.State != Pending || len(kinds(t, l, "a")) != 1 {
		t.Errorf("%+v", e)
	}
	once.Store(false)
	settled(t, l, id, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine})
	if got := kinds(t, l, "a"); !slices.Equal(got, []string{KindBegun, KindIssued}) {
		t.Errorf("%v", got)
	}
}

// The same, and the COMMIT never reached the server: nothing was written, and the error says so.
func TestACommitThatWasLostOnTheWayIsNotThere(t *testing.T) {
	s := newServer(t)
	p := newProxy(t, s.Port)
	l := openServer(t, through(p, s))
	var lost atomic.Bool
	p.cut = func(sent []byte) bool {
		if isCommit(sent) && lost.CompareAndSwap(false, true) {
			clear(sent[5:]) // what arrives is no statement
			return true
		}
		return false
	}
	_, err := l.Begin(t.Context(), attempt("a", nine))
	wantAway(t, "Begin", err)
	if got := list(t, l, Query{}); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	begun(t, l, attempt("a", nine)) // nobody holds it
}

// A backend is killed in the middle of a transaction, and between two.
func TestAKilledBackendCostsOneCallAtMost(t *testing.T) {
	l := onlyServer(t)
	c := pgtest.Shared(t)
	kill := "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + l.server.Database + "' AND pid <> pg_backend_pid()"
	old := issued(t, l, attempt("a", nine))
	if err := c.Exec("postgres", kill); err != nil {
		t.Fatal(err)
	}
	next := issued(t, l, replacing("a", nine.Add(time.Minute), cardB, old.Stamp())) // a connection of the pool was dead: another one
	err := l.change(t.Context(), []subject{{profile: "p1", uid: "a"}}, func(tx querier) error {
		if err := markDeleted(t.Context(), tx, next, nine, "kim", "x"); err != nil {
			return err
		}
		return c.Exec("postgres", kill)
	})
	wantAway(t, "change", err)
	if e := read(t, l, next.ID); e.State != Issued || slices.Contains(kinds(t, l, "a"), KindDeleted) {
		t.Errorf("half of it was written: %+v", e)
	}
	begun(t, l, replacing("a", nine.Add(time.Hour), cardC, next.Stamp())) // its lock is free
}

func TestWhatTheServerRollsBackIsBegunAgain(t *testing.T) {
	for _, state := range []string{"40001", "40P01"} {
		l := onlyServer(t)
		rounds := 0
		err := l.change(t.Context(), nil, func(tx querier) error {
			rounds++
			if err := record(t.Context(), tx, Event{At: nine, Kind: KindNote, Detail: state}); err != nil || rounds == tries {
				return err
			}
			_, err := tx.ExecContext(t.Context(), "DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '"+state+"'; END $$")
			return err
		})
		if n := one[int](t, l.reads(), "SELECT count(*) FROM events"); err != nil || n != 1 || rounds != tries {
			t.Errorf("%s: %v, %d events after %d rounds", state, err, n, rounds)
		}
		rounds = 0
		err = l.change(t.Context(), nil, func(tx querier) error {
			rounds++
			_, err := tx.ExecContext(t.Context(), "DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '"+state+"'; END $$")
			return err
		})
		var busy *BusyError
		if !errors.As(err, &busy) || rounds != tries {
			t.Errorf("%s for ever: %v after %d rounds", state, err, rounds)
		}
	}
}

// A real conflict: two desks change a row, each of which reads as of its beginning.
func TestASerializationFailureIsBegunAgain(t *testing.T) {
	was := settings["default_transaction_isolation"]
	settings["default_transaction_isolation"] = "repeatable read"
	t.Cleanup(func() { settings["default_transaction_isolation"] = was })
	l := onlyServer(t)
	id := begun(t, l, attempt("a", nine))
	other, rounds := openServer(t, l.server), 0
	note := func(tx querier, note string) error {
		_, err := tx.ExecContext(t.Context(), "UPDATE entries SET note = note || ? WHERE id = ?", note, id)
		return err
	}
	err := l.change(t.Context(), nil, func(tx querier) error {
		if rounds++; rounds == 1 {
			if err := other.change(t.Context(), nil, func(tx querier) error { return note(tx, "other ") }); err != nil {
				return err
			}
		}
		return note(tx, "own")
	})
	if e := read(t, l, id); err != nil || rounds != 2 || e.Note != "other own" {
		t.Errorf("%v after %d rounds: %q", err, rounds, e.Note)
	}
}

// Two changes of the same two customer_uids, named in either order, do not wait for each other for ever.
func TestManySightingsAtOnceDoNotLockEachOtherOut(t *testing.T) {
	l := onlyServer(t)
	issued(t, l, attempt("a", nine))
	issued(t, l, attempt("b", nine))
	other := openServer(t, l.server)
	var wg sync.WaitGroup
	for i, d := range []*Shared{l, other} {
		wg.Go(func() {
			for range 20 {
				s := []Sighting{{Profile: "p1", CustomerUID: "a", At: nine}, {Profile: "p1", CustomerUID: "b", At: nine}}
				if i == 1 {
					slices.Reverse(s)
				}
				if _, err := d.Seen(context.WithoutCancel(t.Context()), s...); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// A desk that hangs in the middle of a change is not waited for longer than patience.
func TestAnotherDesksLockIsBusyAfterTheTimeLimit(t *testing.T) {
	l := onlyServer(t)
	other := openServer(t, l.server)
	err := other.change(t.Context(), []subject{{profile: "p1", uid: "a"}}, func(querier) error {
		_, err := l.Begin(t.Context(), attempt("a", nine))
		var busy *BusyError
		if !errors.As(err, &busy) {
			t.Errorf("Begin = %v", err)
		}
		begun(t, l, attempt("b", nine)) // another customer_uid waits for nobody
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	begun(t, l, attempt("a", nine))
}

// A real deadlock: the server picks a victim, whose change is done again.
func TestTheVictimOfADeadlockIsBegunAgain(t *testing.T) {
	l := onlyServer(t)
	desks := []*Shared{l, openServer(t, l.server)}
	var both, wg sync.WaitGroup
	both.Add(2)
	var rounds atomic.Int32
	for i, d := range desks {
		wg.Go(func() {
			first := true
			err := d.change(context.WithoutCancel(t.Context()), nil, func(tx querier) error {
				rounds.Add(1)
				for n := range 2 {
					if _, err := tx.ExecContext(t.Context(), "SELECT pg_advisory_xact_lock(?)", (i+n)%2); err != nil {
						return err
					}
					if n == 0 && first {
						first = false
						both.Done()
						both.Wait()
					}
				}
				return record(t.Context(), tx, Event{At: nine, Kind: KindNote})
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := one[int](t, l.reads(), "SELECT count(*) FROM events"); n != 2 || rounds.Load() < 3 {
		t.Errorf("%d events after %d rounds", n, rounds.Load())
	}
}

func TestTheNewestTransactionIsKnownToRunAndToHaveEnded(t *testing.T) {
	l := onlyServer(t)
	tx, err := l.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := lock(t.Context(), tx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if state, err := l.became(t.Context(), m); err != nil || state != stateRunning {
		t.Errorf("while it runs: %q, %v", state, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if state, err := l.became(t.Context(), m); err != nil || state != "aborted" {
		t.Errorf("afterwards: %q, %v", state, err)
	}
}
