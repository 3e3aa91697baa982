package sandbox

import (
	"errors"
	"fmt"
	"syscall"
	"testing"
	"time"
)

func TestInjectedFaultsMatchSkipAndCount(t *testing.T) {
	d := newDesk(t, Options{})
	d.s.Inject(Fault{Kind: FaultServerError, Method: "GET", Route: "/cards", Skip: 1, Times: 2})
	d.s.Inject(Fault{Kind: FaultForbidden, Route: "/tiers", Times: -1})
	got := func(path string) (list string) {
		for range 5 {
			res, err := d.http.RoundTrip(d.request("GET", path, nil))
			if err != nil {
				t.Fatal(err)
			}
			list += fmt.Sprint(res.StatusCode, " ")
		}
		return list
	}
	equal(t, "others", got("/users/pg"), "200 200 200 200 200 ")
	equal(t, "one let through, two struck", got("/cards"), "200 500 500 200 200 ")
	equal(t, "struck for ever", got("/tiers/ABC"), "403 403 403 403 403 ")
	equal(t, "faults left", len(d.s.Faults()), 1)
	d.s.ClearFaults()
	equal(t, "after clearing", got("/tiers/ABC"), "200 200 200 200 200 ")
}

func TestTokenExpiredOnTheWayStrikesOnce(t *testing.T) {
	d := newDesk(t, Options{})
	card := cardOf(numberOf(t, "fault_token_expired"))
	for range 2 {
		for _, uid := range []string{"a", "b"} {
			d.refused(d.issue(uid, card), 401, -1, "Unauthorized")
			d.refused(d.look(uid), 401, -1, "Unauthorized")
			d.login()
			equal(t, "second try", d.issue(uid, card).Code, 0)
		}
	}
	always := cardOf(numberOf(t, "fault_unauthorized"))
	for range 3 {
		d.refused(d.issue("a", always), 401, -1, "Unauthorized")
		d.login()
	}
}

func TestLateCommitReplacesTheKeyThatIsThereByThen(t *testing.T) {
	d := newDesk(t, Options{Late: 10 * time.Second})
	_, _, err := outcome(d.http, d.request("POST", "/subscribe/customers/a", cardOf(numberOf(t, "fault_commit_late"))))
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Fatal(err)
	}
	d.clock.add(5 * time.Second)
	first := d.issued("a", cardOf("4111111111111111"))
	d.clock.add(5 * time.Second)
	late := d.look("a").key(t)
	equal(t, "inserted", late.Inserted, first.Inserted)
	equal(t, "updated", late.Updated, start.Unix()+10)
	equal(t, "card", (*late.CardNumber)[12:], "0409")
}

func TestFaultsOnChargesCommitOnce(t *testing.T) {
	d := newDesk(t, Options{})
	d.issued("a", cardOf("4111111111111111"))
	d.s.Inject(Fault{Kind: FaultCommitThenDrop, Route: "/subscribe/payments/again"})
	d.s.Inject(Fault{Kind: FaultCommitLate, Route: "/subscribe/payments/again"})
	for _, m := range []string{"m1", "m2"} {
		_, _, err := outcome(d.http, d.request("POST", "/subscribe/payments/again", order("a", m, 1000)))
		if !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("error %v", err)
		}
	}
	equal(t, "dropped charge", d.do("GET", "/payments/find/m1", nil).payment(t).Status, "paid")
	equal(t, "late charge, before", d.do("GET", "/payments/find/m2", nil).Status, 404)
	d.clock.add(8 * time.Second)
	equal(t, "late charge, after", d.do("GET", "/payments/find/m2", nil).payment(t).Status, "paid")
	onetime := cardOf(numberOf(t, "fault_token_expired")).with("merchant_uid", "m3", "amount", 1000)
	d.refused(d.do("POST", "/subscribe/payments/onetime", onetime), 401, -1, "Unauthorized")
	d.login()
	equal(t, "second try", d.do("POST", "/subscribe/payments/onetime", onetime).payment(t).Status, "paid")
}
