package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// expectation is what a client sees of a fault, and what is true at the server afterwards.
type expectation struct {
	status    int   // 0: no answer
	err       error // of the request or of reading its body
	kind      string
	body      string // part of it
	committed bool
	json      bool // the body is JSON
}

var expectations = map[FaultKind]expectation{
	FaultSlow:                 {status: 200, kind: "application/json", committed: true, json: true},
	FaultHang:                 {err: context.DeadlineExceeded, committed: true},
	FaultHangBeforeCommit:     {err: context.DeadlineExceeded},
	FaultCommitThenDrop:       {err: syscall.ECONNRESET, committed: true},
	FaultDropBeforeCommit:     {err: syscall.ECONNRESET},
	FaultCommitLate:           {err: syscall.ECONNRESET},
	FaultResetMidAnswer:       {status: 200, err: syscall.ECONNRESET, committed: true},
	FaultCloseMidAnswer:       {status: 200, err: io.ErrUnexpectedEOF, committed: true},
	FaultServerError:          {status: 500},
	FaultServerErrorCommitted: {status: 500, committed: true},
	FaultBadGateway:           {status: 502, kind: "text/html", body: "502 Bad Gateway"},
	FaultBadGatewayCommitted:  {status: 502, kind: "text/html", body: "502 Bad Gateway", committed: true},
	FaultCutBody:              {status: 200, kind: "application/json", body: `{"code":0`, committed: true},
	FaultNoCode:               {status: 200, kind: "application/json", body: `{"message":null,"response":{`, committed: true, json: true},
	FaultWrongType:            {status: 200, kind: "text/html", committed: true, json: true},
	FaultHugeBody:             {status: 200, kind: "application/json", committed: true, json: true},
	FaultRedirect:             {status: 307},
	FaultTokenExpired:         {status: 401, body: "Unauthorized", kind: "application/json", json: true},
	FaultUnauthorized:         {status: 401, body: "Unauthorized", kind: "application/json", json: true},
	FaultForbidden:            {status: 403, body: "Forbidden", kind: "application/json", json: true},
	FaultWrongUID:             {status: 200, body: "another_customer", kind: "application/json", committed: true, json: true},
	FaultNullResponse:         {status: 200, body: `{"code":0,"message":null,"response":null}`, kind: "application/json", committed: true, json: true},
	FaultHostileMessage:       {status: 200, body: `\u001b`, kind: "application/json", json: true},
	FaultRefusedConnection:    {err: syscall.ECONNREFUSED},
}

// outcome plays one request and returns what a client sees of it.
func outcome(rt http.RoundTripper, req *http.Request) (res *http.Response, body string, err error) {
	res, err = rt.RoundTrip(req)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	return res, string(b), err
}

func (e expectation) check(t *testing.T, res *http.Response, body string, err error) {
	t.Helper()
	if !errors.Is(err, e.err) {
		t.Errorf("error %v, want %v", err, e.err)
	}
	if status := statusOf(res); status != e.status {
		t.Errorf("status %d, want %d", status, e.status)
	}
	if res != nil && !strings.HasPrefix(res.Header.Get("Content-Type"), e.kind) || !strings.Contains(body, e.body) {
		t.Errorf("%v %.200s", res.Header, body)
	}
	if err == nil && json.Valid([]byte(body)) != e.json {
		t.Errorf("is JSON: %v; %.300s", !e.json, body)
	}
}

func statusOf(res *http.Response) int {
	if res == nil {
		return 0
	}
	return res.StatusCode
}

func TestEveryFaultInProcess(t *testing.T) {
	for _, kind := range FaultKinds() {
		for _, how := range []string{"by card", "injected"} {
			t.Run(string(kind)+" "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					d := newDesk(t, Options{Clock: time.Now, Huge: 8 << 20})
					number := "4111111111111111"
					if how == "injected" {
						d.s.Inject(Fault{Kind: kind, Method: "POST", Route: "/subscribe/customers"})
					} else {
						number = numberOf(t, "fault_"+string(kind))
					}
					playInProcess(t, d, kind, number)
				})
			})
		}
	}
}

func playInProcess(t *testing.T, d *desk, kind FaultKind, number string) {
	ctx, cancel := context.WithTimeout(context.Background(), 75*time.Second)
	defer cancel()
	req := d.request("POST", "/subscribe/customers/a", cardOf(number).with("expiry", "2040-12")).WithContext(ctx)
	e := expectations[kind]
	res, body, err := outcome(d.http, req)
	e.check(t, res, body, err)
	d.login()
	equal(t, "committed", d.look("a").Status == 200, e.committed)
	if kind == FaultCommitLate {
		time.Sleep(8*time.Second - 1)
		equal(t, "just before the commit", d.look("a").Status, 404)
		time.Sleep(time.Second)
		equal(t, "after it", d.look("a").Status, 200)
	}
}

func numberOf(t *testing.T, code string) string {
	t.Helper()
	for _, m := range MagicCards() {
		if m.Code == code {
			return m.Number
		}
	}
	t.Fatalf("no card %s", code)
	return ""
}

func TestEveryFaultOverARealConnection(t *testing.T) {
	for _, kind := range FaultKinds() {
		t.Run(string(kind), func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			d := newDesk(t, Options{Huge: 8 << 20, Wait: func(ctx context.Context, d time.Duration) error {
				if d < forever {
					return nil
				}
				cancel() // the client loses patience
				<-ctx.Done()
				return ctx.Err()
			}})
			web := httptest.NewServer(d.s)
			defer web.Close()
			over := &http.Transport{}
			defer over.CloseIdleConnections()
			d.http, d.base = over, web.URL
			e := expectations[kind]
			switch kind {
			case FaultHang, FaultHangBeforeCommit:
				e.err = context.Canceled
			case FaultRefusedConnection:
				e.err = syscall.ECONNRESET
			}
			req := d.request("POST", "/subscribe/customers/a", cardOf(numberOf(t, "fault_"+string(kind)))).WithContext(ctx)
			res, body, err := outcome(over, req)
			if res == nil && kind == FaultResetMidAnswer {
				e.status = 0 // the reset may overtake the head of the answer
			}
			e.check(t, res, body, err)
			d.login()
			equal(t, "committed", d.look("a").Status == 200, e.committed)
		})
	}
}

func TestResetsOverTLSToo(t *testing.T) {
	d := newDesk(t, Options{})
	web := httptest.NewTLSServer(d.s)
	defer web.Close()
	d.http, d.base = web.Client().Transport, web.URL
	_, _, err := outcome(d.http, d.request("POST", "/subscribe/customers/a", cardOf(numberOf(t, "fault_commit_then_drop"))))
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("error %v", err)
	}
	equal(t, "committed", d.look("a").Status, 200)
}

func TestSlowAnswersTakeTheirTimeAndGiveWayToTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, Options{Clock: time.Now, Slow: 40 * time.Second})
		d.s.Inject(Fault{Kind: FaultSlow, Route: "/cards"})
		d.s.Inject(Fault{Kind: FaultSlow, Route: "/cards", Delay: time.Second})
		for _, want := range []time.Duration{40 * time.Second, time.Second} {
			begin := time.Now()
			d.do("GET", "/cards", nil)
			equal(t, "took", time.Since(begin), want)
		}
		d.s.Inject(Fault{Kind: FaultSlow})
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_, _, err := outcome(d.http, d.request("GET", "/cards", nil).WithContext(ctx))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

func TestTransportHonoursAnEndedContextAndAClosedBody(t *testing.T) {
	d := newDesk(t, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	res, err := d.http.RoundTrip(d.request("GET", "/cards", nil).WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := res.Body.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("reading after the end of the context: %v", err)
	}
	_ = res.Body.Close()
	if _, err := res.Body.Read(make([]byte, 1)); !errors.Is(err, errClosed) {
		t.Errorf("reading after Close: %v", err)
	}
	before := d.s.Count("", "/")
	if _, err := d.http.RoundTrip(d.request("POST", "/subscribe/customers/a", cardOf("4111111111111111")).WithContext(ctx)); !errors.Is(err, context.Canceled) {
		t.Errorf("request after the end of the context: %v", err)
	}
	equal(t, "requests that arrived", d.s.Count("", "/")-before, 0)
}

func TestTransportReportsToTheTraceLikeAConnection(t *testing.T) {
	d := newDesk(t, Options{})
	var events string
	trace := &httptrace.ClientTrace{
		GotConn:              func(i httptrace.GotConnInfo) { events += fmt.Sprintf("conn reused=%v ", i.Reused) },
		WroteHeaders:         func() { events += "headers " },
		WroteRequest:         func(httptrace.WroteRequestInfo) { events += "request " },
		GotFirstResponseByte: func() { events += "answer " },
	}
	ctx := httptrace.WithClientTrace(context.Background(), trace)
	d.http = d.s.Transport()
	for _, c := range []struct {
		fault FaultKind
		want  string
	}{
		{"", "conn reused=false headers request answer "},
		{"", "conn reused=true headers request answer "},
		{FaultDropBeforeCommit, "conn reused=true headers request "},
		{"", "conn reused=false headers request answer "},
		{FaultRefusedConnection, ""},
	} {
		if events = ""; c.fault != "" {
			d.s.Inject(Fault{Kind: c.fault})
		}
		_, _, _ = outcome(d.http, d.request("GET", "/cards", nil).WithContext(ctx))
		equal(t, "events of "+string(c.fault), events, c.want)
	}
}
