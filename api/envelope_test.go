package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"billkey/api"
)

const notFoundText = `요청하신 customer_uid(gildong_0001_1234)로 등록된 정보를 찾을 수 없습니다.`

func fails(code int, message string) string {
	return fmt.Sprintf(`{"code":%d,"message":%q,"response":null}`, code, message)
}

func TestVerdictByStatusAndCode(t *testing.T) {
	declined := "카드정보 인증 및 빌키 발급에 실패하였습니다. [F112]유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)"
	const success = api.Kind(99)
	for _, tc := range []struct {
		name    string
		status  int
		body    string
		want    api.Kind
		message string
	}{
		{"success", 200, okKey, success, ""},
		{"success as created", 201, okKey, success, ""},
		{"success as multi-status", 207, okKey, success, ""},
		{"success as accepted", 202, okKey, success, ""},
		{"success with message", 200, `{"code":0,"message":"success",` + okKey[len(`{"code":0,"message":null,`):], success, ""},
		{"success with code as text", 200, `{"code":"0",` + okKey[len(`{"code":0,`):], success, ""},
		{"success after a byte order mark", 200, "\uFEFF" + okKey, success, ""},
		{"declined by the PG", 200, fails(-1, declined), api.KindDeclined, declined},
		{"declined with code as text", 200, `{"code":"-1","message":"no"}`, api.KindDeclined, "no"},
		{"declined without a message", 200, `{"code":-1}`, api.KindDeclined, ""},
		{"declined with a response", 200, `{"code":-1,"message":"no","response":{"customer_uid":"gildong_0001_1234"}}`, api.KindDeclined, "no"},
		{"no setting", 200, fails(1, "비인증결제모듈 사용정보를 찾을 수 없습니다."), api.KindDeclined, "비인증결제모듈 사용정보를 찾을 수 없습니다."},
		{"missing parameter", 200, fails(1, `["card_number"] 파라메터는 필수입니다.`), api.KindRefused, `["card_number"] 파라메터는 필수입니다.`},
		{"not found as code 1", 200, fails(1, notFoundText), api.KindNotFound, notFoundText},
		{"not found as 404", 404, fails(1, notFoundText), api.KindNotFound, notFoundText},
		{"not found as 404 with another code", 404, fails(-1, "x"), api.KindNotFound, "x"},
		{"not-found words in a decline", 200, fails(-1, notFoundText), api.KindDeclined, notFoundText},
		{"bad request", 400, fails(1, "지원되지 않는 상태값입니다."), api.KindRefused, "지원되지 않는 상태값입니다."},
		{"forbidden", 403, fails(-1, "x"), api.KindRefused, "x"},
		{"conflict", 409, fails(1, "x"), api.KindRefused, "x"},
		{"too many", 429, fails(1, "x"), api.KindRefused, "x"},
		{"server fault", 500, fails(-1, "x"), api.KindUndecided, "x"},
		{"server fault with success inside", 500, okKey, api.KindUndecided, ""},
		{"gateway page", 502, "<html>Bad Gateway</html>", api.KindUndecided, ""},
		{"unavailable, empty", 503, "", api.KindUndecided, ""},
		{"not found page of a gateway", 404, "<html>404</html>", api.KindUndecided, ""},
		{"not found without code", 404, `{"status":404,"error":"Not Found"}`, api.KindUndecided, ""},
		{"forbidden page", 403, "<html>blocked</html>", api.KindUndecided, ""},
		{"not found with success inside", 404, okKey, api.KindUndecided, ""},
		{"page with status 200", 200, "<html>ok</html>", api.KindUndecided, ""},
		{"empty", 200, "", api.KindUndecided, ""},
		{"no content", 204, "", api.KindUndecided, ""},
		{"cut", 200, okKey[:len(okKey)-20], api.KindUndecided, ""},
		{"two answers in one", 200, okKey + okKey, api.KindUndecided, ""},
		{"no code", 200, `{"message":null,"response":{"customer_uid":"gildong_0001_1234"}}`, api.KindUndecided, ""},
		{"null code", 200, `{"code":null,"response":{}}`, api.KindUndecided, ""},
		{"false code", 200, `{"code":false,"response":{}}`, api.KindUndecided, ""},
		{"empty code", 200, `{"code":"","response":{}}`, api.KindUndecided, ""},
		{"code of words", 200, `{"code":"ok","response":{}}`, api.KindUndecided, ""},
		{"code 0 with null", 200, `{"code":0,"message":null,"response":null}`, api.KindUndecided, ""},
		{"code 0 without response", 200, `{"code":0,"message":"?"}`, api.KindUndecided, "?"},
		{"code 0 with an empty array", 200, `{"code":0,"response":[]}`, api.KindUndecided, ""},
		{"code 0 with words", 200, `{"code":0,"response":"ok"}`, api.KindUndecided, ""},
		{"another customer", 200, `{"code":0,"response":{"customer_uid":"gildong_0001_9999"}}`, api.KindUndecided, ""},
		{"no customer", 200, `{"code":0,"response":{"card_name":"x"}}`, api.KindUndecided, ""},
		{"an array", 200, `[]`, api.KindUndecided, ""},
		{"null", 200, `null`, api.KindUndecided, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, r := serving(t, tc.status, tc.body)
			for name, call := range map[string]func() (api.BillingKey, error){
				"issue":  func() (api.BillingKey, error) { return c.Issue(t.Context(), uid, order()) },
				"lookup": func() (api.BillingKey, error) { return c.BillingKey(t.Context(), uid) },
				"delete": func() (api.BillingKey, error) { return c.DeleteBillingKey(t.Context(), uid, "") },
			} {
				key, err := call()
				if tc.want == success {
					if err != nil || key.CustomerUID != uid {
						t.Fatalf("%s: %+v, %v", name, key, err)
					}
					continue
				}
				e := kindOf(t, err, tc.want)
				if e.Op != name || e.Status != tc.status || e.Message != tc.message {
					t.Errorf("%s: got %q %d %q, want status %d and message %q", name, e.Op, e.Status, e.Message, tc.status, tc.message)
				}
				if errors.Is(err, api.ErrNotFound) != (tc.want == api.KindNotFound) {
					t.Error("errors.Is(ErrNotFound) is wrong")
				}
				if key != (api.BillingKey{}) {
					t.Error("a key came with the error")
				}
			}
			if n := len(r.requests()); n != 3 {
				t.Errorf("%d requests for 3 calls", n)
			}
		})
	}
}

func TestErrorCarriesCodeOnlyWhenThereWasOne(t *testing.T) {
	c, _ := serving(t, 200, fails(-1, "no"))
	_, err := c.BillingKey(t.Context(), uid)
	if e := kindOf(t, err, api.KindDeclined); !e.HasCode || e.Code != -1 {
		t.Errorf("code %d, has %v", e.Code, e.HasCode)
	}
	c, _ = serving(t, 502, "<html>")
	_, err = c.BillingKey(t.Context(), uid)
	if e := kindOf(t, err, api.KindUndecided); e.HasCode || e.Code != 0 {
		t.Errorf("code %d, has %v", e.Code, e.HasCode)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	elsewhere := newRecorder(t, always(200, okKey))
	for _, status := range []int{301, 302, 303, 307, 308} {
		r := newRecorder(t, func(w http.ResponseWriter, q *http.Request) {
			http.Redirect(w, q, elsewhere.URL+"/subscribe/customers/"+uid, status)
		})
		c := newClient(t, config(r.URL))
		_, err := c.Issue(t.Context(), uid, order())
		if e := kindOf(t, err, api.KindUndecided); e.Status != status {
			t.Errorf("status %d, want %d", e.Status, status)
		}
		_, err = c.BillingKey(t.Context(), uid)
		kindOf(t, err, api.KindUndecided)
		if n := len(r.requests()); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
	}
	if len(elsewhere.all) != 0 {
		t.Errorf("%d requests reached the other host", len(elsewhere.all))
	}
}

func TestUndecidedOfForeignErrors(t *testing.T) {
	if api.Undecided(nil) {
		t.Error("nil is decided")
	}
	if !api.Undecided(errors.New("anything")) {
		t.Error("an unknown error proves nothing")
	}
	wrapped := fmt.Errorf("desk: %w", &api.Error{Kind: api.KindDeclined})
	if api.Undecided(wrapped) {
		t.Error("a wrapped decline is decided")
	}
	if !api.Undecided(&api.Error{}) {
		t.Error("the zero Error is undecided")
	}
}

func TestKindsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for k := api.KindUndecided; k <= api.KindUnreachable; k++ {
		if seen[k.String()] || k.String() == "" {
			t.Errorf("%d is called %q", k, k)
		}
		seen[k.String()] = true
	}
	if api.Kind(99).String() != "undecided" {
		t.Error("an unknown kind must be the cautious one")
	}
}
