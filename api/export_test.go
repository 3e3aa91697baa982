package api

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
)

// NewOn builds a client whose real transport trusts roots and asks proxy instead of the environment.
func NewOn(cfg Config, roots *x509.CertPool, proxy func(*http.Request) (*url.URL, error)) (*Client, error) {
	return build(cfg, network{roots: roots, proxy: proxy})
}

// NewDialing is NewOn with TCP connections from dial.
func NewDialing(cfg Config, roots *x509.CertPool, proxy func(*http.Request) (*url.URL, error),
	dial func(ctx context.Context, addr string) (net.Conn, error)) (*Client, error) {
	return build(cfg, network{roots: roots, proxy: proxy, dial: dial})
}

// OpenConnections counts the live connections of the client's own transport.
func (c *Client) OpenConnections() int64 { return c.dial.open.Load() }

// SafeMessage and SafeText are the cleaning of the server's words.
var (
	SafeMessage = safeMessage
	SafeText    = safeText
)
