package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// rawServer speaks just enough HTTP to hand out tokens; every other request goes to the script, which may treat the
// connection as badly as it likes. It returns whether the connection goes on.
type rawServer struct {
	net.Listener
	script func(conn *net.TCPConn, q *http.Request, body string) bool
	// idle, when set, runs after a token was handed out; false ends the connection.
	idle     func(conn *net.TCPConn, in *bufio.Reader) bool
	requests atomic.Int64 // complete ones, without token requests
	accepted atomic.Int64
	done     sync.WaitGroup
}

func newRawServer(t *testing.T, script func(*net.TCPConn, *http.Request, string) bool) *rawServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &rawServer{Listener: l, script: script}
	s.done.Go(s.accept)
	t.Cleanup(func() { _ = l.Close(); s.done.Wait() })
	return s
}

func (s *rawServer) url() string { return "http://" + s.Addr().String() }

func (s *rawServer) accept() {
	for {
		conn, err := s.Accept()
		if err != nil {
			return
		}
		s.accepted.Add(1)
		s.done.Go(func() { s.serve(conn.(*net.TCPConn)) })
	}
}

func (s *rawServer) serve(conn *net.TCPConn) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	for {
		q, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		b, err := io.ReadAll(q.Body)
		if err != nil {
			return
		}
		if strings.HasSuffix(q.URL.Path, "/users/getToken") {
			_, _ = io.WriteString(conn, http11(200, tokenJSON(testToken, serverNow, serverNow+1800)))
			if s.idle != nil && !s.idle(conn, in) {
				return
			}
			continue
		}
		s.requests.Add(1)
		if !s.script(conn, q, string(b)) {
			return
		}
	}
}

func http11(status int, body string) string {
	return fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", status, len(body), body)
}

// reset makes the connection end with RST instead of FIN.
func reset(conn *net.TCPConn) bool {
	_ = conn.SetLinger(0)
	return false
}

// writes sends text and goes on or not.
func writes(text string, on bool) func(*net.TCPConn, *http.Request, string) bool {
	return func(conn *net.TCPConn, _ *http.Request, _ string) bool {
		_, _ = io.WriteString(conn, text)
		return on
	}
}
