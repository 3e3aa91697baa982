package api_test

import (
	"net/url"
	"strings"
	"testing"

	"billkey/api"
)

func TestHostileUIDStaysOnePathElement(t *testing.T) {
	for _, hostile := range []string{
		"a/b", "/", "//", "a?b=c", "a#b", "100%", "%2F", "%2e%2e", "a b", "a+b", "a&b=c", `a\b`, "길동_0001", "../../users/getToken?x=",
		"..%2f..", "...", ".a", "a.", ";a", "a:b", "@", "~", "'\"<>", "{customer_uid}", "a\u202eb", strings.Repeat("가", 80),
	} {
		t.Run(hostile, func(t *testing.T) {
			for _, prefix := range []string{"", "/v1"} {
				_, r := serving(t, 404, `{"code":1,"message":null,"response":null}`)
				c := newClient(t, config(r.URL+prefix))
				_, err := c.Issue(t.Context(), hostile, order())
				kindOf(t, err, api.KindNotFound)
				got := r.requests()
				if len(got) != 1 {
					t.Fatalf("%d requests", len(got))
				}
				if want := prefix + "/subscribe/customers/" + url.PathEscape(hostile); got[0].uri != want {
					t.Errorf("sent %s, want %s", got[0].uri, want)
				}
				if got[0].path != prefix+"/subscribe/customers/"+hostile {
					t.Errorf("server reads %q", got[0].path)
				}
			}
		})
	}
}

func TestImpossiblePathElementIsRefusedBeforeAnythingIsSent(t *testing.T) {
	c, r := serving(t, 200, okKey)
	ctx := t.Context()
	for _, bad := range []string{"", ".", "..", "a\nb", "\x00", "a\x7f", "a\u0085", "\xff\xfe", strings.Repeat("가", 81)} {
		calls := map[string]func() error{
			"lookup":  func() error { _, err := c.BillingKey(ctx, bad); return err },
			"many":    func() error { _, err := c.BillingKeys(ctx, []string{"fine", bad}); return err },
			"issue":   func() error { _, err := c.Issue(ctx, bad, order()); return err },
			"delete":  func() error { _, err := c.DeleteBillingKey(ctx, bad, ""); return err },
			"payment": func() error { _, err := c.Payment(ctx, bad); return err },
			"find":    func() error { _, err := c.FindPayment(ctx, bad, ""); return err },
			"card":    func() error { _, err := c.CardCompany(ctx, bad); return err },
		}
		for name, call := range calls {
			t.Run(name+" "+bad, func(t *testing.T) { kindOf(t, call(), api.KindRefused) })
		}
	}
	if len(r.all) != 0 {
		t.Errorf("%d requests were sent, want none, not even for a token", len(r.all))
	}
}

func TestIncompleteOrderIsRefusedBeforeAnythingIsSent(t *testing.T) {
	c, r := serving(t, 200, okKey)
	ctx := t.Context()
	_, err := c.Issue(ctx, uid, api.IssueRequest{})
	kindOf(t, err, api.KindRefused)
	full := api.AgainRequest{CustomerUID: "u", MerchantUID: "m", Amount: 1, Name: "n"}
	for _, spoil := range []func(*api.AgainRequest){
		func(r *api.AgainRequest) { r.CustomerUID = "" }, func(r *api.AgainRequest) { r.MerchantUID = "" },
		func(r *api.AgainRequest) { r.Amount = 0 }, func(r *api.AgainRequest) { r.Amount = -1 }, func(r *api.AgainRequest) { r.Name = "" },
	} {
		part := full
		spoil(&part)
		_, err := c.Again(ctx, part)
		kindOf(t, err, api.KindRefused)
	}
	_, err = c.Cancel(ctx, api.CancelRequest{Amount: 1})
	kindOf(t, err, api.KindRefused)
	if len(r.all) != 0 {
		t.Errorf("%d requests were sent", len(r.all))
	}
}

func TestBaseURL(t *testing.T) {
	for base, fine := range map[string]bool{
		"https://api.iamport.kr":        true,
		"https://api.iamport.kr/":       true,
		"https://static-api.iamport.kr": true,
		"https://10.1.2.3:8443/iamport": true,
		"http://127.0.0.1:8190":         true,
		"http://127.9.9.9":              true,
		"http://localhost:8190":         true,
		"http://LocalHost:8190/x":       true,
		"http://[::1]:8190":             true,
		"http://[::ffff:127.0.0.1]:80":  true,
		"http://api.iamport.kr":         false,
		"http://10.0.0.1":               false,
		"http://0.0.0.0":                false,
		"http://127.1":                  false,
		"http://localhost.example.com":  false,
		"http://127.0.0.1.example.com":  false,
		"http://127.0.0.1@example.com":  false,
		"https://key:secret@api.com":    false,
		"https://api.iamport.kr?x=1":    false,
		"https://api.iamport.kr?":       false,
		"https://api.iamport.kr#x":      false,
		"ftp://api.iamport.kr":          false,
		"api.iamport.kr":                false,
		"https:api.iamport.kr":          false,
		"https://":                      false,
		"":                              false,
		"://":                           false,
		"https://api.iamport.kr:x":      false,
	} {
		t.Run(base, func(t *testing.T) {
			_, err := api.New(config(base))
			if fine != (err == nil) {
				t.Fatalf("accepted %v, want %v: %v", err == nil, fine, err)
			}
			if !fine {
				kindOf(t, err, api.KindRefused)
			}
		})
	}
}

func TestNewRefusesAMissingKeySourceAndAnUnusableTier(t *testing.T) {
	_, err := api.New(api.Config{BaseURL: "https://api.iamport.kr"})
	kindOf(t, err, api.KindRefused)
	for _, tier := range []string{"A 1", "A\r\nX: y", "가", strings.Repeat("A", 17)} {
		cfg := config("https://api.iamport.kr")
		cfg.Tier = tier
		_, err := api.New(cfg)
		kindOf(t, err, api.KindRefused)
	}
}
