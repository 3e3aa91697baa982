package issuing_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	_ "testing/synctest" // in bubbles
	"time"

	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

func TestTwoDesksPressingAtOnceSendOnePOST(t *testing.T) {
	for range 2 {
		s, _ := onLoopback(t, nil)
		desks := []*issuing.Desk{s.desk}
		for range 4 { // each with a connection to the file of its own, as another process has
			desks = append(desks, issuing.New(newClient(t, s.server), openLedger(t, s.path), practice))
		}
		for _, d := range desks {
			if _, err := d.LookUp(t.Context(), uid); err != nil {
				t.Fatal(err)
			}
		}
		if won := pressAll(t, desks); won != 1 || s.posts() != 1 {
			t.Errorf("%d desks issued, %d POSTs", won, s.posts())
		}
		s.agrees()
	}
}

func TestTwoDesksWithAConfirmationEachReplaceOnce(t *testing.T) {
	s, _ := onLoopback(t, nil)
	s.issued(panC, issuing.Confirmation{})
	other := issuing.New(newClient(t, s.server), openLedger(t, s.path), practice)
	words := []issuing.Confirmation{s.confirmed(), confirm(t, other)}
	var wg sync.WaitGroup
	for i, d := range []*issuing.Desk{s.desk, other} {
		wg.Go(func() { _, _ = d.Issue(t.Context(), order(panA, words[i])) })
	}
	wg.Wait()
	if s.posts() != 2 {
		t.Errorf("%d POSTs", s.posts())
	}
	s.agrees()
}

// pressAll presses on all desks at once and counts those that issued; the others must know why they did not.
func pressAll(t *testing.T, desks []*issuing.Desk) int {
	t.Helper()
	results := make(chan error, len(desks))
	var wg sync.WaitGroup
	for _, d := range desks {
		wg.Go(func() {
			r, err := d.Issue(t.Context(), order(panA, issuing.Confirmation{}))
			if err == nil && r.State != ledger.Issued {
				t.Errorf("%+v", r)
			}
			results <- err
		})
	}
	wg.Wait()
	close(results)
	won := 0
	for err := range results {
		if err == nil {
			won++
			continue
		}
		if k := kindOf(err); k != issuing.OpenOrder && k != issuing.Used && k != issuing.Changed {
			t.Errorf("refused as %v", err)
		}
	}
	return won
}

func kindOf(err error) issuing.Kind {
	if f, ok := err.(*issuing.Failure); ok {
		return f.Kind
	}
	return ""
}

// Two real processes have both looked before either pressed; the POST of the first is held until the second has ended.
func TestTwoProcessesOnOneLedgerSendOnePOST(t *testing.T) {
	gate := make(chan struct{})
	s, url := onLoopback(t, func(w http.ResponseWriter, r *http.Request, s *sandbox.Server) {
		<-gate
		s.ServeHTTP(w, r)
	})
	ended := make(chan string, 2)
	both := []*child{startChild(t, url, s.path, panA), startChild(t, url, s.path, panB)}
	for _, c := range both {
		go func() { ended <- c.lastLine() }()
		c.press()
	}
	loser := <-ended
	close(gate)
	winner := <-ended
	if !strings.HasPrefix(loser, "refused") || winner != "ended issued" || s.posts() != 1 {
		t.Errorf("%q, %q, %d POSTs", loser, winner, s.posts())
	}
	s.agrees()
}

// A desk died with its order under way: another one takes it over, not before the dead one's time is over, and alone.
func TestADeadDesksOrderIsTakenOverByOneDesk(t *testing.T) {
	inBubble(t, sandbox.Options{}, func(t *testing.T, s *stage) {
		dead, living := openLedger(t, s.path), []*ledger.Ledger{openLedger(t, s.path), openLedger(t, s.path)}
		dead.SetDesk("dead")
		id, err := dead.Begin(t.Context(), ledger.Attempt{
			Profile: practice.ID, Environment: practice.Environment, CustomerUID: uid, Masked: "411111******1111", StartedAt: time.Now(),
		})
		if err != nil {
			t.Fatal(err)
		}
		desks := make([]*issuing.Desk, len(living))
		for i, l := range living {
			l.SetDesk(fmt.Sprint("living ", i))
			desks[i] = issuing.New(newClient(t, s.server), l, practice)
		}
		reconcile := func(want int) {
			t.Helper()
			before := s.server.Count("GET", keyRoute)
			for _, d := range desks {
				if r, err := d.Reconcile(t.Context(), id); err != nil || r.State != ledger.Unknown {
					t.Errorf("%+v, %v", r, err)
				}
			}
			if looks := s.server.Count("GET", keyRoute) - before; looks != want {
				t.Errorf("%d lookups, want %d", looks, want)
			}
			if free, err := desks[1].Forsaken(t.Context()); err != nil || len(free) != 0 {
				t.Errorf("%+v, %v", free, err)
			}
		}
		reconcile(0)
		time.Sleep(ledger.Lease)
		if free, err := desks[1].Forsaken(t.Context()); err != nil || len(free) != 1 || free[0].ID != id {
			t.Errorf("%+v, %v", free, err)
		}
		reconcile(1)
		time.Sleep(issuing.Quiet)
		r, err := desks[1].Reconcile(t.Context(), id)
		if err != nil || r.State != ledger.NotIssued {
			t.Errorf("%+v, %v", r, err)
		}
	})
}
