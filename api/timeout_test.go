package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"billkey/api"
)

func member(t *testing.T, body, name string) string {
	t.Helper()
	var m map[string]string
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		t.Fatal(err)
	}
	return m[name]
}

func TestSlowServerIsGivenUpAfterTheLimitOfTheOperation(t *testing.T) {
	limits := map[string]time.Duration{"issue": 75 * time.Second, "again": 75 * time.Second, "cancel": 75 * time.Second}
	for _, op := range operations(context.Background()) {
		t.Run(op.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cfg := config("https://in.process")
				cfg.Transport = inProcess(func(q *http.Request) (*http.Response, error) {
					<-q.Context().Done()
					return nil, q.Context().Err()
				})
				c := newClient(t, cfg)
				if err := c.Warm(t.Context()); err != nil {
					t.Fatal(err)
				}
				begun := time.Now()
				err := op.run(c)
				kindOf(t, err, api.KindUndecided)
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%v does not tell that time was up", err)
				}
				want, special := limits[op.name]
				if !special {
					want = 20 * time.Second
				}
				if d := time.Since(begun); d != want {
					t.Errorf("gave up after %v, want %v", d, want)
				}
			})
		})
	}
}

// dripping is a body that yields one byte a second and never ends.
type dripping struct{ ctx context.Context }

func (d dripping) Read(p []byte) (int, error) {
	select {
	case <-time.After(time.Second):
		p[0] = ' '
		return 1, nil
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
}

func TestLimitCoversTheWholeAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := config("https://in.process")
		cfg.Transport = inProcess(func(q *http.Request) (*http.Response, error) {
			r := canned(200, "")
			r.Body = io.NopCloser(dripping{q.Context()})
			return r, nil
		})
		c := newClient(t, cfg)
		begun := time.Now()
		_, err := c.Issue(t.Context(), uid, order())
		if e := kindOf(t, err, api.KindUndecided); e.Status != 200 {
			t.Errorf("status %d", e.Status)
		}
		if d := time.Since(begun); d < 74*time.Second || d > 75*time.Second {
			t.Errorf("gave up after %v", d)
		}
	})
}

func TestTokenRequestHasItsOwnLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := config("https://in.process")
		cfg.Transport = roundTripper(func(q *http.Request) (*http.Response, error) {
			<-q.Context().Done()
			return nil, q.Context().Err()
		})
		c := newClient(t, cfg)
		begun := time.Now()
		_, err := c.Issue(t.Context(), uid, order())
		kindOf(t, err, api.KindUnreachable)
		if d := time.Since(begun); d != 20*time.Second {
			t.Errorf("gave up after %v", d)
		}
	})
}

// A server or proxy that takes the connection and says nothing.
func TestConnectingIsGivenUpAfterTenSeconds(t *testing.T) {
	proxyAt := func(address string) func(*http.Request) (*url.URL, error) {
		return func(*http.Request) (*url.URL, error) { return url.Parse(address) }
	}
	for name, proxy := range map[string]func(*http.Request) (*url.URL, error){
		"server":      direct,
		"HTTP proxy":  proxyAt("http://10.0.0.1:3128"),
		"HTTPS proxy": proxyAt("https://10.0.0.1:3128"),
		"SOCKS proxy": proxyAt("socks5://10.0.0.1"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, err := api.NewDialing(config("https://api.example"), nil, proxy, func(context.Context, string) (net.Conn, error) {
					near, far := net.Pipe()
					go func() { _, _ = io.Copy(io.Discard, far) }()
					return near, nil
				})
				if err != nil {
					t.Fatal(err)
				}
				begun := time.Now()
				_, err = c.Issue(t.Context(), uid, order())
				kindOf(t, err, api.KindUnreachable)
				if d := time.Since(begun); d != 10*time.Second {
					t.Errorf("gave up after %v", d)
				}
			})
		})
	}
}

func TestPlainHTTPThatLeadsAwayFromThisMachineIsRefused(t *testing.T) {
	c, err := api.NewDialing(config("http://localhost"), nil, direct, func(context.Context, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() {
			if b, _ := io.ReadAll(far); len(b) != 0 {
				t.Errorf("%q was sent", b)
			}
		}()
		return near, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindUnreachable)
}

func TestReplacedTransportThatCannotConnectIsUnreachable(t *testing.T) {
	cfg := config("https://in.process")
	cfg.Transport = inProcess(func(*http.Request) (*http.Response, error) { return nil, dialError })
	_, err := newClient(t, cfg).Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindUnreachable)
	cfg.Transport = inProcess(func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF })
	_, err = newClient(t, cfg).Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindUndecided)
}

func TestPlainTransportOfNetHTTPCanBeUsedInstead(t *testing.T) {
	r := newRecorder(t, always(200, okKey))
	cfg := config(r.URL)
	cfg.Transport = &http.Transport{}
	c := newClient(t, cfg)
	if _, err := c.Issue(t.Context(), uid, order()); err != nil {
		t.Fatal(err)
	}
	r.CloseClientConnections()
	_ = r.Listener.Close()
	c.Close()
	if err := c.Warm(t.Context()); err == nil {
		t.Error("warm without a server")
	}
}

var dialError = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
