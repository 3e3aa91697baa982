package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"billkey/api"
)

// operation is one method of the client, called with ordinary arguments, and the request it must make.
type operation struct {
	name, method, uri string
	body              string // JSON, "" for none
	run               func(*api.Client) error
}

func sum(n int64) *int64 { return &n }

func operations(ctx context.Context) []operation {
	at := time.Unix(1767225600, 0)
	drop := func(_ any, err error) error { return err }
	return []operation{
		{"lookup", "GET", "/subscribe/customers/gildong_0001_1234", "", func(c *api.Client) error { return drop(c.BillingKey(ctx, uid)) }},
		{"lookup many", "GET", "/subscribe/customers?customer_uid%5B%5D=a+b&customer_uid%5B%5D=c%26d", "",
			func(c *api.Client) error { return drop(c.BillingKeys(ctx, []string{"a b", "c&d"})) }},
		{"issue", "POST", "/subscribe/customers/gildong_0001_1234",
			`{"card_number":"4111-1111-1111-1111","expiry":"2030-12","birth":"900101","pwd_2digit":"12",` +
				`"channel_key":"channel-key-1","pg":"nice.nictest04m"}`,
			func(c *api.Client) error { return drop(c.Issue(ctx, uid, order())) }},
		{"delete", "DELETE", "/subscribe/customers/gildong_0001_1234", "",
			func(c *api.Client) error { return drop(c.DeleteBillingKey(ctx, uid, "")) }},
		{"delete with reason", "DELETE", "/subscribe/customers/gildong_0001_1234?reason=%EA%B3%A0%EA%B0%9D+%EC%9A%94%EC%B2%AD", "",
			func(c *api.Client) error { return drop(c.DeleteBillingKey(ctx, uid, "고객 요청")) }},
		{"schedules", "GET", "/subscribe/customers/gildong_0001_1234/schedules?from=1767225600&page=2&schedule-status=scheduled&to=1767312000", "",
			func(c *api.Client) error {
				return drop(c.Schedules(ctx, uid, at, at.AddDate(0, 0, 1), "scheduled", 2))
			}},
		{"payments", "GET", "/subscribe/customers/gildong_0001_1234/payments?page=1", "",
			func(c *api.Client) error { return drop(c.Payments(ctx, uid, 1)) }},
		{"settings", "GET", "/users/pg", "", func(c *api.Client) error { return drop(c.PGSettings(ctx)) }},
		{"cards", "GET", "/cards", "", func(c *api.Client) error { return drop(c.Cards(ctx)) }},
		{"card company", "GET", "/cards/361", "", func(c *api.Client) error { return drop(c.CardCompany(ctx, "361")) }},
		{"again", "POST", "/subscribe/payments/again",
			`{"customer_uid":"gildong_0001_1234","merchant_uid":"test_1","amount":1000,"name":"확인","buyer_name":"길동","product_type":"digital"}`,
			func(c *api.Client) error {
				return drop(c.Again(ctx, api.AgainRequest{CustomerUID: uid, MerchantUID: "test_1", Amount: 1000, Name: "확인",
					BuyerName: "길동", ProductType: "digital"}))
			}},
		{"find", "GET", "/payments/find/test_1", "", func(c *api.Client) error { return drop(c.FindPayment(ctx, "test_1", "")) }},
		{"find paid", "GET", "/payments/find/test_1/paid", "", func(c *api.Client) error { return drop(c.FindPayment(ctx, "test_1", "paid")) }},
		{"payment", "GET", "/payments/imps_1?include_sandbox=true", "", func(c *api.Client) error { return drop(c.Payment(ctx, "imps_1")) }},
		{"cancel", "POST", "/payments/cancel", `{"imp_uid":"imps_1","amount":1000,"checksum":0,"reason":"확인 취소"}`,
			func(c *api.Client) error {
				return drop(c.Cancel(ctx, api.CancelRequest{ImpUID: "imps_1", Amount: 1000, Checksum: sum(0), Reason: "확인 취소"}))
			}},
	}
}

func TestEveryOperationMakesItsRequest(t *testing.T) {
	spec := parameters(t)
	for _, prefix := range []string{"", "/some/pre%20fix"} {
		for _, op := range operations(t.Context()) {
			t.Run(prefix+op.name, func(t *testing.T) {
				r := newRecorder(t, always(404, `{"code":1,"message":"x","response":null}`))
				cfg := config(r.URL + prefix)
				cfg.Tier = "A01"
				_ = op.run(newClient(t, cfg)) // the answer is not the point here
				got := r.requests()
				if len(got) != 1 {
					t.Fatalf("%d requests, want 1", len(got))
				}
				q := got[0]
				if q.method != op.method || q.uri != prefix+op.uri {
					t.Errorf("%s %s, want %s %s", q.method, q.uri, op.method, prefix+op.uri)
				}
				if q.body != op.body {
					t.Errorf("body %s, want %s", q.body, op.body)
				}
				checkHeaders(t, q, op.body != "")
				checkParameters(t, spec, q, prefix)
			})
		}
	}
}

func TestTokenRequestCarriesBothKeysAndNoToken(t *testing.T) {
	r := newRecorder(t, always(200, okKey))
	if err := newClient(t, config(r.URL)).Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	q := r.all[0]
	if want := `{"imp_key":"` + testKey + `","imp_secret":"` + testSecret + `"}`; q.method != "POST" || q.uri != "/users/getToken" || q.body != want {
		t.Errorf("%s %s %s", q.method, q.uri, q.body)
	}
	if q.header.Get("Authorization") != "" {
		t.Error("token request carries an Authorization header")
	}
	checkParameters(t, parameters(t), q, "")
}

func checkHeaders(t *testing.T, q seen, hasBody bool) {
	t.Helper()
	want := map[string]string{"Authorization": "Bearer " + testToken, "Tier": "A01", "Accept": "application/json", "User-Agent": "billkey-desk"}
	if hasBody {
		want["Content-Type"] = "application/json; charset=utf-8"
		want["Content-Length"] = fmt.Sprint(len(q.body))
	}
	for name, value := range want {
		if q.header.Get(name) != value {
			t.Errorf("%s: %q, want %q", name, q.header.Get(name), value)
		}
		q.header.Del(name)
	}
	if len(q.header) != 0 {
		t.Errorf("unexpected headers %v", q.header)
	}
}

// parameter is one row of testdata/parameters.json: the official file's parameters of the operations used here.
type parameter struct {
	Name, In, Type string
	Required       bool
	Max            int
}

type specOperation struct {
	Method, Path string
	Parameters   []parameter
	pattern      *regexp.Regexp
}

var braces = regexp.MustCompile(`\\\{[^/]*\\\}`)

func parameters(t *testing.T) []specOperation {
	t.Helper()
	b, err := os.ReadFile("testdata/parameters.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []specOperation
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		quoted := regexp.QuoteMeta(strings.TrimSuffix(all[i].Path, "/{payment_status}"))
		if strings.HasSuffix(all[i].Path, "{payment_status}") {
			quoted += "(/[a-z]+)?"
		}
		all[i].pattern = regexp.MustCompile("^" + braces.ReplaceAllString(quoted, "[^/]+") + "$")
	}
	return all
}

// checkParameters holds a request against the official file: no unknown name, nothing required missing, right types,
// nothing too long.
func checkParameters(t *testing.T, spec []specOperation, q seen, prefix string) {
	t.Helper()
	req, err := http.NewRequest(q.method, q.uri, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(req.URL.EscapedPath(), prefix)
	for _, op := range spec {
		if op.Method != q.method || !op.pattern.MatchString(path) {
			continue
		}
		given := map[string]any{}
		for name, values := range req.URL.Query() {
			given["query "+name] = values[0]
		}
		members := map[string]any{}
		if q.body != "" {
			if err := json.Unmarshal([]byte(q.body), &members); err != nil {
				t.Fatal(err)
			}
		}
		for name, v := range members {
			given["body "+name] = v
		}
		compare(t, op, given)
		return
	}
	t.Errorf("%s %s is not in the official file", q.method, path)
}

func compare(t *testing.T, op specOperation, given map[string]any) {
	t.Helper()
	for _, p := range op.Parameters {
		v, ok := given[p.In+" "+p.Name]
		if p.Required && !ok && p.In != "path" {
			t.Errorf("%s is missing", p.Name)
		}
		delete(given, p.In+" "+p.Name)
		if _, isText := v.(string); ok && p.In == "body" && isText != (p.Type == "string") {
			t.Errorf("%s has the wrong type: %v", p.Name, v)
		}
		if s, isText := v.(string); isText && p.Max > 0 && utf8.RuneCountInString(s) > p.Max {
			t.Errorf("%s is too long", p.Name)
		}
	}
	for name := range given {
		t.Errorf("%s is not in the official file", name)
	}
}
