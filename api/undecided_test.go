package api_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"billkey/api"
)

func TestBrokenAnswerToAPostIsUndecidedAndNeverRepeated(t *testing.T) {
	whole := http11(200, okKey)
	head, _, _ := strings.Cut(whole, "{")
	chunked := "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"
	for name, script := range map[string]func(*net.TCPConn, *http.Request, string) bool{
		"closed":                      writes("", false),
		"reset":                       func(c *net.TCPConn, _ *http.Request, _ string) bool { return reset(c) },
		"cut in the status line":      writes("HTTP/1.1 20", false),
		"cut in the headers":          writes(whole[:40], false),
		"cut before the body":         writes(head, false),
		"cut in the body":             writes(whole[:len(whole)-1], false),
		"cut in the body, no length":  writes("HTTP/1.1 200 X\r\nConnection: close\r\n\r\n"+okKey[:50], false),
		"cut in a chunk":              writes(chunked+"ff\r\n"+okKey[:50], false),
		"cut between chunks":          writes(chunked+"4\r\n{\"co\r\n", false),
		"not HTTP":                    writes("SSH-2.0-OpenSSH_9.2\r\n", false),
		"another protocol":            writes("\x15\x03\x01\x00\x02\x02\x28", false),
		"headers without end":         writes("HTTP/1.1 200 X\r\n"+strings.Repeat("A: "+strings.Repeat("a", 1000)+"\r\n", 200), false),
		"oversize answer":             writes(http11(200, `{"code":0,"message":"`+strings.Repeat("a", 1<<20)+`"}`), true),
		"redirect":                    writes("HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", true),
		"only an interim answer":      writes("HTTP/1.1 102 Processing\r\n\r\n", false),
		"bad gateway":                 writes(http11(502, "<html>"), true),
		"interim answers without end": writes(strings.Repeat("HTTP/1.1 103 X\r\nLink: a\r\n\r\n", 5000), false),
		"conflicting lengths":         writes("HTTP/1.1 200 X\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"+okKey, false),
	} {
		t.Run(name, func(t *testing.T) {
			s := newRawServer(t, script)
			c := newClient(t, config(s.url()))
			_, err := c.Issue(t.Context(), uid, order())
			kindOf(t, err, api.KindUndecided)
			if n := s.requests.Load(); n != 1 {
				t.Errorf("the POST arrived %d times", n)
			}
			_, err = c.BillingKey(t.Context(), uid)
			kindOf(t, err, api.KindUndecided)
		})
	}
}

func TestAnswerBeforeTheBodyWasReadCounts(t *testing.T) {
	r := newRecorder(t, nil)
	r.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/users/getToken" {
			say(w, 200, tokenJSON(testToken, serverNow, serverNow+1800))
			return
		}
		say(w, 400, fails(1, "x"))
	})
	_, err := newClient(t, config(r.URL)).Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindRefused)
}

// endless is a 200 MB answer that never says where it ends.
type endless struct{ left atomic.Int64 }

func (e *endless) write(w io.Writer) {
	block := []byte(strings.Repeat("a", 1<<16))
	for e.left.Add(-int64(len(block))) > 0 {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func TestHugeAnswerIsCutOffInLittleMemory(t *testing.T) {
	r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) {
		e := &endless{}
		e.left.Store(200 << 20)
		_, _ = io.WriteString(w, `{"code":0,"message":"`)
		e.write(w)
	})
	c := newClient(t, config(r.URL))
	if err := c.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := c.Issue(t.Context(), uid, order())
	runtime.ReadMemStats(&after)
	kindOf(t, err, api.KindUndecided)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 16<<20 {
		t.Errorf("%d MB were allocated in all", grown>>20)
	}
}

// brokenConn fails its writes after letting some bytes through.
type brokenConn struct {
	net.Conn
	broken *atomic.Bool
	let    int
}

func (b *brokenConn) Write(p []byte) (int, error) {
	if !b.broken.Load() {
		return b.Conn.Write(p)
	}
	n := 0
	if b.let > 0 {
		n, _ = b.Conn.Write(p[:min(b.let, len(p))])
	}
	return n, &net.OpError{Op: "write", Net: "tcp", Err: syscall.ECONNRESET}
}

func breaking(t *testing.T, s *rawServer, let int) (*api.Client, *atomic.Bool, *atomic.Int64) {
	t.Helper()
	var broken atomic.Bool
	var dials atomic.Int64
	c, err := api.NewDialing(config(s.url()), nil, direct, func(ctx context.Context, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return nil, err
		}
		if dials.Add(1) > 1 {
			return conn, nil // only the first connection breaks
		}
		return &brokenConn{conn, &broken, let}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, &broken, &dials
}

func TestDeadIdleConnectionDoesNotSpoilAnOrderOfWhichNothingWasWritten(t *testing.T) {
	s := newRawServer(t, writes(http11(200, okKey), true))
	c, broken, dials := breaking(t, s, 0)
	if err := c.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	broken.Store(true)
	if _, err := c.Issue(t.Context(), uid, order()); err != nil {
		t.Fatal(err)
	}
	if s.requests.Load() != 1 || dials.Load() != 2 {
		t.Errorf("%d POSTs over %d connections", s.requests.Load(), dials.Load())
	}
}

func TestDeadIdleConnectionOverTLSDoesNotSpoilAnOrder(t *testing.T) {
	r, roots := secureRecorder(t, always(200, okKey), nil)
	var broken atomic.Bool
	var dials atomic.Int64
	c, err := api.NewDialing(config(r.URL), roots, direct, func(ctx context.Context, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil || dials.Add(1) > 1 {
			return conn, err
		}
		return &brokenConn{conn, &broken, 0}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	if err := c.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	broken.Store(true)
	if _, err := c.Issue(t.Context(), uid, order()); err != nil {
		t.Fatal(err)
	}
	if len(r.requests()) != 1 || dials.Load() != 2 {
		t.Errorf("%d POSTs over %d connections", len(r.requests()), dials.Load())
	}
}

func TestOrderOfWhichOneByteWasWrittenIsUndecidedAndNotRepeated(t *testing.T) {
	s := newRawServer(t, writes(http11(200, okKey), true))
	c, broken, dials := breaking(t, s, 1)
	if err := c.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	broken.Store(true)
	_, err := c.Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindUndecided)
	if s.requests.Load() != 0 || dials.Load() != 1 {
		t.Errorf("%d POSTs over %d connections", s.requests.Load(), dials.Load())
	}
}

func TestFreshConnectionThatCannotBeWrittenToIsUnreachable(t *testing.T) {
	s := newRawServer(t, writes(http11(200, okKey), true))
	c, broken, _ := breaking(t, s, 0)
	broken.Store(true)
	_, err := c.Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindUnreachable)
}

func TestServerClosingTheIdleConnectionAsThePostComesGetsItAtMostOnce(t *testing.T) {
	for name, end := range map[string]func(*net.TCPConn) bool{
		"close": func(*net.TCPConn) bool { return false },
		"reset": reset,
	} {
		t.Run(name, func(t *testing.T) {
			ends := map[string]int{}
			for range 150 {
				s := newRawServer(t, writes(http11(200, okKey), true))
				closeFirst := make(chan struct{})
				s.idle = func(conn *net.TCPConn, _ *bufio.Reader) bool {
					<-closeFirst
					return end(conn)
				}
				c := newClient(t, config(s.url()))
				if err := c.Warm(t.Context()); err != nil {
					t.Fatal(err)
				}
				go close(closeFirst) // races with the POST
				_, err := c.Issue(t.Context(), uid, order())
				n := s.requests.Load()
				switch {
				case err == nil && n == 1:
					ends["issued"]++
				case api.Undecided(err) && n == 0:
					ends["undecided"]++
				default:
					t.Fatalf("%d POSTs arrived, error %v", n, err)
				}
				c.Close()
			}
			t.Log(ends)
		})
	}
}

// tellingConn says when it is closed.
type tellingConn struct {
	net.Conn
	once   sync.Once
	closed chan struct{}
}

func (c *tellingConn) Close() error {
	defer c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}

func TestClosedIdleConnectionIsNoticedBeforeThePost(t *testing.T) {
	s := newRawServer(t, writes(http11(200, okKey), true))
	s.idle = func(*net.TCPConn, *bufio.Reader) bool { return false }
	last := make(chan *tellingConn, 2)
	c, err := api.NewDialing(config(s.url()), nil, direct, func(ctx context.Context, addr string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return nil, err
		}
		told := &tellingConn{Conn: conn, closed: make(chan struct{})}
		last <- told
		return told, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if err := c.Warm(t.Context()); err != nil {
			t.Fatal(err)
		}
		<-(<-last).closed // the server closed; the end has travelled through the kernel
		if _, err := c.Issue(t.Context(), uid, order()); err != nil {
			t.Fatal(err)
		}
		c.Close()
		<-last
	}
	if n := s.requests.Load(); n != 20 {
		t.Errorf("%d POSTs for 20 orders", n)
	}
}

func TestCancelledOrder(t *testing.T) {
	arrived := make(chan struct{})
	release := make(chan struct{})
	s := newRawServer(t, func(*net.TCPConn, *http.Request, string) bool {
		close(arrived)
		<-release
		return false
	})
	defer close(release)
	c := newClient(t, config(s.url()))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Issue(ctx, uid, order())
	kindOf(t, err, api.KindUnreachable)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not tell that it was cancelled", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	_, err = c.Issue(ctx, uid, order())
	kindOf(t, err, api.KindUndecided)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not tell that it was cancelled", err)
	}
}
