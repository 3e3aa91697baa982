package api_test

import (
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"billkey/api"
)

// serverTime is what the stub takes for each answer, as in the figures for other clients.
const serverTime = 40 * time.Millisecond

// slowStub is a TLS server that answers after serverTime and counts what it was bothered with.
type slowStub struct {
	*recorder
	conns, requests atomic.Int64
	took            atomic.Int64 // ns the last answer really took in the server
}

func newSlowStub(b *testing.B) (*slowStub, *api.Client, func() *api.Client) {
	b.Helper()
	s := &slowStub{}
	wait := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			begun := time.Now()
			s.requests.Add(1)
			time.Sleep(serverTime)
			s.took.Store(int64(time.Since(begun)))
			say(w, 200, body)
		}
	}
	r, roots := secureRecorder(b, wait(okKey), nil)
	r.token = wait(tokenJSON(testToken, serverNow, serverNow+1800))
	r.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.conns.Add(1)
		}
	}
	s.recorder = r
	fresh := func() *api.Client { return newSecureClient(b, r.URL, roots, direct) }
	return s, fresh(), fresh
}

// BenchmarkIssueWarm: token and connection are there, as after a look-up. Reported: our own time above the server's,
// and requests and new connections an order.
func BenchmarkIssueWarm(b *testing.B) {
	s, c, _ := newSlowStub(b)
	if err := c.Warm(b.Context()); err != nil {
		b.Fatal(err)
	}
	s.requests.Store(0)
	s.conns.Store(0)
	var own []time.Duration
	for b.Loop() {
		begun := time.Now()
		if _, err := c.Issue(b.Context(), uid, order()); err != nil {
			b.Fatal(err)
		}
		own = append(own, time.Since(begun)-time.Duration(s.took.Load()))
	}
	slices.Sort(own)
	b.ReportMetric(float64(own[len(own)/2].Microseconds())/1000, "own-ms/median")
	b.ReportMetric(float64(own[len(own)*95/100].Microseconds())/1000, "own-ms/p95")
	b.ReportMetric(float64(s.requests.Load())/float64(b.N), "requests/op")
	b.ReportMetric(float64(s.conns.Load())/float64(b.N), "connections/op")
}

// BenchmarkIssueCold is what a program without warming does: a token and a new connection before each order.
func BenchmarkIssueCold(b *testing.B) {
	s, _, fresh := newSlowStub(b)
	for b.Loop() {
		c := fresh()
		if _, err := c.Issue(b.Context(), uid, order()); err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
	b.ReportMetric(float64(s.requests.Load())/float64(b.N), "requests/op")
	b.ReportMetric(float64(s.conns.Load())/float64(b.N), "connections/op")
}

// BenchmarkIssueInProcess is the client's own work without network and server.
func BenchmarkIssueInProcess(b *testing.B) {
	cfg := config("https://in.process")
	cfg.Transport = inProcess(func(*http.Request) (*http.Response, error) { return canned(200, okKey), nil })
	c := newClient(b, cfg)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Issue(b.Context(), uid, order()); err != nil {
			b.Fatal(err)
		}
	}
}
