package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"billkey/api"
)

// inspected collects inspections of a client of the server.
func inspected(t *testing.T, base string) (*api.Client, func() []api.Inspection) {
	t.Helper()
	var mu sync.Mutex
	var all []api.Inspection
	cfg := config(base)
	cfg.Inspect = func(i api.Inspection) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, i)
	}
	return newClient(t, cfg), func() []api.Inspection {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

func TestInspectionShowsWhatWasSentAndAnswered(t *testing.T) {
	r := newRecorder(t, always(200, okKey))
	c, seen := inspected(t, r.URL+"/v1")
	if _, err := c.Issue(t.Context(), uid, order()); err != nil {
		t.Fatal(err)
	}
	all := seen()
	if len(all) != 2 {
		t.Fatalf("%d inspections", len(all))
	}
	token, issue := all[0], all[1]
	if token.Sent != `{"imp_key":"••••","imp_secret":"••••"}` || token.Authorized || token.Path != "/users/getToken" ||
		token.Base != r.URL+"/v1" || !strings.Contains(token.Got, `"access_token":"••••"`) {
		t.Errorf("%+v", token)
	}
	if issue.Sent != `{"card_number":"411111******1111","expiry":"••••","birth":"••••","pwd_2digit":"••••",`+
		`"channel_key":"channel-key-1","pg":"nice.nictest04m"}` {
		t.Errorf("sent %s", issue.Sent)
	}
	for _, want := range []string{`"card_number":"411111******1111"`, `"card_name":"현대카드"`, `"updated":1595843453`, `"code":0`} {
		if !strings.Contains(issue.Got, want) {
			t.Errorf("%s lacks %s", issue.Got, want)
		}
	}
	if !issue.Authorized || issue.Path != "/subscribe/customers/"+uid || issue.GotBytes != len(okKey) || issue.Cut || issue.UID != uid {
		t.Errorf("%+v", issue)
	}
	if !json.Valid([]byte(issue.Sent)) || !json.Valid([]byte(issue.Got)) {
		t.Error("no JSON")
	}
}

// Whatever a careless or a hostile server answers, what is kept of it holds none of our secrets.
func TestInspectionHoldsNoSecretOfAnyAnswer(t *testing.T) {
	const birth, pan = "900101", testPAN
	grouped := "4111-1111-1111-1111"
	answers := map[string]string{
		"echo in message":    `{"code":-1,"message":"card 4111 1111 1111 1111 birth 900101 pwd_2digit=12","response":null}`,
		"echo as JSON":       `{"code":0,"message":null,"response":{"card_number":"` + grouped + `","birth":"900101","x":{"pan":"` + pan + `"}}}`,
		"number in a number": `{"code":0,"message":null,"response":{"updated":` + pan + `,"cardNumber":` + pan + `,"a":900101}}`,
		"number in names":    `{"code":0,"message":null,"response":{"` + pan + `":{"900101":1},"` + testToken + `":2}}`,
		"in identifiers":     `{"code":0,"message":null,"response":{"customer_uid":"` + pan + `","imp_uid":"imp_` + pan + `","pg_tid":"` + grouped + `"}}`,
		"escaped":            `{"code":0,"response":{"z":"\u0034111111111111111","birth":"9001\u00301"}}`,
		"wide digits":        `{"code":0,"response":{"z":"４１１１１１１１１１１１１１１１"}}`,
		"token":              `{"code":0,"response":{"z":"` + testToken + `","access_token":"` + testToken + `"}}`,
		"keys":               `{"code":0,"response":{"z":["` + testKey + `",{"y":"` + testSecret + `"}]}}`,
		"in a list":          `[["` + pan + `"],900101,"` + birth + `"]`,
		"HTML":               `<html>` + pan + ` token ` + testToken + ` birth=900101</html>`,
		"plain HTML":         `<html>` + grouped + `</html>`,
		"form":               `card_number=` + grouped + `&birth=900101&pwd_2digit=12`,
		"cut JSON":           `{"card_number":"` + pan,
		"deep":               strings.Repeat("[", 100) + `"` + pan + `"` + strings.Repeat("]", 100),
		"names and numbers":  `{"code":0,"response":{"buyer_tel":"010-1234-5678","customer_name":"홍길동","custom_data":"x ` + pan + `"}}`,
	}
	for name, body := range answers {
		for _, status := range []int{200, 400, 500} {
			t.Run(fmt.Sprint(name, " ", status), func(t *testing.T) {
				r := newRecorder(t, always(status, body))
				c, seen := inspected(t, r.URL)
				_, _ = c.Issue(t.Context(), uid, order())
				r.token = r.answer
				c.Close()
				_ = c.Warm(t.Context())
				for _, i := range seen() {
					kept := fmt.Sprintf("%+v", i)
					for _, hidden := range []string{pan, grouped, "4111 1111", "４１１１１１１", birth, testToken, testKey, testSecret, "길동", "1234-5678"} {
						if strings.Contains(kept, hidden) {
							t.Errorf("%s is in %s", hidden, kept)
						}
					}
				}
			})
		}
	}
}

func TestInspectionKeepsWhatDevelopersNeed(t *testing.T) {
	body := `{"code":-1,"message":"[500601] 카드번호 오류 (1588-1234)","response":null}`
	r := newRecorder(t, always(200, body))
	c, seen := inspected(t, r.URL)
	_, _ = c.Issue(t.Context(), uid, order())
	got := seen()[1]
	if got.Got != body || got.Message != "[500601] 카드번호 오류 (1588-1234)" {
		t.Errorf("%s | %s", got.Got, got.Message)
	}
	r.answer = always(200, `{"code":0,"message":null,"response":[{"channel_key":"channel-key-01234567-89ab-4cde-8f01-23456789abcd",`+
		`"imp_uid":"imps_157956638714","pg_id":"2999199990","inserted":1595843345,"on":true,"none":null,"n":1.50}]}`)
	_, _ = c.PGSettings(t.Context())
	for _, want := range []string{"channel-key-01234567-89ab-4cde-8f01-23456789abcd", "imps_157956638714", "2999199990", "1595843345", `"on":true,"none":null,"n":1.50`} {
		if got := seen()[2].Got; !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}

func TestInspectionIsBoundedInSize(t *testing.T) {
	r := newRecorder(t, always(200, `{"code":0,"message":null,"response":"`+strings.Repeat("가", 1<<16)+`"}`))
	c, seen := inspected(t, r.URL)
	_, _ = c.PGSettings(t.Context())
	if i := seen()[1]; len(i.Got) > 32<<10 || !i.Cut || i.GotBytes < 3<<16 {
		t.Errorf("%d %t %d", len(i.Got), i.Cut, i.GotBytes)
	}
}

func TestInspectionOfARequestWithoutAnAnswer(t *testing.T) {
	r := newRecorder(t, func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) })
	c, seen := inspected(t, r.URL)
	_, err := c.Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindUndecided)
	i := seen()[1]
	if i.Status != 0 || i.Got != "" || i.Sent == "" || !i.Failed || i.Kind != api.KindUndecided {
		t.Errorf("%+v", i)
	}
}

func TestInspectionShowsTheQuery(t *testing.T) {
	r := newRecorder(t, always(404, fails(1, "x")))
	c, seen := inspected(t, r.URL)
	_, _ = c.BillingKeys(t.Context(), []string{"a/b", testPAN})
	if i := seen()[1]; i.Path != "/subscribe/customers?customer_uid%5B%5D=a%2Fb&customer_uid%5B%5D=411111******1111" {
		t.Errorf("%s", i.Path)
	}
}

func FuzzInspection(f *testing.F) {
	f.Add(`{"card_number":"4111-1111-1111-1111","a":[1,"2",{"b":null}]}`)
	f.Add(`{"\u0062irth":"900101","x":"\ud83d\ude00"}`)
	f.Add(`<p>`)
	f.Add("00\x0000000\xba00000\xba0000") // cleaning brings digits together
	f.Fuzz(func(t *testing.T, body string) {
		s := api.MaskedAnswer([]byte(body))
		if json.Valid([]byte(strings.TrimPrefix(body, "\uFEFF"))) && s != "••••" && !json.Valid([]byte(s)) {
			t.Errorf("%q became %q", body, s)
		}
		if n := api.LongestRun(s); n > 15 {
			t.Errorf("%q shows %d digits in a row: %q", body, n, s)
		}
	})
}
