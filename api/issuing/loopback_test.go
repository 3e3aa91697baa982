package issuing_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"billkey/api"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// onLoopback is a stage whose client talks to the server over a socket. between sees every request that issues and has
// to answer it; nil is the server itself.
func onLoopback(t testing.TB, between func(w http.ResponseWriter, r *http.Request, s *sandbox.Server)) (*stage, string) {
	t.Helper()
	s := newStage(t, sandbox.Options{})
	front := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if between != nil && r.Method == http.MethodPost && r.URL.Path != tokenRoute {
			between(w, r, s.server)
			return
		}
		s.server.ServeHTTP(w, r)
	}))
	s.conns = newConnections()
	front.Config.ConnState = s.conns.changed
	front.Start()
	t.Cleanup(front.Close)
	c, err := api.New(api.Config{BaseURL: front.URL, Keys: practiceKeys})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	s.client, s.desk = c, issuing.New(c, s.ledger, practice)
	return s, front.URL
}

// connections counts those on which the server may still be reading or answering a request.
type connections struct {
	mu   sync.Mutex
	open map[net.Conn]bool
	none *sync.Cond
}

func newConnections() *connections {
	c := &connections{open: map[net.Conn]bool{}}
	c.none = sync.NewCond(&c.mu)
	return c
}

func (c *connections) changed(conn net.Conn, s http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open[conn] = true
	if s == http.StateClosed || s == http.StateHijacked {
		delete(c.open, conn)
	}
	if len(c.open) == 0 {
		c.none.Broadcast()
	}
}

// gone waits until every connection has been closed and every handler has ended.
func (c *connections) gone() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.open) > 0 {
		c.none.Wait()
	}
}

// rawAnswer lets the server carry r out and returns its answer as it would go over the wire.
func rawAnswer(s *sandbox.Server, r *http.Request) (head, body []byte) {
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d OK\r\n", rec.Code)
	_ = rec.Header().Write(&b)
	b.WriteString("\r\n")
	return b.Bytes(), rec.Body.Bytes()
}

// sendCut writes the first n bytes over r's connection and then resets or closes it.
func sendCut(w http.ResponseWriter, all []byte, n int, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = conn.Write(all[:n])
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func TestAnAnswerCutAnywhereIsOnePOSTAndFoundByLookup(t *testing.T) {
	places := map[string]func(head, body int) int{
		"before the first byte":  func(int, int) int { return 0 },
		"in the status line":     func(int, int) int { return 7 },
		"in the headers":         func(head, _ int) int { return head / 2 },
		"before the empty line":  func(head, _ int) int { return head - 2 },
		"after the headers":      func(head, _ int) int { return head },
		"in the code":            func(head, _ int) int { return head + 5 },
		"in the middle":          func(head, body int) int { return head + body/2 },
		"before the last byte":   func(head, body int) int { return head + body - 1 },
		"after the last byte":    func(head, body int) int { return head + body },
		"in the midst of a rune": func(head, body int) int { return head + body/3 },
	}
	for place, at := range places {
		for _, reset := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s/reset=%v", place, reset), func(t *testing.T) {
				cut := func(w http.ResponseWriter, r *http.Request, s *sandbox.Server) {
					head, body := rawAnswer(s, r)
					sendCut(w, append(head, body...), at(len(head), len(body)), reset)
				}
				s, _ := onLoopback(t, cut)
				r, err := s.issue(panA, issuing.Confirmation{})
				if err != nil {
					t.Fatal(err)
				}
				if r.State == ledger.Unknown {
					if r, err = s.desk.Reconcile(t.Context(), r.EntryID); err != nil {
						t.Fatal(err)
					}
				}
				if r.State != ledger.Issued || s.posts() != 1 {
					t.Errorf("%s, %d POSTs", r.State, s.posts())
				}
				s.agrees()
			})
		}
	}
}
