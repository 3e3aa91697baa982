package issuing_test

import (
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// killsVar sets how often a desk's process is killed, as BILLKEY_KILLS=1000.
const (
	killsVar   = "BILLKEY_KILLS"
	usualKills = 15
)

// moments at which a process is killed, by what the world outside sees of it.
var moments = []string{"journalled", "received", "received and lost", "committed", "answered", "answered in part"}

// killer lets a POST through up to the moment, tells that it has come, and goes on when the process is dead.
type killer struct {
	moment string
	now    chan struct{}
	dead   chan struct{}
}

func (k *killer) post(w http.ResponseWriter, r *http.Request, s *sandbox.Server) {
	switch k.moment {
	case "received":
		k.strike()
	case "received and lost":
		k.strike()
		panic(http.ErrAbortHandler)
	}
	head, body := rawAnswer(s, r)
	all := append(head, body...)
	switch k.moment {
	case "committed":
		k.strike()
	case "answered in part":
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = conn.Write(all[:len(all)/2])
		k.strike()
		_ = conn.Close()
		return
	}
	sendCut(w, all, len(all), false)
	if k.moment == "answered" {
		k.strike()
	}
}

func (k *killer) strike() {
	k.now <- struct{}{}
	<-k.dead
}

// One uid, one ledger file, a fresh process each time: after each death and restart the ledger is the server.
func TestKilledAtAnyMomentNothingIsLostAndNothingInvented(t *testing.T) {
	k := &killer{now: make(chan struct{}), dead: make(chan struct{})}
	s, url := onLoopback(t, k.post)
	kills, began := numberFrom(t, killsVar, usualKills), time.Now()
	ends := map[ledger.State]int{}
	for i := range kills {
		before := s.posts()
		k.moment = moments[i%len(moments)]
		if i >= len(moments) {
			k.moment = moments[rand.IntN(len(moments))]
		}
		k.round(startChild(t, url, s.path, []string{panA, panB}[i%2]))
		s.conns.gone()
		ends[s.restarted()]++
		if n := s.posts() - before; n > 1 {
			t.Fatalf("kill %d, %s: %d POSTs", i, k.moment, n)
		}
		s.agrees()
	}
	t.Logf("%d kills in %v: %v", kills, time.Since(began).Round(time.Millisecond), ends)
}

// round kills the child at the moment and lets its POST, if one is under way, go on without it.
func (k *killer) round(c *child) {
	c.press()
	c.expect("begun")
	if k.moment != "journalled" { // then it may have come to its POST, or not
		<-k.now
	}
	c.kill()
	if k.moment != "journalled" {
		k.dead <- struct{}{}
	}
}

// restarted is the next start, after the quiet period: it settles what is open and says how the last order ended.
func (s *stage) restarted() ledger.State {
	s.t.Helper()
	s.server.Advance(issuing.Quiet + time.Minute)
	c := newClient(s.t, s.server) // learns the clock anew
	d := issuing.New(c, s.ledger, practice)
	open, err := d.Unsettled(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range open {
		r, err := d.Reconcile(s.t.Context(), e.ID)
		if err != nil || r.State == ledger.Unknown || r.JournalErr != nil {
			s.t.Fatalf("not decided: %+v, %v", r, err)
		}
	}
	return rows(s.t, s.ledger)[0].State
}
