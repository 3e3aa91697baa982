package api

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

const (
	// idleLimit keeps a connection for as long as a person types a card. Servers and firewalls drop idle ones of
	// their own; keepAlive notices most of that.
	idleLimit  = 90 * time.Second
	keepAlive  = 15 * time.Second
	maxHeaders = 64 << 10
)

// network is what tests replace of the outside world.
type network struct {
	roots *x509.CertPool
	proxy func(*http.Request) (*url.URL, error)
	dial  dialFunc
}

type dialFunc func(ctx context.Context, addr string) (net.Conn, error)

// dialer opens wiping connections to one server.
type dialer struct {
	base  *url.URL
	tls   *tls.Config
	proxy func(*http.Request) (*url.URL, error)
	tcp   dialFunc
	open  atomic.Int64 // connections alive
}

func newDialer(base *url.URL, nw network) *dialer {
	if nw.proxy == nil {
		nw.proxy = http.ProxyFromEnvironment
	}
	if nw.dial == nil {
		nw.dial = dialTCP
	}
	return &dialer{
		base:  base,
		tls:   &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: nw.roots, NextProtos: []string{"http/1.1"}},
		proxy: nw.proxy,
		tcp:   nw.dial,
	}
}

// newTransport is HTTP/1.1 only: an HTTP/2 connection keeps copies of what it sends. Proxies are the dialer's affair,
// so that the connection net/http writes to is always a wiping one.
func newTransport(d *dialer) *http.Transport {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Transport{
		DialContext:            d.plain,
		DialTLSContext:         d.secure,
		Protocols:              &protocols,
		DisableCompression:     true, // nothing to gain on a kilobyte, and no compressed bombs
		MaxIdleConnsPerHost:    4,
		IdleConnTimeout:        idleLimit,
		MaxResponseHeaderBytes: maxHeaders,
	}
}

// plain connects without TLS, to this machine only: the name was checked already, the address it led to is here.
func (d *dialer) plain(ctx context.Context, _, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectLimit)
	defer cancel()
	raw, err := d.tcp(ctx, addr)
	if err != nil {
		return nil, err
	}
	if a, ok := raw.RemoteAddr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		_ = raw.Close()
		return nil, errors.New("plain http leads away from this machine")
	}
	b := &bottom{Conn: raw}
	return d.wrap(b, b), nil
}

// secure connects with TLS, through the environment's proxy if there is one.
func (d *dialer) secure(ctx context.Context, _, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectLimit)
	defer cancel()
	raw, err := d.reach(ctx, addr)
	if err != nil {
		return nil, err
	}
	b := &bottom{Conn: raw}
	top, err := handshake(ctx, b, d.tls, addr)
	if err != nil {
		return nil, err
	}
	return d.wrap(top, b), nil
}

func (d *dialer) wrap(top net.Conn, b *bottom) net.Conn {
	d.open.Add(1)
	return &wire{Conn: top, raw: b, onEnd: func() { d.open.Add(-1) }}
}

// handshake closes conn when it fails.
func handshake(ctx context.Context, conn net.Conn, config *tls.Config, addr string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	config = config.Clone()
	config.ServerName = host
	secured := tls.Client(conn, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secured, nil
}

func dialTCP(ctx context.Context, addr string) (net.Conn, error) {
	return (&net.Dialer{KeepAlive: keepAlive}).DialContext(ctx, "tcp", addr)
}
