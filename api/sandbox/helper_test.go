package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// start is the time at which the clocks of the tests begin: 2026-06-01 12:00 in Seoul.
var start = time.Date(2026, 6, 1, 12, 0, 0, 0, seoul)

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// desk is a server under test with a client that holds a token. Every whole answer it gets is checked against the schema.
type desk struct {
	*testing.T
	s     *Server
	clock *clock
	http  http.RoundTripper
	base  string
	token string
}

func newDesk(t *testing.T, o Options) *desk {
	t.Helper()
	d := &desk{T: t, clock: &clock{now: start}, base: "https://api.iamport.kr"}
	if o.Clock == nil {
		o.Clock = d.clock.Now
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	d.s, d.http = s, s.Transport()
	d.login()
	return d
}

// answerOf is an answer as a client reads it.
type answerOf struct {
	Status   int
	Code     int             `json:"code"`
	Message  *string         `json:"message"`
	Response json.RawMessage `json:"response"`
	raw      []byte
}

func (a answerOf) text() string {
	if a.Message == nil {
		return ""
	}
	return *a.Message
}

func (a answerOf) key(t *testing.T) customer {
	t.Helper()
	return decode[customer](t, a.Response)
}

func (a answerOf) payment(t *testing.T) payment {
	t.Helper()
	return decode[payment](t, a.Response)
}

func decode[T any](t *testing.T, b []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return v
}

func (d *desk) login() {
	d.Helper()
	a := d.do("POST", "/users/getToken", fields{"imp_key": Key, "imp_secret": Secret})
	d.token = decode[authAnnotation](d.T, a.Response).AccessToken
}

// fields are the members of a JSON body.
type fields map[string]any

// request builds a request with the token and a JSON body.
func (d *desk) request(method, path string, body fields) *http.Request {
	d.Helper()
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			d.Fatal(err)
		}
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, d.base+path, r)
	if err != nil {
		d.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+d.token)
	return req
}

// do sends a request and reads the envelope, which must be whole and as the schema says.
func (d *desk) do(method, path string, body fields) answerOf {
	d.Helper()
	return d.send(d.request(method, path, body))
}

func (d *desk) send(req *http.Request) answerOf {
	d.Helper()
	res, err := d.http.RoundTrip(req)
	if err != nil {
		d.Fatalf("%s %s: %v", req.Method, req.URL.Path, err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		d.Fatal(err)
	}
	a := decode[answerOf](d.T, raw)
	a.Status, a.raw = res.StatusCode, raw
	checkSchema(d.T, req.Method, req.URL.EscapedPath(), res.StatusCode, raw)
	return a
}

// cardOf are good fields of an issue with the given card.
func cardOf(number string) fields {
	return fields{"card_number": number, "expiry": "2030-12", "birth": "900101", "pwd_2digit": "12"}
}

// with is f with some members changed; nil takes a member away.
func (f fields) with(pairs ...any) fields {
	f = maps.Clone(f)
	for i := 0; i < len(pairs); i += 2 {
		name := pairs[i].(string)
		if f[name] = pairs[i+1]; pairs[i+1] == nil {
			delete(f, name)
		}
	}
	return f
}

func (d *desk) issue(uid string, body fields) answerOf {
	d.Helper()
	return d.do("POST", "/subscribe/customers/"+url.PathEscape(uid), body)
}

// issued issues a key and fails the test unless it is issued.
func (d *desk) issued(uid string, body fields) customer {
	d.Helper()
	a := d.issue(uid, body)
	if a.Status != 200 || a.Code != 0 {
		d.Fatalf("issue %s: %d %d %s", uid, a.Status, a.Code, a.text())
	}
	return a.key(d.T)
}

func (d *desk) look(uid string) answerOf {
	d.Helper()
	return d.do("GET", "/subscribe/customers/"+url.PathEscape(uid), nil)
}

// refused fails the test unless the answer is this refusal with a null response.
func (d *desk) refused(a answerOf, status, code int, part string) {
	d.Helper()
	if a.Status != status || a.Code != code || !strings.Contains(a.text(), part) || string(a.Response) != "null" {
		d.Errorf("got %d, code %d, %q, response %s; want %d, code %d, …%s…", a.Status, a.Code, a.text(), a.Response, status, code, part)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// waitNot lets slow answers come at once.
func waitNot(context.Context, time.Duration) error { return nil }
