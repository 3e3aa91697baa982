package api_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"billkey/api"
)

// secureRecorder is a recorder behind TLS with a certificate of its own authority, good for example.com and 127.0.0.1.
func secureRecorder(t testing.TB, answer http.HandlerFunc, tune func(*tls.Config)) (*recorder, *x509.CertPool) {
	t.Helper()
	r := &recorder{answer: answer}
	r.Server = httptest.NewUnstartedServer(r)
	r.TLS = &tls.Config{}
	r.EnableHTTP2 = true // offered, and not taken
	r.Config.ErrorLog = quiet
	if tune != nil {
		tune(r.TLS)
	}
	r.StartTLS()
	t.Cleanup(r.Close)
	roots := x509.NewCertPool()
	roots.AddCert(r.Certificate())
	return r, roots
}

func direct(*http.Request) (*url.URL, error) { return nil, nil }

func newSecureClient(t testing.TB, base string, roots *x509.CertPool, proxy func(*http.Request) (*url.URL, error)) *api.Client {
	t.Helper()
	c, err := api.NewOn(config(base), roots, proxy)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestIssueOverTLSUsesHTTP1AndOneConnection(t *testing.T) {
	protocols := make(chan string, 10)
	r, roots := secureRecorder(t, func(w http.ResponseWriter, q *http.Request) {
		protocols <- q.Proto
		say(w, 200, okKey)
	}, nil)
	c := newSecureClient(t, r.URL, roots, direct)
	if err := c.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if _, err := c.Issue(t.Context(), uid, order()); err != nil {
			t.Fatal(err)
		}
		if p := <-protocols; p != "HTTP/1.1" {
			t.Errorf("spoke %s", p)
		}
	}
	for _, q := range r.all[1:] {
		if q.remote != r.all[0].remote {
			t.Error("a second connection was opened")
		}
		if !strings.Contains(q.body, `"card_number":"4111-1111-1111-1111"`) {
			t.Errorf("the body did not survive: %s", q.body)
		}
	}
}

func TestUnsafeServerIsRefusedBeforeAnythingIsSent(t *testing.T) {
	foreign := x509.NewCertPool()
	for name, tc := range map[string]struct {
		tune  func(*tls.Config)
		roots *x509.CertPool
		host  string
	}{
		"TLS 1.1":             {func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }, nil, ""},
		"TLS 1.0":             {func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS10 }, nil, ""},
		"unknown authority":   {nil, foreign, ""},
		"certificate's name":  {nil, nil, "localhost"},
		"client certificates": {func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert; c.MaxVersion = tls.VersionTLS12 }, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, roots := secureRecorder(t, always(200, okKey), tc.tune)
			if tc.roots != nil {
				roots = tc.roots
			}
			base := r.URL
			if tc.host != "" {
				base = strings.Replace(base, "127.0.0.1", tc.host, 1)
			}
			c := newSecureClient(t, base, roots, direct)
			_, err := c.Issue(t.Context(), uid, order())
			kindOf(t, err, api.KindUnreachable)
			if len(r.all) != 0 {
				t.Errorf("%d requests arrived", len(r.all))
			}
		})
	}
}

func TestTLS12And13AreSpoken(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		r, roots := secureRecorder(t, always(200, okKey), func(c *tls.Config) { c.MinVersion, c.MaxVersion = version, version })
		if _, err := newSecureClient(t, r.URL, roots, direct).Issue(t.Context(), uid, order()); err != nil {
			t.Errorf("%x: %v", version, err)
		}
	}
}

func TestUnreachableServer(t *testing.T) {
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	plainText := newRecorder(t, always(200, okKey))
	for name, base := range map[string]string{
		"nobody listens":      "http://" + gone.Addr().String(),
		"nobody listens, TLS": "https://" + gone.Addr().String(),
		"no such port":        "https://127.0.0.1:99999",
		"no TLS spoken there": strings.Replace(plainText.URL, "http:", "https:", 1),
		"no such name":        "https://name.invalid",
	} {
		t.Run(name, func(t *testing.T) {
			c := newSecureClient(t, base, nil, direct)
			_, err := c.Issue(t.Context(), uid, order())
			e := kindOf(t, err, api.KindUnreachable)
			if e.Op != "issue" {
				t.Errorf("op %q", e.Op)
			}
			kindOf(t, c.Warm(t.Context()), api.KindUnreachable)
		})
	}
}

func TestContextEndingDuringTheHandshakeIsUnreachable(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	accepted := make(chan net.Conn, 1)
	go func() {
		conn, err := silent.Accept()
		if err == nil {
			_, _ = conn.Read(make([]byte, 1)) // the handshake has begun
			accepted <- conn                  // and stays open: closed now, it would be reset before the context is seen
			cancel()
		}
	}()
	defer func() { _ = (<-accepted).Close() }()
	_, err = newSecureClient(t, "https://"+silent.Addr().String(), nil, direct).Issue(ctx, uid, order())
	kindOf(t, err, api.KindUnreachable)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
