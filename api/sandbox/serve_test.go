package sandbox

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// serving starts a server on a free port and returns its address and what ends it.
func serving(t *testing.T, o Options) (*Server, string, func() error) {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	addr, wait, err := Serve(ctx, "127.0.0.1:0", s)
	if err != nil {
		t.Fatal(err)
	}
	return s, addr, func() error { cancel(); return wait() }
}

func TestServeRefusesAddressesThatOthersCouldReach(t *testing.T) {
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.com:80"} {
		if _, _, err := Serve(context.Background(), addr, s); !errors.Is(err, ErrNotLoopback) {
			t.Errorf("%s: %v", addr, err)
		}
	}
	if _, _, err := Serve(context.Background(), "127.0.0.1", s); err == nil || errors.Is(err, ErrNotLoopback) {
		t.Errorf("without a port: %v", err)
	}
}

func TestServeSaysWhenThePortIsTaken(t *testing.T) {
	s, addr, end := serving(t, Options{})
	if _, _, err := Serve(context.Background(), addr, s); err == nil {
		t.Error("listened twice on the same port")
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

func TestServeAnswersUntilItsContextEnds(t *testing.T) {
	s, addr, end := serving(t, Options{})
	c := &http.Client{Transport: &http.Transport{}}
	defer c.CloseIdleConnections()
	res, err := c.Get("http://" + addr + "/cards")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	equal(t, "status", res.StatusCode, 401)
	equal(t, "counted", s.Count("GET", "/cards"), 1)
	if err := end(); err != nil {
		t.Errorf("end: %v", err)
	}
	if err := end(); err != nil {
		t.Errorf("asked again: %v", err)
	}
	if _, err := c.Get("http://" + addr + "/cards"); err == nil {
		t.Error("still answers")
	}
}

func TestServeEndsWhileAnAnswerHangs(t *testing.T) {
	hanging := make(chan struct{})
	s, addr, end := serving(t, Options{Wait: func(ctx context.Context, _ time.Duration) error {
		close(hanging)
		<-ctx.Done()
		return ctx.Err()
	}})
	s.Inject(Fault{Kind: FaultHang})
	failed := make(chan error, 1)
	go func() {
		res, err := http.Get("http://" + addr + "/cards")
		if err == nil {
			_ = res.Body.Close()
		}
		failed <- err
	}()
	<-hanging
	if err := end(); err != nil {
		t.Errorf("end: %v", err)
	}
	if <-failed == nil {
		t.Error("the hanging request was answered")
	}
}

func TestConnectionIsKeptBetweenRequests(t *testing.T) {
	_, addr, end := serving(t, Options{})
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := io.WriteString(conn, "GET /cards HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		head := make([]byte, 12)
		if _, err := io.ReadFull(conn, head); err != nil || string(head) != "HTTP/1.1 401" {
			t.Fatalf("%q, %v", head, err)
		}
		rest := make([]byte, 4096)
		for got := ""; !strings.HasSuffix(got, "}"); {
			n, err := conn.Read(rest)
			if err != nil {
				t.Fatal(err)
			}
			got += string(rest[:n])
		}
	}
	_ = conn.Close()
	if err := end(); err != nil {
		t.Error(err)
	}
}
