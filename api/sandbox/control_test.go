package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// control sends a control request as if from the given address.
func control(s *Server, from, host, origin, method, name, body string) (int, string) {
	r := httptest.NewRequest(method, "http://"+host+controlPrefix+name, strings.NewReader(body))
	r.RemoteAddr = from
	if origin != "" {
		r.Header.Set("Origin", origin)
	}
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	return rec.Code, rec.Body.String()
}

func TestControlIsForThisMachineOnly(t *testing.T) {
	d := newDesk(t, Options{})
	for name, c := range map[string]struct {
		from, host, origin string
		status             int
	}{
		"loopback":           {"127.0.0.1:5", "127.0.0.1:8190", "", 200},
		"IPv6":               {"[::1]:5", "[::1]:8190", "", 200},
		"localhost":          {"127.0.0.1:5", "localhost:8190", "", 200},
		"own page":           {"127.0.0.1:5", "localhost:8190", "http://localhost:3000", 200},
		"in process":         {"", "api.iamport.kr", "", 200},
		"another machine":    {"192.0.2.1:5", "127.0.0.1:8190", "", 403},
		"rebound name":       {"127.0.0.1:5", "evil.example", "", 403},
		"foreign page":       {"127.0.0.1:5", "127.0.0.1:8190", "https://evil.example", 403},
		"page of a file":     {"127.0.0.1:5", "127.0.0.1:8190", "null", 403},
		"origin not a URL":   {"127.0.0.1:5", "127.0.0.1:8190", "http://[", 403},
		"look-alike of ours": {"127.0.0.1:5", "127.0.0.1.evil.example", "", 403},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := control(d.s, c.from, c.host, c.origin, "GET", "log", "")
			if status != c.status {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}

func TestControlEndpoints(t *testing.T) {
	d := newDesk(t, Options{})
	d.issued("a", cardOf("4111111111111111"))
	d.issued("a", cardOf("5555555555554444"))
	for _, c := range []struct {
		call, body string
		status     int
		want       string
	}{
		{"GET log", "", 200, `"path":"\/subscribe\/customers\/a"`},
		{"GET counters", "", 200, `"POST \/subscribe\/customers\/{customer_uid}":2`},
		{"GET past", "", 200, `"41111111****1111"`},
		{"GET cards", "", 200, `fault_commit_then_drop`},
		{"GET channels", "", 200, `iamport01m`},
		{"GET fault-kinds", "", 200, `"slow"`},
		{"POST faults", `{"kind":"slow","route":"/cards","delay":"2s","times":3}`, 200, `"ok":true`},
		{"POST faults", `{"kind":"slow","delay":5}`, 200, `"ok":true`},
		{"GET faults", "", 200, `"times":3,"delay":2000000000`},
		{"POST faults", `{"kind":"nonsense"}`, 400, `unknown fault`},
		{"POST faults", `{"kind":"slow","delay":"soon"}`, 400, `error`},
		{"DELETE faults", "", 200, `"ok":true`},
		{"GET faults", "", 200, `[]`},
		{"POST clock", `{"advance":"31m"}`, 200, `2026-06-01T12:31:00`},
		{"POST clock", `{"advance":{}}`, 400, `error`},
		{"GET clock", "", 200, `2026-06-01T12:31:00`},
		{"POST switches", `{"not_found_as_200":true}`, 200, `"not_found_as_200":true`},
		{"POST switches", `{"narrow_mask":true}`, 200, `"not_found_as_200":true`},
		{"POST switches", `[`, 400, `error`},
		{"GET switches", "", 200, `"narrow_mask":true`},
		{"POST reset", "", 200, `"ok":true`},
		{"GET counters", "", 200, `null`},
		{"GET nothing", "", 404, `404`},
		{"GET reset", "", 404, `404`},
	} {
		method, name, _ := strings.Cut(c.call, " ")
		status, body := control(d.s, "127.0.0.1:5", "127.0.0.1", "", method, name, c.body)
		if status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s %s: %d %.300s; want %d …%s…", c.call, c.body, status, body, c.status, c.want)
		}
	}
}

func TestClockMovedByControlEndsTheToken(t *testing.T) {
	d := newDesk(t, Options{})
	control(d.s, "", "x", "", "POST", "clock", `{"advance":"30m"}`)
	d.refused(d.do("GET", "/cards", nil), 401, -1, "Unauthorized")
	equal(t, "server's time", d.s.Now(), start.Add(30*time.Minute))
}

func TestLogRemembersTheLastAndCountersAll(t *testing.T) {
	d := newDesk(t, Options{LogSize: 3})
	for range 20 {
		d.do("GET", "/cards", nil)
	}
	d.s.Inject(Fault{Kind: FaultDropBeforeCommit})
	_, _, _ = outcome(d.http, d.request("DELETE", "/subscribe/customers/a%20b?reason=x", nil))
	last := d.s.Requests()
	equal(t, "remembered", len(last), 3)
	want := Request{Time: start, Method: "DELETE", Route: "/subscribe/customers/{customer_uid}", Path: "/subscribe/customers/a%20b", Fault: FaultDropBeforeCommit}
	equal(t, "last one", last[2], want)
	equal(t, "the one before", last[1], Request{Time: start, Method: "GET", Route: "/cards", Path: "/cards", Status: 200})
	equal(t, "counted", d.s.Count("GET", "/cards"), 20)
	equal(t, "counted, any method", d.s.Count("", "/"), 22)
	equal(t, "counted, other method", d.s.Count("POST", "/cards"), 0)
	equal(t, "counters", d.s.Counters()["GET /cards"], 20)
}

func TestOversizedAndBrokenBodies(t *testing.T) {
	d := newDesk(t, Options{})
	big := strings.Repeat("x", maxBody+1)
	announced := httptest.NewRequest("POST", "/users/getToken", strings.NewReader(big))
	streamed := httptest.NewRequest("POST", "/users/getToken", strings.NewReader(big))
	streamed.ContentLength = -1
	controlled := httptest.NewRequest("POST", controlPrefix+"faults", strings.NewReader(big))
	controlled.RemoteAddr = ""
	for _, r := range []*http.Request{announced, streamed, controlled} {
		rec := httptest.NewRecorder()
		d.s.ServeHTTP(rec, r)
		equal(t, "status", rec.Code, http.StatusRequestEntityTooLarge)
	}
	short := httptest.NewRequest("POST", "/users/getToken", strings.NewReader("{"))
	rec := httptest.NewRecorder()
	d.s.ServeHTTP(rec, short)
	equal(t, "status of a body that is no JSON", rec.Code, 400)
}
