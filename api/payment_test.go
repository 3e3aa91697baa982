package api_test

import (
	"fmt"
	"testing"

	"billkey/api"
)

func payment(status, rest string) string {
	return fmt.Sprintf(`{"code":0,"message":null,"response":{"imp_uid":"imps_1","merchant_uid":"m1","status":%q,"amount":1000%s}}`, status, rest)
}

var charge = api.AgainRequest{CustomerUID: uid, MerchantUID: "m1", Amount: 1000, Name: "확인"}

func TestChargeIsPaidOnlyWithCodeZeroAndStatusPaid(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		kind       api.Kind
		paid       bool
		message    string
	}{
		{"paid", payment("paid", `,"paid_at":1767225600`), 0, true, ""},
		{"reached the PG and failed", payment("failed", `,"fail_reason":"[CC61]거래금액 한도초과"`), api.KindDeclined, false, "[CC61]거래금액 한도초과"},
		{"ready", payment("ready", ""), api.KindUndecided, false, ""},
		{"cancelled", payment("cancelled", ""), api.KindUndecided, false, ""},
		{"no status", payment("", ""), api.KindUndecided, false, ""},
		{"unknown customer", fails(1, "등록되지 않은 구매자입니다."), api.KindDeclined, false, "등록되지 않은 구매자입니다."},
		{"merchant_uid used before", fails(1, "이미 주문이 이루어진 건입니다"), api.KindDeclined, false, "이미 주문이 이루어진 건입니다"},
		{"another order", `{"code":0,"response":{"imp_uid":"i","merchant_uid":"m2","status":"paid"}}`, api.KindUndecided, false, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, r := serving(t, 200, tc.body)
			p, err := c.Again(t.Context(), charge)
			if tc.paid {
				if err != nil || p.Status != api.PaymentPaid || p.PaidAt != 1767225600 {
					t.Fatalf("%+v, %v", p, err)
				}
				return
			}
			if e := kindOf(t, err, tc.kind); e.Message != tc.message {
				t.Errorf("message %q", e.Message)
			}
			if p.Status == api.PaymentPaid {
				t.Error("a payment that did not happen says paid")
			}
			if len(r.requests()) != 1 {
				t.Errorf("%d requests", len(r.requests()))
			}
		})
	}
	c, _ := serving(t, 200, payment("failed", `,"fail_reason":"한도초과"`))
	if p, _ := c.Again(t.Context(), charge); p.ImpUID != "imps_1" || p.FailReason != "한도초과" {
		t.Errorf("the failed payment is not returned: %+v", p)
	}
}

func TestPaymentLookupsAndCancelRefuseAnotherPayment(t *testing.T) {
	ctx := t.Context()
	c, _ := serving(t, 200, payment("cancelled", `,"cancel_amount":"1000","cancelled_at":5,"cancel_reason":"확인","card_number":"52728927****2305"`))
	p, err := c.Cancel(ctx, api.CancelRequest{ImpUID: "imps_1", MerchantUID: "ignored"})
	if err != nil || p.CancelAmount != 1000 || p.CancelledAt != 5 || p.CardNumber != "527289******2305" {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = c.Cancel(ctx, api.CancelRequest{MerchantUID: "m1"})
	if err != nil {
		t.Error(err)
	}
	if _, err = c.Payment(ctx, "imps_1"); err != nil {
		t.Error(err)
	}
	if _, err = c.FindPayment(ctx, "m1", "cancelled"); err != nil {
		t.Error(err)
	}
	_, err = c.Cancel(ctx, api.CancelRequest{ImpUID: "imps_2"})
	kindOf(t, err, api.KindUndecided)
	_, err = c.Payment(ctx, "imps_2")
	kindOf(t, err, api.KindUndecided)
	_, err = c.FindPayment(ctx, "m2", "")
	kindOf(t, err, api.KindUndecided)
}
