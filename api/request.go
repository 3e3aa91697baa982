package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"billkey/api/secret"
)

// maxAnswer bounds what is read of an answer, in bytes. Real ones have a few kilobytes.
const maxAnswer = 1 << 20

// maxStale bounds how many dead idle connections one request may run into before it counts as unreachable.
const maxStale = 8

const userAgent = "billkey-desk"

// call describes one operation. Every method of the client ends in one.
type call struct {
	op, method, route string
	args              []string // for the {…} of route, in order
	query             url.Values
	body              func() []byte // builds the JSON body anew for each sending; the result is wiped
	limit             time.Duration
	secrets           [][]byte    // never let through in a message
	asked             func() bool // nil, or whether the decoded answer is about what was asked
}

func get(op, route string, args ...string) call {
	return call{op: op, method: http.MethodGet, route: route, args: args, limit: restLimit}
}

func post(op, route string, limit time.Duration, body func() []byte, args ...string) call {
	return call{op: op, method: http.MethodPost, route: route, args: args, body: body, limit: limit}
}

func (k call) uid() string {
	if len(k.args) > 0 {
		return k.args[0]
	}
	return ""
}

// do is the one request path: address, token, request, verdict, decoding into out. A 401 is followed by a new token
// and one repeat; it is decided before the server does anything, so the repeat is safe for every method.
func (c *Client) do(ctx context.Context, k call, out any) error {
	to, err := c.address(k.route, k.args, k.query)
	if err != nil {
		return &Error{Op: k.op, Kind: KindRefused, Err: err}
	}
	g, err := c.tokens.get(ctx)
	if err != nil {
		return notSent(k.op, err)
	}
	a, fail := c.send(ctx, k, to, g.token)
	if fail != nil && fail.Kind == KindUnauthorized {
		if g, err = c.tokens.renew(ctx, g); err != nil {
			return notSent(k.op, err)
		}
		a, fail = c.send(ctx, k, to, g.token)
	}
	if fail != nil {
		return fail
	}
	if err := json.Unmarshal(a.response, out); err != nil {
		return a.unclear(k.op, errNotJSON)
	}
	if k.asked != nil && !k.asked() {
		return a.unclear(k.op, errOther)
	}
	return nil
}

// unclear is the error of a success whose content cannot be trusted.
func (a *answer) unclear(op string, why error) *Error {
	return &Error{Op: op, Status: a.status, Code: int(a.code.n), HasCode: true, Message: a.message, Err: why}
}

// send makes one request and tells its verdict. A request that met a dead idle connection and of which provably
// nothing was written goes on to the next connection; nothing else is ever repeated here.
func (c *Client) send(ctx context.Context, k call, to *url.URL, token secret.Value) (*answer, *Error) {
	ctx, cancel := context.WithTimeout(ctx, k.limit)
	defer cancel()
	began := c.local()
	var a *answer
	var tr *trace
	var err error
	for range maxStale {
		a, tr, err = c.trial(ctx, k, to, token)
		if err == nil || tr.sent() || !tr.wasReused() || ctx.Err() != nil {
			break
		}
	}
	fail := c.judge(k, a, tr, err, token)
	c.tell(k, to, began, a, fail, tr, !token.IsZero())
	return a, fail
}

func (c *Client) judge(k call, a *answer, tr *trace, err error, token secret.Value) *Error {
	if err == nil {
		secrets := append(slices.Clone(k.secrets), token.Reveal())
		if c.inspect != nil {
			a.gotShown = maskedAnswer(a.raw, secrets...)
		}
		return a.verdict(k.op, a.readEnvelope(secrets...))
	}
	fail := &Error{Op: k.op, Kind: KindUnreachable, Err: err}
	if a.status != 0 || tr.sent() && !dialFailed(err) {
		fail.Kind, fail.Status = KindUndecided, a.status
	}
	if a.status == http.StatusUnauthorized {
		fail.Kind = KindUnauthorized
	}
	return fail
}

// trial is one round trip. The answer's status is set as soon as there was one.
func (c *Client) trial(ctx context.Context, k call, to *url.URL, token secret.Value) (*answer, *trace, error) {
	a, tr := &answer{}, &trace{}
	if err := ctx.Err(); err != nil {
		tr.nothing()
		return a, tr, err
	}
	req, err := c.request(tr.watch(ctx), k, to, token)
	if err != nil {
		tr.nothing()
		return a, tr, err
	}
	if b, ok := req.Body.(*body); ok {
		defer b.wipe()
		if c.inspect != nil {
			a.sentShown, _ = maskedJSON(b.all)
		}
	}
	res, err := c.trip.RoundTrip(req)
	if err != nil {
		return a, tr, err
	}
	defer func() { _ = res.Body.Close() }()
	a.status = res.StatusCode
	a.raw, err = io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err == nil && len(a.raw) > maxAnswer {
		err = errOversize
	}
	return a, tr, err
}

// request builds the HTTP request. It has no GetBody and no idempotency header: with either, net/http would repeat a
// POST on its own.
func (c *Client) request(ctx context.Context, k call, to *url.URL, token secret.Value) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, k.method, to.String(), nil)
	if err != nil {
		return nil, errors.New("address cannot be requested")
	}
	req.URL = to
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", userAgent)
	if !token.IsZero() {
		req.Header.Set("Authorization", fmt.Sprintf("Bearer %s", token.Reveal()))
	}
	if c.tier != "" {
		req.Header.Set("Tier", c.tier)
	}
	if k.body != nil {
		all := k.body()
		req.Body, req.ContentLength = &body{all: all}, int64(len(all))
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	return req, nil
}

func (c *Client) tell(k call, to *url.URL, began time.Time, a *answer, fail *Error, tr *trace, authorized bool) {
	if c.observe == nil && c.inspect == nil {
		return
	}
	x := Exchange{
		At: began, Duration: c.local().Sub(began), Op: k.op, Method: k.method, Route: k.route, UID: k.uid(),
		Status: a.status, Code: int(a.code.n), HasCode: a.code.valid, Message: a.message, Reused: tr.wasReused(),
	}
	if fail != nil {
		x.Failed, x.Kind = true, fail.Kind
	}
	if c.observe != nil {
		c.observe(x)
	}
	if c.inspect != nil {
		c.inspect(c.inspection(x, to, a, authorized))
	}
}
