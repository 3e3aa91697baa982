// Package api is the client of iamport's (PortOne V1) REST API: tokens, billing keys, schedules, payments and
// PG settings. It speaks HTTP and JSON only: no policy, no storage, no sentences for people.
//
// Three rules hold everywhere. A request that may change something is sent once; only a 401, which the server answers
// before it does anything, is followed by one repeat with a new token. Every failure is an [*Error] whose [Kind] says
// whether the order was decided; [Undecided] asks the one question that matters. Card digits, keys and tokens never
// appear in errors, exchanges or anything printable.
package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"sync/atomic"
	"time"

	"billkey/api/secret"
)

// Time limits of one request, from the first look for a connection to the last byte of the answer.
const (
	connectLimit = 10 * time.Second // TCP, proxy and TLS together
	issueLimit   = 75 * time.Second // a PG and a card company answer within the request
	restLimit    = 20 * time.Second
)

// Keys is the pair that iamport calls imp_key and imp_secret.
type Keys struct{ Key, Secret secret.Value }

// KeySource hands out the pair. It may ask the system keychain and is called only when a token is needed.
type KeySource func(ctx context.Context) (Keys, error)

// Config says which server, as whom and how.
type Config struct {
	// BaseURL is an https address, or http on a loopback host. A path prefix is kept.
	BaseURL string
	// Keys is required.
	Keys KeySource
	// Tier is the code of a sub-merchant for the Tier header; empty for a normal merchant.
	Tier string
	// Transport replaces the real network when set; it is used as it is.
	Transport http.RoundTripper
	// Clock is time.Now when nil.
	Clock func() time.Time
	// Observe, when set, is told of each request after its answer. It is called on the caller's goroutine.
	Observe func(Exchange)
	// Inspect, when set, is told of each request as well, with masked copies of both bodies. Like Observe it is called
	// on the goroutine that made the request, which for a token may be another than the caller's.
	Inspect func(Inspection)
}

// Client talks to one server as one account. It is safe for concurrent use.
type Client struct {
	base    *url.URL
	tier    string
	keys    KeySource
	trip    http.RoundTripper
	dial    *dialer // nil with a replaced transport
	clock   func() time.Time
	observe func(Exchange)
	inspect func(Inspection)
	tokens  tokens
	offset  atomic.Int64 // server's clock minus ours, nanoseconds
}

var tierCode = regexp.MustCompile(`^[0-9A-Za-z]{0,16}$`)

// New checks the configuration and builds a client. Nothing is sent.
// A refused configuration is an [*Error] of [KindRefused].
func New(cfg Config) (*Client, error) { return build(cfg, network{}) }

func build(cfg Config, nw network) (*Client, error) {
	base, err := parseBase(cfg.BaseURL)
	if err != nil {
		return nil, &Error{Op: "new", Kind: KindRefused, Err: err}
	}
	if cfg.Keys == nil {
		return nil, &Error{Op: "new", Kind: KindRefused, Err: errors.New("no key source")}
	}
	if !tierCode.MatchString(cfg.Tier) {
		return nil, &Error{Op: "new", Kind: KindRefused, Err: errors.New("tier is not a short code of letters and digits")}
	}
	c := &Client{base: base, tier: cfg.Tier, keys: cfg.Keys, trip: cfg.Transport, clock: cfg.Clock, observe: cfg.Observe, inspect: cfg.Inspect}
	if c.clock == nil {
		c.clock = time.Now
	}
	if c.trip == nil {
		c.dial = newDialer(base, nw)
		c.trip = newTransport(c.dial)
	}
	c.tokens.fetch, c.tokens.now = c.fetchToken, c.local
	return c, nil
}

// local is the wall clock without Go's monotonic reading, which stands still while a laptop sleeps.
func (c *Client) local() time.Time { return c.clock().Round(0) }

// Now is the server's clock: the local one plus the difference learnt from the last token's `now`, which has whole
// seconds. Before the first token it is the local clock.
func (c *Client) Now() time.Time { return c.local().Add(time.Duration(c.offset.Load())) }

// Warm makes sure that a token is at hand and, with the real transport, that a connection is open, so that the next
// request is one request on an open connection. An open connection and a fresh token cost nothing; of a server that
// closes every connection, each call asks for the token again.
//
// POST /users/getToken
func (c *Client) Warm(ctx context.Context) error {
	var err error
	if c.dial != nil && c.dial.open.Load() == 0 {
		_, err = c.tokens.renew(ctx, c.tokens.held())
	} else {
		_, err = c.tokens.get(ctx)
	}
	if err != nil {
		return notSent("warm", err)
	}
	return nil
}

// Format prints the server's address and nothing of what the client holds.
func (c *Client) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "iamport client of "+c.base.Host)
}

// LogValue logs what Format prints.
func (c *Client) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// Close forgets the token and closes idle connections. The client can be used again.
func (c *Client) Close() {
	c.tokens.forget()
	if t, ok := c.trip.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}
