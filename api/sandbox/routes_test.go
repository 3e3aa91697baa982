package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

// sample fills the variables of a template.
func sample(template string) string {
	r := strings.NewReplacer("{customer_uid}", "a", "{imp_uid}", "imps_000000000001", "{merchant_uid}", "m", "{payment_status}", "paid",
		"{card_standard_code}", "366", "{tier_code}", "ABC")
	path := r.Replace(template)
	switch template {
	case "/subscribe/customers":
		path += "?customer_uid[]=a"
	case "/subscribe/customers/{customer_uid}/schedules":
		path += "?from=0&to=1"
	case "/payments":
		path += "?imp_uid[]=imps_000000000001"
	case "/payments/{imp_uid}":
		path += "?include_sandbox=true"
	}
	return path
}

// sampleBody has the members of every operation at once.
func sampleBody() fields {
	return cardOf("4111111111111111").with("imp_key", Key, "imp_secret", Secret, "customer_uid", "a", "merchant_uid", "m2", "amount", 1000,
		"name", "시험", "schedules", []fields{{"merchant_uid": "s", "schedule_at": start.Unix() + 60, "amount": 1000}})
}

// prepared is a server on which every operation succeeds once.
func prepared(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t, Options{Wait: waitNot, Huge: 1000})
	d.issued("a", cardOf("4111111111111111"))
	d.again(order("a", "m", 1000))
	d.do("POST", "/subscribe/payments/schedule", fields{"customer_uid": "a", "schedules": []fields{
		{"merchant_uid": "s0", "schedule_at": start.Unix() + 60, "amount": 1000},
	}})
	return d
}

func TestEveryOperationSucceeds(t *testing.T) {
	for _, r := range routes {
		t.Run(r.method+" "+r.template, func(t *testing.T) {
			d := prepared(t)
			body := sampleBody()
			if r.template == "/payments/cancel" || r.template == "/subscribe/payments/unschedule" {
				body = body.with("merchant_uid", map[bool]string{true: "m", false: "s0"}[r.template == "/payments/cancel"])
			}
			if a := d.do(r.method, sample(r.template), body); a.Status != 200 || a.Code != 0 || a.Message != nil {
				t.Errorf("%d %s", a.Status, a.raw)
			}
		})
	}
}

func TestEveryOperationButGetTokenNeedsAToken(t *testing.T) {
	for _, r := range routes[1:] {
		t.Run(r.method+" "+r.template, func(t *testing.T) {
			d := prepared(t)
			d.token = "0123456789012345678901234567890123456789"
			before := len(d.s.state.Payments) + len(d.s.state.Schedules) + len(d.s.Past())
			d.refused(d.do(r.method, sample(r.template), sampleBody()), 401, -1, "Unauthorized")
			equal(t, "nothing was done", len(d.s.state.Payments)+len(d.s.state.Schedules)+len(d.s.Past()), before)
		})
	}
}

func TestEveryFaultOnEveryOperation(t *testing.T) {
	for _, r := range routes {
		for _, kind := range FaultKinds() {
			t.Run(r.method+" "+r.template+" "+string(kind), func(t *testing.T) {
				d := prepared(t)
				d.s.Inject(Fault{Kind: kind, Method: r.method, Route: r.template})
				res, _, err := outcome(d.http, d.request(r.method, sample(r.template), sampleBody()))
				want := expectations[kind]
				if want.err != nil && err == nil {
					t.Errorf("no error but %d", statusOf(res))
				}
				if want.status != 0 && statusOf(res) != want.status {
					t.Errorf("status %d", statusOf(res))
				}
				last := d.s.Requests()
				equal(t, "logged fault", last[len(last)-1].Fault, kind)
				equal(t, "faults left", len(d.s.Faults()), 0)
			})
		}
	}
}

func TestFaultsBeforeTheWorkLeaveEverythingAsItWas(t *testing.T) {
	writes := []string{"/subscribe/customers/{customer_uid}", "/subscribe/payments/again", "/subscribe/payments/onetime", "/payments/cancel"}
	for _, template := range writes {
		for _, kind := range FaultKinds() {
			d := prepared(t)
			before := string(encode(d.s.state))
			d.s.Inject(Fault{Kind: kind, Method: "POST", Route: template})
			body := sampleBody()
			if template == "/payments/cancel" {
				body = body.with("merchant_uid", "m")
			}
			_, _, _ = outcome(d.http, d.request(http.MethodPost, sample(template), body))
			changed := string(encode(d.s.state)) != before
			if changed == (Fault{Kind: kind}).before() {
				t.Errorf("%s %s: changed: %v", template, kind, changed)
			}
		}
	}
}
