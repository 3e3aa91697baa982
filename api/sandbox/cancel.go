package sandbox

import (
	"fmt"
	"net/http"
	"slices"
)

// cancel is POST /payments/cancel. amount missing or 0 is all that is left; checksum is what the caller believes is left.
func cancel(s *Server, c *call) reply {
	imp, merchant := c.text("imp_uid"), c.text("merchant_uid")
	if imp == "" && merchant == "" {
		return refuse(http.StatusBadRequest, 1, "imp_uid 또는 merchant_uid 중 하나를 지정해주셔야합니다.")
	}
	old := s.toCancel(imp, merchant)
	if old == nil {
		return refuse(http.StatusOK, 1, "취소할 결제건이 존재하지 않습니다.")
	}
	left := old.Amount - old.CancelAmount
	if left <= 0 {
		return refuse(http.StatusOK, 1, "이미 전액취소된 주문입니다.")
	}
	if sum, given := c.number("checksum"); given && sum != left {
		return refuse(http.StatusOK, 1, "취소 가능 금액(checksum)이 일치하지 않습니다.")
	}
	amount, given := c.number("amount")
	if !given || amount == 0 {
		amount = left
	}
	if amount < 0 || amount > left {
		return refuse(http.StatusOK, 1, "취소 요청 금액이 취소 가능 금액보다 큽니다.")
	}
	p := old.cancelled(amount, c.now.Unix(), orElse(c.text("reason"), "취소요청api"))
	s.commit(c, change{Payment: p})
	return ok(*p)
}

// toCancel finds the payment. imp_uid wins: a wrong one fails even when merchant_uid is right.
func (s *Server) toCancel(imp, merchant string) *payment {
	if imp != "" {
		if p := s.state.byImp[imp]; p != nil && p.Status != "failed" {
			return p
		}
		return nil
	}
	for _, p := range slices.Backward(s.state.byMerchant[merchant]) {
		if p.Status != "failed" {
			return p
		}
	}
	return nil
}

// cancelled is the payment after the cancellation. Status is cancelled after a partial one as well.
func (p *payment) cancelled(amount float64, now int64, reason string) *payment {
	next := *p
	id := fmt.Sprintf("%s_%d", p.ImpUID, len(p.CancelHistory)+1)
	receipt := "https://receipt.invalid/" + id
	next.CancelHistory = append(slices.Clone(p.CancelHistory), cancellation{p.PGTID, amount, now, reason, id, &receipt})
	next.CancelURLs = append(slices.Clone(p.CancelURLs), receipt)
	next.CancelAmount += amount
	next.Status, next.CancelledAt, next.CancelReason = "cancelled", now, &reason
	return &next
}
