package sandbox

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// order is a good body of again.
func order(uid, merchant string, amount any) fields {
	return fields{"customer_uid": uid, "merchant_uid": merchant, "amount": amount, "name": "시험 결제"}
}

func (d *desk) again(body fields) answerOf {
	d.Helper()
	return d.do("POST", "/subscribe/payments/again", body)
}

func TestChargeCancelAndLookUp(t *testing.T) {
	d := newDesk(t, Options{})
	k := d.issued("a", cardOf("4111111111111111").with("customer_name", "홍길동홍길동홍길동홍길동홍길동홍길동"))
	p := d.again(order("a", "m1", 1000)).payment(t)
	equal(t, "status", p.Status, "paid")
	equal(t, "paid_at", p.PaidAt, start.Unix())
	equal(t, "amount", p.Amount, 1000)
	equal(t, "card_number", *p.CardNumber, *k.CardNumber)
	equal(t, "customer_uid_usage", *p.Usage, "payment")
	equal(t, "buyer_name, from the key, cut", *p.BuyerName, "홍길동홍길동홍길동홍길동홍길동홍")
	if !strings.HasPrefix(p.ImpUID, "imps_") {
		t.Errorf("imp_uid %s", p.ImpUID)
	}
	for _, query := range []string{"", "?include_sandbox=false", "?include_sandbox="} {
		d.refused(d.do("GET", "/payments/"+p.ImpUID+query, nil), 404, 1, noPayment)
	}
	equal(t, "found with include_sandbox", d.do("GET", "/payments/"+p.ImpUID+"?include_sandbox=true", nil).payment(t).MerchantUID, "m1")
	part := d.do("POST", "/payments/cancel", fields{"imp_uid": p.ImpUID, "amount": 300, "checksum": 1000}).payment(t)
	equal(t, "status after a part", part.Status, "cancelled")
	equal(t, "cancelled part", part.CancelAmount, 300)
	d.refused(d.do("POST", "/payments/cancel", fields{"imp_uid": p.ImpUID, "amount": 701}), 200, 1, "취소 가능 금액보다 큽니다.")
	d.clock.add(60e9)
	whole := d.do("POST", "/payments/cancel", fields{"merchant_uid": "m1", "checksum": "700", "reason": "시험 취소"}).payment(t)
	equal(t, "cancelled", whole.CancelAmount, 1000)
	equal(t, "history", fmt.Sprint(len(whole.CancelHistory), whole.CancelHistory[1].Amount, whole.CancelHistory[1].Reason), "2 700시험 취소")
	equal(t, "cancelled_at", whole.CancelledAt, start.Unix()+60)
	d.refused(d.do("POST", "/payments/cancel", fields{"imp_uid": p.ImpUID}), 200, 1, "이미 전액취소된 주문입니다.")
	equal(t, "found by merchant_uid", d.do("GET", "/payments/find/m1", nil).payment(t).Status, "cancelled")
}

func TestChargesThatAreRefused(t *testing.T) {
	d := newDesk(t, Options{})
	card := cardOf("4111111111111111").with("customer_name", "홍길동")
	for _, pg := range []string{"nice_v2", "ksnet", "welcome", "kcp"} {
		d.issued(pg, card.with("pg", pg))
	}
	d.again(order("nice_v2", "used", 1000))
	for name, c := range map[string]struct {
		body fields
		code int
		want string
	}{
		"unknown uid":             {order("x", "m", 1000), 1, "등록되지 않은 구매자입니다."},
		"used merchant_uid":       {order("nice_v2", "used", 1000), 1, "이미 주문이 이루어진 건입니다"},
		"no name":                 {order("nice_v2", "m", 1000).with("name", nil), 1, `["name"]`},
		"no amount":               {order("nice_v2", "m", nil), 1, `["amount"]`},
		"amount an object":        {order("nice_v2", "m", fields{"total": 1000}), 1, `["amount"]`},
		"negative amount":         {order("nice_v2", "m", -1), 1, `["amount"]`},
		"amount NaN":              {order("nice_v2", "m", "NaN"), 1, `["amount"]`},
		"long merchant_uid":       {order("nice_v2", strings.Repeat("m", 41), 1000), 1, `["merchant_uid"]`},
		"ksnet, no buyer_name":    {order("ksnet", "m", 1000).with("product_type", "real"), 1, `["buyer_name"]`},
		"ksnet, no product_type":  {order("ksnet", "m", 1000).with("buyer_name", "홍길동"), 1, `["product_type"]`},
		"welcome, no buyer_name":  {order("welcome", "m", 1000), 1, `["buyer_name"]`},
		"buyer_name of 17":        {order("nice_v2", "m", 1000).with("buyer_name", strings.Repeat("가", 17)), 1, `["buyer_name"]`},
		"card_number is not used": {order("x", "m", 1000).with("card_number", "4111111111111111"), 1, "등록되지 않은"},
	} {
		t.Run(name, func(t *testing.T) { d.refused(d.again(c.body), 200, c.code, c.want) })
	}
	full := order("ksnet", "m2", "1000").with("buyer_name", "홍길동", "product_type", "real")
	equal(t, "ksnet, whole, amount as text", d.again(full).payment(t).Status, "paid")
	equal(t, "kcp test under 1,000", *d.again(order("kcp", "m3", 500)).payment(t).FailReason, "[8129]테스트거래 금액오류(일시불 1,000~5,004 할부 50,004)")
	equal(t, "under 100", d.again(order("nice_v2", "m4", 99)).payment(t).Status, "failed")
	equal(t, "quota", d.again(order("nice_v2", "m5", 50000).with("card_quota", 3)).payment(t).Quota, 3)
}

func TestAmountsOfKCPsTestChannel(t *testing.T) {
	d := newDesk(t, Options{})
	for i, c := range []struct {
		pg     string
		amount float64
		status string
	}{
		{"kcp", 999, "failed"}, {"kcp", 1000, "paid"}, {"kcp", 5004, "paid"}, {"kcp", 5005, "failed"}, {"kcp.IP0AA", 100, "paid"}, {"kcp.IP0AA", 99, "failed"},
	} {
		d.issued("a", cardOf("4111111111111111").with("pg", c.pg))
		p := d.again(order("a", fmt.Sprint("m", i), c.amount)).payment(t)
		equal(t, fmt.Sprint(c.pg, c.amount), p.Status, c.status)
	}
}

func TestLivePaymentsNeedNoIncludeSandbox(t *testing.T) {
	d := newDesk(t, Options{})
	d.issued("a", cardOf("4111111111111111").with("pg", "nice_v2.practice1m"))
	p := d.again(order("a", "m", 1000)).payment(t)
	equal(t, "sandbox", p.Sandbox, false)
	equal(t, "status", d.do("GET", "/payments/"+p.ImpUID, nil).Status, 200)
}

func TestCardsThatFailOnlyWhenCharged(t *testing.T) {
	d := newDesk(t, Options{})
	for _, m := range chargeCards {
		d.issued(m.Code, cardOf(m.Number))
		d.s.Switch(Switches{})
		p := d.again(order(m.Code, m.Code, 1000)).payment(t)
		equal(t, m.Code, p.Status+" "+*p.FailReason, "failed "+m.Message)
		equal(t, m.Code+" failed_at", p.FailedAt, start.Unix())
		d.s.Switch(Switches{ChargeDeclineAsError: true})
		d.refused(d.again(order(m.Code, m.Code, 1000)), 200, -1, m.Message) // a failed merchant_uid may be used again
		d.refused(d.do("POST", "/payments/cancel", fields{"merchant_uid": m.Code}), 200, 1, "취소할 결제건이 존재하지 않습니다.")
	}
}

func TestCancelRefusals(t *testing.T) {
	d := newDesk(t, Options{})
	d.issued("a", cardOf("4111111111111111"))
	p := d.again(order("a", "m", 1000)).payment(t)
	for name, c := range map[string]struct {
		body   fields
		status int
		want   string
	}{
		"neither id":              {fields{"amount": 1}, 400, "지정해주셔야합니다."},
		"unknown imp_uid":         {fields{"imp_uid": "imps_x"}, 200, "취소할 결제건이 존재하지 않습니다."},
		"imp_uid wins":            {fields{"imp_uid": "imps_x", "merchant_uid": "m"}, 200, "취소할 결제건이 존재하지 않습니다."},
		"unknown merchant_uid":    {fields{"merchant_uid": "x"}, 200, "취소할 결제건이 존재하지 않습니다."},
		"checksum":                {fields{"imp_uid": p.ImpUID, "checksum": 999}, 200, "checksum"},
		"more than there is":      {fields{"imp_uid": p.ImpUID, "amount": 1001}, 200, "취소 가능 금액보다 큽니다."},
		"less than nothing":       {fields{"imp_uid": p.ImpUID, "amount": -1}, 200, "취소 가능 금액보다 큽니다."},
		"checksum before amounts": {fields{"imp_uid": p.ImpUID, "amount": 1, "checksum": 1}, 200, "checksum"},
	} {
		t.Run(name, func(t *testing.T) { d.refused(d.do("POST", "/payments/cancel", c.body), c.status, 1, c.want) })
	}
	equal(t, "amount 0 is all", d.do("POST", "/payments/cancel", fields{"imp_uid": p.ImpUID, "amount": 0}).payment(t).CancelAmount, 1000)
}

func TestOnetimeChargesAndMayIssue(t *testing.T) {
	d := newDesk(t, Options{})
	body := cardOf("4111111111111111").with("merchant_uid", "m1", "amount", 1000)
	p := d.do("POST", "/subscribe/payments/onetime", body).payment(t)
	equal(t, "status", p.Status, "paid")
	if p.CustomerUID != nil {
		t.Errorf("customer_uid %s", *p.CustomerUID)
	}
	with := body.with("customer_uid", "a", "merchant_uid", "m2")
	equal(t, "usage", *d.do("POST", "/subscribe/payments/onetime", with).payment(t).Usage, "issue")
	equal(t, "key stored", *d.look("a").key(t).CardNumber, "41111111****1111")
	for i, pg := range []string{"ksnet", "tosspayments"} {
		b := body.with("customer_uid", pg, "pg", pg, "merchant_uid", fmt.Sprint("m3", i), "buyer_name", "홍길동", "product_type", "real")
		equal(t, pg+" is paid", d.do("POST", "/subscribe/payments/onetime", b).payment(t).Status, "paid")
		equal(t, pg+" stores no key", d.look(pg).Status, 404)
	}
	bad := body.with("merchant_uid", "m4")
	d.refused(d.do("POST", "/subscribe/payments/onetime", bad.with("card_number", "4000000000011207")), 200, -1, onetimeFailed+nicepay("비밀번호틀림"))
	d.refused(d.do("POST", "/subscribe/payments/onetime", bad.with("card_number", nil)), 200, 1, `["card_number"]`)
	d.refused(d.do("POST", "/subscribe/payments/onetime", bad.with("channel_key", "x")), 200, 1, noChannel)
	d.refused(d.do("POST", "/subscribe/payments/onetime", bad.with("merchant_uid", "m1")), 200, 1, alreadyOrdered)
	d.refused(d.do("POST", "/subscribe/payments/onetime", bad.with("pg", "html5_inicis")), 200, 1, `["name"]`)
}

func TestPaymentsArePagedNewestFirst(t *testing.T) {
	d := newDesk(t, Options{})
	d.issued("a/b", cardOf("4111111111111111"))
	for i := range 45 {
		d.again(order("a/b", fmt.Sprint("m", i), 1000+i))
	}
	path := "/subscribe/customers/" + url.PathEscape("a/b") + "/payments"
	for page, want := range map[string]string{
		"": "45 0 2 20 m44", "1": "45 0 2 20 m44", "2": "45 1 3 20 m24", "3": "45 2 0 5 m4", "x": "45 0 2 20 m44",
	} {
		got := decode[struct {
			paged
			List []payment `json:"list"`
		}](t, d.do("GET", path+"?page="+page, nil).Response)
		equal(t, "page "+page, fmt.Sprint(got.Total, got.Previous, got.Next, len(got.List), " ", got.List[0].MerchantUID), want)
	}
	equal(t, "page after the last", d.do("GET", path+"?page=9", nil).Code, 0)
	d.refused(d.do("GET", "/subscribe/customers/x/payments", nil), 404, 1, "customer_uid(x)")
	d.do("DELETE", "/subscribe/customers/a%2Fb", nil)
	equal(t, "payments outlive the key", d.do("GET", path, nil).Code, 0)
}

func TestPaymentsAreFoundByMerchantUIDAndStatus(t *testing.T) {
	d := newDesk(t, Options{})
	d.issued("a", cardOf("4000000000050106"))
	first := d.again(order("a", "m", 1000)).payment(t)
	d.issued("a", cardOf("4111111111111111"))
	second := d.again(order("a", "m", 1000)).payment(t)
	for path, want := range map[string]string{
		"/payments/find/m":                 second.ImpUID,
		"/payments/find/m/failed":          first.ImpUID,
		"/payments/find/m/paid":            second.ImpUID,
		"/payments/find/m?sorting=started": first.ImpUID,
	} {
		equal(t, path, d.do("GET", path, nil).payment(t).ImpUID, want)
	}
	d.refused(d.do("GET", "/payments/find/m/cancelled", nil), 404, 1, noPayment)
	d.refused(d.do("GET", "/payments/find/x", nil), 404, 1, noPayment)
	d.refused(d.do("GET", "/payments/find/m/done", nil), 400, 1, "지원되지 않는 상태값입니다.")
	d.refused(d.do("GET", "/payments/findAll/m/done", nil), 400, 1, "지원되지 않는 상태값입니다.")
	all := decode[paged](t, d.do("GET", "/payments/findAll/m", nil).Response)
	equal(t, "findAll", all.Total, 2)
	both := "/payments?imp_uid[]=" + first.ImpUID + "&merchant_uid[]=m"
	equal(t, "many", len(decode[[]payment](t, d.do("GET", both, nil).Response)), 2)
	equal(t, "some", d.do("GET", both+"&imp_uid[]=x", nil).Status, 207)
	equal(t, "none", d.do("GET", "/payments?imp_uid[]=x", nil).Status, 404)
}

func TestSchedulesAreListedRunAndRevoked(t *testing.T) {
	d := newDesk(t, Options{})
	d.issued("a", cardOf("4111111111111111"))
	at := start.Unix() + 3600
	one := fields{"merchant_uid": "s1", "schedule_at": at, "amount": 1000, "name": "정기"}
	plan := func(uid string, list ...fields) answerOf {
		return d.do("POST", "/subscribe/payments/schedule", fields{"customer_uid": uid, "schedules": list})
	}
	equal(t, "made", plan("a", one, one.with("merchant_uid", "s2", "schedule_at", at+3600), one.with("merchant_uid", "s3", "schedule_at", at+7200)).Code, 0)
	d.refused(plan("x", one), 200, 1, "등록된 고객정보가 없습니다.")
	d.refused(plan("a", one), 200, 1, alreadyOrdered)
	d.refused(plan("a"), 200, 1, `["schedules"]`)
	d.refused(plan("a", one.with("merchant_uid", "s9", "schedule_at", start.Unix())), 200, 1, "예약 정보")
	list := func(query string) string {
		var got []string
		path := fmt.Sprintf("/subscribe/customers/a/schedules?from=%d&to=%d%s", start.Unix(), at+7200, query)
		for _, p := range decode[[]scheduled](t, d.do("GET", path, nil).Response) {
			got = append(got, p.MerchantUID+" "+p.Status)
		}
		return strings.Join(got, ", ")
	}
	equal(t, "before, newest first, end excluded", list(""), "s2 scheduled, s1 scheduled")
	d.issued("a", cardOf("5555555555554444"))
	d.clock.add(3600e9)
	d.login()
	equal(t, "after the first", list(""), "s2 scheduled, s1 executed")
	equal(t, "executed ones", list("&schedule-status=executed"), "s1 executed")
	equal(t, "it charged the new card", *d.do("GET", "/payments/find/s1", nil).payment(t).CardNumber, "55555555****4444")
	equal(t, "revoked", d.do("POST", "/subscribe/payments/unschedule", fields{"customer_uid": "a", "merchant_uid": "s2"}).Code, 0)
	d.refused(d.do("POST", "/subscribe/payments/unschedule", fields{"customer_uid": "a", "merchant_uid": "s2"}), 200, 1, "존재하지 않습니다.")
	equal(t, "revoked ones", list("&schedule-status=revoked"), "s2 revoked")
	d.do("DELETE", "/subscribe/customers/a", nil)
	d.clock.add(7200e9)
	d.login()
	path := "/subscribe/customers/a/schedules?from=" + strconv.FormatInt(at+7200, 10) + "&to=" + strconv.FormatInt(at+7300, 10)
	failed := decode[[]scheduled](t, d.do("GET", path, nil).Response)[0]
	equal(t, "without a key", *failed.PaymentStatus+" "+*failed.FailReason, "failed 등록되지 않은 구매자입니다.")
}

func TestScheduleListsRefuseBadWindowsAndCanBePages(t *testing.T) {
	d := newDesk(t, Options{})
	for query, want := range map[string]string{
		"":                               "from, to",
		"from=1":                         "from, to",
		"from=2&to=1":                    "from, to",
		"from=0&to=9000000":              "from, to",
		"from=0&to=1&schedule-status=no": "지원되지 않는 상태값입니다.",
	} {
		d.refused(d.do("GET", "/subscribe/customers/a/schedules?"+query, nil), 400, 1, want)
	}
	equal(t, "nothing", string(d.do("GET", "/subscribe/customers/a/schedules?from=0&to=1", nil).Response), "[]")
	d.s.Switch(Switches{SchedulesAsPage: true})
	req := d.request("GET", "/subscribe/customers/a/schedules?from=0&to=1", nil)
	equal(t, "as a page", string(d.s.serve(req).body), `{"code":0,"message":null,"response":{"total":0,"previous":0,"next":0,"list":[]}}`)
}
