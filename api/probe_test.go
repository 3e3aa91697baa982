package api_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"billkey/api"
)

func TestProbeDescribesTheWay(t *testing.T) {
	r, roots := secureRecorder(t, always(200, okKey), nil)
	c, err := api.NewOn(config(r.URL), roots, direct)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := c.Probe(t.Context())
	if !ok || p.DNS.Err != nil || p.TCP.Err != nil || p.TLS.Err != nil || p.Version != "TLS 1.3" || p.Proxy != "" {
		t.Fatalf("%+v", p)
	}
	if p.DNS.Took <= 0 || p.TCP.Took <= 0 || p.TLS.Took <= 0 || time.Until(p.NotAfter) <= 0 || p.Issuer == "" || len(p.Addresses) != 1 {
		t.Errorf("%+v", p)
	}
	if n := len(r.requests()) + r.tokenCount(); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestProbeNamesTheHopThatFails(t *testing.T) {
	r, _ := secureRecorder(t, always(200, okKey), nil)
	untrusting, err := api.NewOn(config(r.URL), nil, direct)
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := untrusting.Probe(t.Context()); p.TLS.Err == nil || p.TCP.Err != nil || p.NotAfter.IsZero() {
		t.Errorf("untrusted: %+v", p)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	if p, _ := newClient(t, config("http://"+l.Addr().String())).Probe(t.Context()); p.TCP.Err == nil || p.TLS != (api.Hop{}) {
		t.Errorf("nobody listens: %+v", p)
	}
}

func TestProbeGoesThroughTheProxy(t *testing.T) {
	r, roots := secureRecorder(t, always(200, okKey), nil)
	proxy := newTunnel(t, httpProxy(""))
	c, err := api.NewOn(config(r.URL), roots, proxy.via(t, "http", "user:pa55word@"))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Probe(t.Context())
	if p.Proxy == "" || strings.Contains(p.Proxy, "pa55word") || p.TCP.Took == 0 {
		t.Errorf("%+v", p)
	}
}

func TestReplacedTransportHasNoWayToLookAt(t *testing.T) {
	cfg := config("http://127.0.0.1")
	cfg.Transport = inProcess(nil)
	if p, ok := newClient(t, cfg).Probe(t.Context()); ok || p.Host != "" {
		t.Errorf("%+v", p)
	}
}
