package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"billkey/api"
	"billkey/api/secret"
)

// clock is a local clock that the test moves.
type clock struct{ ns atomic.Int64 }

func newClock(at time.Time) *clock {
	c := &clock{}
	c.ns.Store(at.UnixNano())
	return c
}

func (c *clock) now() time.Time        { return time.Unix(0, c.ns.Load()) }
func (c *clock) add(d time.Duration)   { c.ns.Add(int64(d)) }
func (c *clock) server() time.Duration { return c.now().Sub(time.Unix(serverNow, 0)) }

func lookup(t *testing.T, c *api.Client) {
	t.Helper()
	if _, err := c.BillingKey(t.Context(), uid); err != nil {
		t.Fatal(err)
	}
}

// The server's clock starts at serverNow and moves with the test's; ours is off by skew.
func TestTokenLivesByTheServersClock(t *testing.T) {
	for _, skew := range []time.Duration{0, time.Hour, -time.Hour, 24 * time.Hour, -10 * 365 * 24 * time.Hour} {
		t.Run(skew.String(), func(t *testing.T) {
			local := newClock(time.Unix(serverNow, 0).Add(skew))
			r := newRecorder(t, always(200, okKey))
			ends := int64(0)
			r.token = func(w http.ResponseWriter, _ *http.Request) { // reuse, last-minute extension and expiry, as iamport does
				now := serverNow + int64((local.server()-skew)/time.Second)
				switch {
				case now >= ends:
					ends = now + 1800
				case now > ends-60:
					ends += 300
				}
				say(w, 200, tokenJSON(testToken, now, ends))
			}
			cfg := config(r.URL)
			cfg.Clock = local.now
			c := newClient(t, cfg)
			for _, step := range []struct {
				wait   time.Duration
				tokens int
			}{
				{0, 1}, {28 * time.Minute, 1}, {59 * time.Second, 1}, // 28:59
				{time.Second, 2},      // 29:00, a minute before the end: the same token and the same end come back
				{time.Second, 2},      // no asking again at once
				{14 * time.Second, 3}, // 29:15: five minutes more
				{4 * time.Minute, 3},  // 33:15
				{45 * time.Second, 4}, // 34:00
				{time.Hour, 5},        // long expired
			} {
				local.add(step.wait)
				lookup(t, c)
				if n := r.tokenCount(); n != step.tokens {
					t.Errorf("at %v: %d tokens asked for, want %d", local.server()-skew, n, step.tokens)
				}
			}
			if got, want := c.Now(), local.now().Add(-skew); got.Sub(want).Abs() > time.Second {
				t.Errorf("Now is %v, the server's clock says %v", got, want)
			}
		})
	}
}

func TestFreshTokenIsUsedEvenIfItLooksExpired(t *testing.T) {
	for name, body := range map[string]string{
		"ended before it began": tokenJSON(testToken, serverNow, serverNow-3600),
		"ends now":              tokenJSON(testToken, serverNow, serverNow),
		"no times":              `{"code":0,"response":{"access_token":"` + testToken + `"}}`,
		"times as texts":        `{"code":"0","response":{"access_token":"` + testToken + `","now":"5","expired_at":"6"}}`,
		"created":               tokenJSON(testToken, serverNow, serverNow+1800),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t, always(200, okKey))
			r.token = always(201, body)
			local := newClock(time.Now())
			cfg := config(r.URL)
			cfg.Clock = local.now
			c := newClient(t, cfg)
			lookup(t, c)
			lookup(t, c)
			if r.tokenCount() != 1 || len(r.requests()) != 2 {
				t.Errorf("%d tokens for %d requests", r.tokenCount(), len(r.requests()))
			}
		})
	}
}

func TestNowIsTheLocalClockBeforeTheFirstToken(t *testing.T) {
	cfg := config("https://api.iamport.kr")
	cfg.Clock = newClock(time.Unix(42, 0)).now
	if c := newClient(t, cfg); !c.Now().Equal(time.Unix(42, 0)) {
		t.Errorf("%v", c.Now())
	}
}

func TestFiftyCallersShareOneTokenRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tokens, lookups atomic.Int64
		cfg := config("https://in.process")
		cfg.Transport = roundTripper(func(q *http.Request) (*http.Response, error) {
			time.Sleep(time.Second) // in the bubble's own time
			if q.URL.Path == "/users/getToken" {
				tokens.Add(1)
				return canned(200, tokenJSON(testToken, serverNow, serverNow+1800)), nil
			}
			lookups.Add(1)
			return canned(200, okKey), nil
		})
		c := newClient(t, cfg)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { lookup(t, c) })
		}
		all.Wait()
		if tokens.Load() != 1 || lookups.Load() != 50 {
			t.Errorf("%d token requests, %d lookups", tokens.Load(), lookups.Load())
		}
	})
}

func TestFiftyCallersWithADeadTokenRenewItOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tokens atomic.Int64
		cfg := config("https://in.process")
		cfg.Transport = roundTripper(func(q *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			if q.URL.Path == "/users/getToken" {
				return canned(200, tokenJSON(fmt.Sprintf("token%d", tokens.Add(1)), serverNow, serverNow+1800)), nil
			}
			if q.Header.Get("Authorization") != "Bearer token2" {
				return canned(401, fails(-1, "Unauthorized")), nil
			}
			return canned(200, okKey), nil
		})
		c := newClient(t, cfg)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { lookup(t, c) })
		}
		all.Wait()
		if tokens.Load() != 2 {
			t.Errorf("%d token requests", tokens.Load())
		}
	})
}

// The second of two callers learns of the dead token when the first has long renewed it.
func TestLateRejectionUsesTheTokenThatOthersRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tokens atomic.Int64
		cfg := config("https://in.process")
		cfg.Transport = roundTripper(func(q *http.Request) (*http.Response, error) {
			if q.URL.Path == "/users/getToken" {
				return canned(200, tokenJSON(fmt.Sprintf("token%d", tokens.Add(1)), serverNow, serverNow+1800)), nil
			}
			if q.Header.Get("Authorization") == "Bearer token2" {
				return canned(200, okKey), nil
			}
			if q.Method == http.MethodPost {
				time.Sleep(10 * time.Second) // in the bubble's own time
			}
			return canned(401, fails(-1, "Unauthorized")), nil
		})
		c := newClient(t, cfg)
		if err := c.Warm(t.Context()); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := c.Issue(t.Context(), uid, order()); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		lookup(t, c)
		all.Wait()
		if tokens.Load() != 2 {
			t.Errorf("%d token requests", tokens.Load())
		}
	})
}

func TestRejectionWithACutBodyIsStillARejection(t *testing.T) {
	s := newRawServer(t, writes("HTTP/1.1 401 X\r\nContent-Length: 100\r\n\r\n{", false))
	_, err := newClient(t, config(s.url())).Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindUnauthorized)
}

func TestWaitingForATokenEndsWithTheCallersContextAndTheLastOneStopsTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stopped := make(chan struct{})
		cfg := config("https://in.process")
		cfg.Transport = roundTripper(func(q *http.Request) (*http.Response, error) {
			<-q.Context().Done()
			close(stopped)
			return nil, q.Context().Err()
		})
		c := newClient(t, cfg)
		var all sync.WaitGroup
		for i := range 3 {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i+1)*time.Second)
				defer cancel()
				_, err := c.Issue(ctx, uid, order())
				kindOf(t, err, api.KindUnreachable)
			})
		}
		begun := time.Now()
		<-stopped
		all.Wait()
		if d := time.Since(begun); d != 3*time.Second {
			t.Errorf("the request ended after %v", d)
		}
	})
}

func TestOneRejectedTokenIsRenewedAndThePostBuiltAgain(t *testing.T) {
	var calls atomic.Int64
	r := newRecorder(t, func(w http.ResponseWriter, q *http.Request) {
		if calls.Add(1) == 1 {
			say(w, 401, fails(-1, "Unauthorized"))
			return
		}
		say(w, 200, okKey)
	})
	c := newClient(t, config(r.URL))
	if _, err := c.Issue(t.Context(), uid, order()); err != nil {
		t.Fatal(err)
	}
	got := r.requests()
	if len(got) != 2 || r.tokenCount() != 2 {
		t.Fatalf("%d POSTs, %d tokens", len(got), r.tokenCount())
	}
	if got[0].body != got[1].body || !strings.Contains(got[1].body, "4111-1111-1111-1111") {
		t.Errorf("the second body differs: %s", got[1].body)
	}
}

func TestTwoRejectionsAreTheEnd(t *testing.T) {
	for name, body := range map[string]string{"envelope": fails(-1, "Unauthorized"), "page": "<html>no</html>", "nothing": ""} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t, always(401, body))
			c := newClient(t, config(r.URL))
			_, err := c.Issue(t.Context(), uid, order())
			kindOf(t, err, api.KindUnauthorized)
			if !errors.Is(err, api.ErrUnauthorized) {
				t.Error("errors.Is(ErrUnauthorized) is false")
			}
			if len(r.requests()) != 2 || r.tokenCount() != 2 {
				t.Errorf("%d POSTs, %d tokens", len(r.requests()), r.tokenCount())
			}
		})
	}
}

func TestWrongKeysAreUnauthorizedAndTheOrderIsNotSent(t *testing.T) {
	const message = "인증에 실패하였습니다. API키와 secret을 확인하세요."
	r := newRecorder(t, always(200, okKey))
	r.token = always(401, fails(-1, message))
	c := newClient(t, config(r.URL))
	_, err := c.Issue(t.Context(), uid, order())
	if e := kindOf(t, err, api.KindUnauthorized); e.Op != "issue" || e.Message != message || e.Status != 401 {
		t.Errorf("%+v", e)
	}
	if len(r.requests()) != 0 {
		t.Error("the order was sent without a token")
	}
	if strings.Count(err.Error(), message) != 1 {
		t.Errorf("%v", err)
	}
}

// Whatever becomes of the token request, the order behind it was not sent.
func TestFailedTokenRequestNeverMakesAnOrderUndecided(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"fault":      always(500, ""),
		"page":       always(200, "<html>"),
		"no token":   always(200, `{"code":0,"response":{"now":1,"expired_at":2}}`),
		"bad token":  always(200, tokenJSON("a\r\nX-Evil: 1", 1, 2)),
		"long token": always(200, tokenJSON(strings.Repeat("a", 5000), 1, 2)),
		"null":       always(200, `{"code":0,"response":null}`),
		"words":      always(200, `{"code":0,"response":"abc"}`),
		"redirect":   func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, "/x", http.StatusTemporaryRedirect) },
		"hung up":    func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t, always(200, okKey))
			r.token = answer
			_, err := newClient(t, config(r.URL)).Issue(t.Context(), uid, order())
			e := kindOf(t, err, api.KindUnreachable)
			if e.Op != "issue" || len(r.requests()) != 0 || r.tokenCount() != 1 {
				t.Errorf("%+v, %d requests, %d token requests", e, len(r.requests()), r.tokenCount())
			}
			var inner *api.Error
			if !errors.As(errors.Unwrap(e), &inner) || inner.Op != "token" {
				t.Errorf("the token's own error is lost: %v", err)
			}
		})
	}
}

func TestKeySourceIsAskedOnlyWhenATokenIsNeeded(t *testing.T) {
	r := newRecorder(t, always(200, okKey))
	var asked atomic.Int64
	cfg := config(r.URL)
	cfg.Keys = func(ctx context.Context) (api.Keys, error) { asked.Add(1); return keys(ctx) }
	c := newClient(t, cfg)
	for range 5 {
		lookup(t, c)
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times", asked.Load())
	}
	c.Close()
	lookup(t, c)
	if asked.Load() != 2 {
		t.Errorf("asked %d times after Close", asked.Load())
	}
}

func TestCallerWhoLeavesDuringTheKeychainsPromptIsNotUnauthorized(t *testing.T) {
	cfg := config("https://in.process")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	cfg.Keys = func(ctx context.Context) (api.Keys, error) {
		cancel() // the operator closes the window while the prompt is up
		<-ctx.Done()
		close(ended)
		return api.Keys{}, ctx.Err()
	}
	kindOf(t, newClient(t, cfg).Warm(ctx), api.KindUnreachable)
	<-ended
}

var errLocked = errors.New("keychain is locked")

func TestUnreadableOrEmptyKeysSendNothing(t *testing.T) {
	for name, source := range map[string]api.KeySource{
		"error":     func(context.Context) (api.Keys, error) { return api.Keys{}, errLocked },
		"nothing":   func(context.Context) (api.Keys, error) { return api.Keys{}, nil },
		"no secret": func(context.Context) (api.Keys, error) { return api.Keys{Key: secret.FromString("k")}, nil },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder(t, always(200, okKey))
			cfg := config(r.URL)
			cfg.Keys = source
			_, err := newClient(t, cfg).Issue(t.Context(), uid, order())
			kindOf(t, err, api.KindUnauthorized)
			if name == "error" && !errors.Is(err, errLocked) {
				t.Errorf("%v hides the cause", err)
			}
			if len(r.all) != 0 {
				t.Error("something was sent")
			}
		})
	}
}

func TestKeysWithQuotesSurviveTheBody(t *testing.T) {
	for _, s := range []string{`a"b\c`, "a:b,c{d}", "한글", "a\tb\x01", "=+&%"} {
		r := newRecorder(t, always(200, okKey))
		cfg := config(r.URL)
		cfg.Keys = func(context.Context) (api.Keys, error) {
			return api.Keys{Key: secret.FromString("k"), Secret: secret.FromString(s)}, nil
		}
		if err := newClient(t, cfg).Warm(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := member(t, r.all[0].body, "imp_secret"); got != s {
			t.Errorf("%q arrived as %q", s, got)
		}
	}
}

func TestWarmOpensAConnectionOnlyWhenThereIsNone(t *testing.T) {
	r := newRecorder(t, always(200, okKey))
	c := newClient(t, config(r.URL))
	for range 3 {
		if err := c.Warm(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.tokenCount(); n != 1 {
		t.Errorf("%d requests to stay warm", n)
	}
	if c.OpenConnections() != 1 {
		t.Errorf("%d connections", c.OpenConnections())
	}
}
