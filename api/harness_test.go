package api_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/secret"
)

// The values that must never be printed anywhere.
const (
	testKey    = "7411000000001234"
	testSecret = "s3cr3tS3cr3tS3cr3tS3cr3t"
	testToken  = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"
	testPAN    = "4111111111111111"
	serverNow  = 1767225600 // 2026-01-01T00:00:00Z
)

const okKey = `{"code":0,"message":null,"response":{"customer_uid":"gildong_0001_1234","pg_provider":"nice","pg_id":"nictest04m",` +
	`"sandbox":true,"card_name":"\ud604\ub300\uce74\ub4dc","card_code":"367","card_number":"41111111****1111","card_type":1,` +
	`"customer_name":null,"inserted":1595843345,"updated":1595843453}}`

// seen is one request as it came over the wire.
type seen struct {
	method, uri, path, body string
	header                  http.Header
	remote                  string
}

// recorder is a server on a real loopback port that notes every request and hands out tokens; the rest is the test's.
type recorder struct {
	*httptest.Server
	mu     sync.Mutex
	all    []seen
	tokens int
	answer http.HandlerFunc
	token  http.HandlerFunc // nil: a token of 1800 s
}

func newRecorder(t testing.TB, answer http.HandlerFunc) *recorder {
	t.Helper()
	r := &recorder{answer: answer}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	b, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	r.all = append(r.all, seen{req.Method, req.RequestURI, req.URL.Path, string(b), req.Header.Clone(), req.RemoteAddr})
	isToken := strings.HasSuffix(req.URL.Path, "/users/getToken")
	if isToken {
		r.tokens++
	}
	r.mu.Unlock()
	req.Body = io.NopCloser(strings.NewReader(string(b)))
	switch {
	case isToken && r.token != nil:
		r.token(w, req)
	case isToken:
		say(w, 200, tokenJSON(testToken, serverNow, serverNow+1800))
	default:
		r.answer(w, req)
	}
}

// requests returns what came in, without the token requests.
func (r *recorder) requests() []seen {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(r.all), func(s seen) bool { return strings.HasSuffix(s.path, "/users/getToken") })
}

func (r *recorder) tokenCount() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tokens
}

func tokenJSON(token string, now, expires int64) string {
	return fmt.Sprintf(`{"code":0,"message":null,"response":{"access_token":%q,"now":%d,"expired_at":%d}}`, token, now, expires)
}

func say(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// always answers every request alike.
func always(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { say(w, status, body) }
}

func keys(context.Context) (api.Keys, error) {
	return api.Keys{Key: secret.FromString(testKey), Secret: secret.FromString(testSecret)}, nil
}

func config(base string) api.Config { return api.Config{BaseURL: base, Keys: keys} }

func newClient(t testing.TB, cfg api.Config) *api.Client {
	t.Helper()
	c, err := api.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func order() api.IssueRequest {
	return api.IssueRequest{Card: card.Fake(testPAN), ChannelKey: "channel-key-1", PG: "nice.nictest04m"}
}

// serving is a client of a server that answers everything alike.
func serving(t testing.TB, status int, body string) (*api.Client, *recorder) {
	t.Helper()
	r := newRecorder(t, always(status, body))
	return newClient(t, config(r.URL)), r
}

const uid = "gildong_0001_1234"

// roundTripper is a transport in one function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// inProcess answers token requests and leaves the rest to f.
func inProcess(f roundTripper) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/users/getToken" {
			return canned(200, tokenJSON(testToken, time.Now().Unix(), time.Now().Unix()+1800)), nil
		}
		return f(r)
	}
}

func canned(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

// kindOf fails the test unless err is an *api.Error of the kind.
func kindOf(t *testing.T, err error, want api.Kind) *api.Error {
	t.Helper()
	e, ok := err.(*api.Error)
	if !ok {
		t.Fatalf("error %v is no *api.Error, want %v", err, want)
	}
	if e.Kind != want {
		t.Fatalf("kind %v, want %v: %v", e.Kind, want, err)
	}
	if got := api.Undecided(err); got != (want == api.KindUndecided) {
		t.Errorf("Undecided = %v for kind %v", got, want)
	}
	return e
}
