package api

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Hop is one part of the way to the server. It was not tried when Took is 0 and Err nil.
type Hop struct {
	Took time.Duration
	Err  error
}

// Probe is the way to the server, as a new connection found it. No request is sent and no card is near.
type Probe struct {
	Host      string // host:port of the server
	Proxy     string // host:port of the proxy in use, "" without one
	Addresses []string
	DNS       Hop // of the proxy's name where there is one: it resolves the server's
	TCP       Hop // including the proxy's tunnel
	TLS       Hop // not tried for http on this machine
	Version   string
	Issuer    string    // who signed the server's certificate
	NotAfter  time.Time // until when the certificate is valid
}

// Probe opens a connection of its own to the server, step by step, and closes it. False with a replaced transport,
// which has no way to look at.
func (c *Client) Probe(ctx context.Context) (Probe, bool) {
	if c.dial == nil {
		return Probe{}, false
	}
	ctx, cancel := context.WithTimeout(ctx, 2*connectLimit)
	defer cancel()
	p := Probe{Host: hostPort(c.base)}
	name := c.base.Hostname()
	via, err := c.dial.proxy(&http.Request{URL: c.base})
	switch {
	case err != nil:
		p.TCP.Err = errors.New("proxy address in the environment cannot be read")
		return p, true
	case via != nil && c.base.Scheme == "https":
		p.Proxy, name = hostPort(via), via.Hostname()
	}
	p.DNS.measure(func() error { p.Addresses, err = net.DefaultResolver.LookupHost(ctx, name); return err })
	if p.DNS.Err == nil {
		c.connect(ctx, &p)
	}
	return p, true
}

func (c *Client) connect(ctx context.Context, p *Probe) {
	var conn net.Conn
	p.TCP.measure(func() (err error) {
		if c.base.Scheme == "http" {
			conn, err = c.dial.plain(ctx, "tcp", p.Host)
			return err
		}
		conn, err = c.dial.reach(ctx, p.Host)
		return err
	})
	if p.TCP.Err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	if c.base.Scheme == "https" {
		p.TLS.measure(func() error { return p.secure(ctx, conn, c.dial.tls) })
	}
}

// secure makes the handshake. A certificate that is refused is described all the same.
func (p *Probe) secure(ctx context.Context, conn net.Conn, config *tls.Config) error {
	top, err := handshake(ctx, conn, config, p.Host)
	var refused *tls.CertificateVerificationError
	if errors.As(err, &refused) && len(refused.UnverifiedCertificates) > 0 {
		leaf := refused.UnverifiedCertificates[0]
		p.Issuer, p.NotAfter = safeMessage(leaf.Issuer.String()), leaf.NotAfter
	}
	if err != nil {
		return err
	}
	secured, ok := top.(*tls.Conn)
	if !ok {
		return nil
	}
	state := secured.ConnectionState()
	p.Version = tls.VersionName(state.Version)
	if len(state.PeerCertificates) > 0 {
		leaf := state.PeerCertificates[0]
		p.Issuer, p.NotAfter = safeMessage(leaf.Issuer.String()), leaf.NotAfter
	}
	return nil
}

func (h *Hop) measure(f func() error) {
	start := time.Now()
	h.Err = f()
	h.Took = max(1, time.Since(start))
}

func hostPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	ports := map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}
	return net.JoinHostPort(u.Hostname(), ports[u.Scheme])
}
