package issuing_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// disk is where a ledger lies, and how its room is taken away and given back.
type disk struct {
	dir        string
	fill, room func()
	// reason is the ledger's word for a write that found no room.
	reason string
}

// onFullDisks tells every story on d.
func onFullDisks(t *testing.T, d disk) {
	for name, story := range map[string]func(t *testing.T, s *stage, d disk){
		"before an order": fullBeforeAnOrder, "before a replacement": fullBeforeAReplacement,
		"under a replacement": fullUnderAReplacement,
	} {
		t.Run(name, func(t *testing.T) { d.tell(t, story) })
	}
	for _, end := range endsOnAFullDisk {
		for name, after := range map[string]func(t *testing.T, s *stage, d disk){
			"room again": roomAgain, "next order": nextOrder, "restart": restartWithRoom, "restart without room": restartWithoutRoom,
		} {
			t.Run(end.name+", "+name, func(t *testing.T) {
				d.tell(t, func(t *testing.T, s *stage, d disk) { end.tell(t, s, d, after) })
			})
		}
	}
}

// tell runs a story on fake time, with a new ledger on d.
func (d disk) tell(t *testing.T, story func(t *testing.T, s *stage, d disk)) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, sandbox.Options{})
		s.path = filepath.Join(d.dir, "ledger.db")
		for _, side := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(s.path + side)
		}
		if err := os.WriteFile(s.path, emptyLedger(), 0o600); err != nil {
			t.Fatal(err)
		}
		s.reopen()
		defer d.room() // also of a test that failed: the next one needs it
		story(t, s, d)
		if err := s.ledger.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// reopen is the next start: a ledger, a client and a desk that know nothing but the file.
func (s *stage) reopen() {
	s.t.Helper()
	s.ledger = openLedger(s.t, s.path)
	s.client = newClient(s.t, s.server)
	s.desk = issuing.New(s.client, s.ledger, practice)
}

func (s *stage) close() {
	s.t.Helper()
	if err := s.ledger.Close(); err != nil {
		s.t.Error(err)
	}
}

func (d disk) wantFull(t *testing.T, err error) {
	t.Helper()
	var unwritable *ledger.UnwritableError
	if !errors.As(err, &unwritable) || unwritable.Reason != d.reason {
		t.Errorf("error %v, want %s", err, d.reason)
	}
}

// after fails unless there were so many POSTs, and uid's rows stand so, oldest first. It asks for the uid, which reads the
// rows themselves: what a filtered list is looked up in needs room to follow them.
func (s *stage) after(posts int, states string) {
	s.t.Helper()
	p, err := s.ledger.Entries(s.t.Context(), ledger.Query{CustomerUID: uid})
	if err != nil {
		s.t.Fatal(err)
	}
	var got []string
	for _, e := range slices.Backward(p.Entries) {
		got = append(got, string(e.State))
	}
	if found := strings.Join(got, " "); s.posts() != posts || found != states {
		s.t.Errorf("%d POSTs and %q, want %d and %q", s.posts(), found, posts, states)
	}
}

func fullBeforeAnOrder(t *testing.T, s *stage, d disk) {
	d.fill()
	_, err := s.issue(panA, issuing.Confirmation{})
	d.wantFull(t, wantKind(t, err, issuing.NoJournal))
	s.after(0, "")
	d.room()
	s.issued(panA, issuing.Confirmation{})
	s.after(1, "issued")
	s.agrees()
}

func fullBeforeAReplacement(t *testing.T, s *stage, d disk) {
	s.issued(panA, issuing.Confirmation{})
	pass(time.Minute)
	word := s.confirmed()
	d.fill()
	_, err := s.issue(panB, word)
	d.wantFull(t, wantKind(t, err, issuing.NoJournal))
	s.after(1, "issued")
	d.room()
	s.issued(panB, word) // nothing was sent for it, so it still stands
	s.after(2, "replaced issued")
	s.agrees()
}

// filling is a ledger whose disk is full once the next order is written.
type filling struct {
	*ledger.Ledger
	fill func()
}

func (f *filling) Begin(ctx context.Context, a ledger.Attempt) (int64, error) {
	id, err := f.Ledger.Begin(ctx, a)
	if f.fill != nil {
		f.fill()
		f.fill = nil
	}
	return id, err
}

// caught sends an order whose disk is full by the time its answer comes.
func caught(t *testing.T, s *stage, d disk, pan string, replace bool) issuing.Receipt {
	t.Helper()
	before := s.posts()
	s.desk = issuing.New(s.client, &filling{s.ledger, d.fill}, practice)
	var c issuing.Confirmation
	if replace {
		c = s.confirmed()
	}
	r, err := s.issue(pan, c)
	if err != nil {
		t.Fatal(err)
	}
	d.wantFull(t, r.JournalErr)
	if n := s.posts() - before; n != 1 || s.entry(r.EntryID).State != ledger.Pending {
		t.Errorf("%d POSTs, the row became %s", n, s.entry(r.EntryID).State)
	}
	return r
}

func fullUnderAReplacement(t *testing.T, s *stage, d disk) {
	s.issued(panA, issuing.Confirmation{})
	pass(time.Minute)
	if r := caught(t, s, d, panB, true); r.State != ledger.Issued || r.Key == nil || !r.Replaced {
		t.Errorf("%+v", r)
	}
	s.after(2, "issued pending") // the old key's row stays as it was
	restartWithRoom(t, s, d)
	s.after(2, "replaced issued")
	s.agrees()
}

// endOnAFullDisk is how an order ends while nothing can be written.
type endOnAFullDisk struct {
	name, pan string
	fault     sandbox.FaultKind
	told      ledger.State
	// settled is what the ledger says at last; without where the desk that heard the answer is gone.
	settled, without ledger.State
}

var endsOnAFullDisk = []endOnAFullDisk{
	{"issued", panA, "", ledger.Issued, ledger.Issued, ledger.Issued},
	{"declined", "4000000000010209", "", ledger.Declined, ledger.Declined, ledger.NotIssued},
	{"unknown and issued", panA, sandbox.FaultCommitThenDrop, ledger.Unknown, ledger.Issued, ledger.Issued},
	{"unknown and lost", panA, sandbox.FaultDropBeforeCommit, ledger.Unknown, ledger.NotIssued, ledger.NotIssued},
}

func (end endOnAFullDisk) tell(t *testing.T, s *stage, d disk, after func(t *testing.T, s *stage, d disk)) {
	if end.fault != "" {
		s.inject(sandbox.Fault{Kind: end.fault})
	}
	r := caught(t, s, d, end.pan, false)
	if r.State != end.told {
		t.Fatalf("told %s, want %s", r.State, end.told)
	}
	heard, want := s.desk, end.settled
	if after(t, s, d); s.desk != heard {
		want = end.without
	}
	if got := s.entry(r.EntryID).State; got != want {
		t.Errorf("the ledger says %s, want %s", got, want)
	}
	s.agrees()
}

// settleAll reconciles what is open once nothing of it can be travelling any more.
func settleAll(t *testing.T, s *stage) {
	t.Helper()
	pass(issuing.Quiet + time.Minute)
	open, err := s.desk.Unsettled(t.Context())
	if err != nil || len(open) > 1 {
		t.Fatalf("%+v, %v", open, err)
	}
	for _, e := range open {
		if r, err := s.desk.Reconcile(t.Context(), e.ID); err != nil || r.JournalErr != nil {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

func roomAgain(t *testing.T, s *stage, d disk) {
	d.room()
	settleAll(t, s)
}

// nextOrder is an operator who just goes on: what is owed is written first, and an order still open blocks the next.
func nextOrder(t *testing.T, s *stage, d disk) {
	d.room()
	r, err := s.issue(panB, issuing.Confirmation{})
	if k := kindOf(err); err != nil && k != issuing.Used && k != issuing.OpenOrder {
		t.Errorf("%+v, %v", r, err)
	}
	settleAll(t, s)
}

func restartWithRoom(t *testing.T, s *stage, d disk) {
	s.close()
	d.room()
	s.reopen()
	settleAll(t, s)
}

// restartWithoutRoom starts on the full disk first. Either the ledger says that it cannot be opened, or it knows the
// order and lets none be sent.
func restartWithoutRoom(t *testing.T, s *stage, d disk) {
	s.close()
	before := s.posts()
	l, err := ledger.Open(t.Context(), s.path)
	if err != nil {
		d.wantFull(t, err)
	} else {
		_, err := issuing.New(s.client, l, practice).Issue(t.Context(), order(panB, issuing.Confirmation{}))
		if k := kindOf(err); k != issuing.Used && k != issuing.NoJournal && k != issuing.OpenOrder {
			t.Errorf("%v", err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if n := s.posts() - before; n != 0 {
		t.Errorf("%d POSTs", n)
	}
	d.room()
	s.reopen()
	settleAll(t, s)
}
