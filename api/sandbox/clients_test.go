package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// post sends a body over a real connection the way other clients do and reads the envelope.
func post(t *testing.T, addr, path, kind, auth, body string) answerOf {
	t.Helper()
	req, err := http.NewRequest("POST", "http://"+addr+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	if auth != "" {
		req.Header.Set("Authorization", auth)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	checkSchema(t, "POST", req.URL.EscapedPath(), res.StatusCode, raw)
	a := decode[answerOf](t, raw)
	a.Status = res.StatusCode
	return a
}

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

func TestGuidesFlowWithJSONAndRawToken(t *testing.T) {
	_, addr, end := serving(t, Options{})
	login := post(t, addr, "/users/getToken", jsonType, "", fmt.Sprintf(`{"imp_key":%q,"imp_secret":%q}`, Key, Secret))
	token := decode[authAnnotation](t, login.Response).AccessToken
	body := `{"card_number":"4111-1111-1111-1111","expiry":"2030-12","birth":"900101","pwd_2digit":"12"}`
	issued := post(t, addr, "/subscribe/customers/gildong_0001_1234", jsonType, token, body)
	equal(t, "code", issued.Code, 0)
	equal(t, "card", *issued.key(t).CardNumber, "41111111****1111")
	charge := `{"customer_uid":"gildong_0001_1234","merchant_uid":"order_monthly_0001","amount":8900,"name":"월간 이용권 정기결제"}`
	equal(t, "charge", post(t, addr, "/subscribe/payments/again", jsonType, token, charge).payment(t).Status, "paid")
	camel := `{"cardNumber":"4111-1111-1111-1111","expiry":"2030-12","birth":"900101","pwd2Digit":"12"}`
	equal(t, "camel case", post(t, addr, "/subscribe/customers/x", jsonType, token, camel).text(), `["card_number"] 파라메터는 필수입니다.`)
	if err := end(); err != nil {
		t.Error(err)
	}
}

func TestSameFlowWithForms(t *testing.T) {
	_, addr, end := serving(t, Options{})
	login := post(t, addr, "/users/getToken", formType, "", url.Values{"imp_key": {Key}, "imp_secret": {Secret}}.Encode())
	token := "Bearer " + decode[authAnnotation](t, login.Response).AccessToken
	form := url.Values{
		"card_number": {"4111 1111 1111 1111"}, "expiry": {"2030-12"}, "birth": {"900101"}, "pwd_2digit": {"07"},
		"customer_name": {"홍 길동 & Co. 100%"}, "customer_email": {"gildong+a@example.com"},
	}.Encode()
	k := post(t, addr, "/subscribe/customers/a%2Fb", formType+"; charset=UTF-8", token, form).key(t)
	equal(t, "uid", k.UID, "a/b")
	equal(t, "name", *k.Name, "홍 길동 & Co. 100%")
	equal(t, "e-mail", *k.Email, "gildong+a@example.com")
	charge := url.Values{"customer_uid": {"a/b"}, "merchant_uid": {"m"}, "amount": {"1000"}, "name": {"시험"}}.Encode()
	p := post(t, addr, "/subscribe/payments/again", formType, token, charge).payment(t)
	cancel := url.Values{"imp_uid": {p.ImpUID}, "checksum": {"1000"}}.Encode()
	equal(t, "cancelled", post(t, addr, "/payments/cancel", formType, token, cancel).payment(t).CancelAmount, 1000)
	if err := end(); err != nil {
		t.Error(err)
	}
}

func TestBodyThatIsNotWhatItsHeaderSaysHasNoMembers(t *testing.T) {
	_, addr, end := serving(t, Options{})
	form := url.Values{"imp_key": {Key}, "imp_secret": {Secret}}.Encode()
	json := fmt.Sprintf(`{"imp_key":%q,"imp_secret":%q}`, Key, Secret)
	for name, a := range map[string]answerOf{
		"form called JSON": post(t, addr, "/users/getToken", jsonType, "", form),
		"JSON called form": post(t, addr, "/users/getToken", formType, "", json),
		"an array":         post(t, addr, "/users/getToken", jsonType, "", "["+json+"]"),
		"nothing":          post(t, addr, "/users/getToken", jsonType, "", ""),
	} {
		equal(t, name, fmt.Sprint(a.Status, a.text()), "400imp_key, imp_secret 파라메터가 누락되었습니다.")
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	d := newDesk(t, Options{})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 20 {
				uid := fmt.Sprintf("u%d", n%5)
				req := d.request("POST", "/subscribe/customers/"+uid, cardOf("4111111111111111"))
				if _, _, err := outcome(d.http, req); err != nil {
					t.Error(err)
				}
				_ = d.s.Requests()
				if i == 0 {
					d.s.Inject(Fault{Kind: FaultServerError, Route: "/cards"})
				}
			}
		})
	}
	wg.Wait()
	equal(t, "issues", d.s.Count("POST", "/subscribe/customers/"), 160)
	equal(t, "replaced", len(d.s.Past()), 155)
	stamps := map[string]int64{}
	for _, p := range d.s.Past() {
		if p.Updated <= stamps[p.CustomerUID] {
			t.Errorf("%s: updated %d after %d", p.CustomerUID, p.Updated, stamps[p.CustomerUID])
		}
		stamps[p.CustomerUID] = p.Updated
	}
}
