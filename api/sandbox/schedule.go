package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// scheduled is a charge for later (ScheduleResultAnnotation). Times are UNIX seconds, 0 when it did not happen.
type scheduled struct {
	CustomerUID   string  `json:"customer_uid"`
	MerchantUID   string  `json:"merchant_uid"`
	ImpUID        *string `json:"imp_uid"`
	PG            *string `json:"pg_provider"`
	MID           *string `json:"pg_id"`
	CustomerID    *string `json:"customer_id"`
	ScheduleAt    int64   `json:"schedule_at"`
	ExecutedAt    int64   `json:"executed_at"`
	RevokedAt     int64   `json:"revoked_at"`
	Amount        float64 `json:"amount"`
	Currency      string  `json:"currency"`
	Name          *string `json:"name"`
	BuyerName     *string `json:"buyer_name"`
	BuyerEmail    *string `json:"buyer_email"`
	BuyerTel      *string `json:"buyer_tel"`
	BuyerAddr     *string `json:"buyer_addr"`
	BuyerPostcode *string `json:"buyer_postcode"`
	CustomData    *string `json:"custom_data"`
	Status        string  `json:"schedule_status"` // scheduled, executed, revoked
	PaymentStatus *string `json:"payment_status"`
	FailReason    *string `json:"fail_reason"`
	PromotionID   *string `json:"promotion_id"`
}

// schedule is POST /subscribe/payments/schedule for a customer_uid with a key, JSON only.
func schedule(s *Server, c *call) reply {
	if r, bad := c.check("customer_uid", "schedules"); bad {
		return r
	}
	k := s.state.Keys[s.uid(c.text("customer_uid"))]
	if k == nil {
		return refuse(http.StatusOK, 1, "등록된 고객정보가 없습니다.")
	}
	var asked []scheduled
	if json.Unmarshal(c.body["schedules"], &asked) != nil || len(asked) == 0 {
		return missing("schedules")
	}
	made := make([]*scheduled, len(asked))
	for i, a := range asked {
		if a.MerchantUID == "" || utf8.RuneCountInString(a.MerchantUID) > 40 || a.Amount <= 0 || a.ScheduleAt <= c.now.Unix() {
			return refuse(http.StatusOK, 1, "예약 정보가 올바르지 않습니다.")
		}
		if s.state.used(a.MerchantUID) || s.pending(a.MerchantUID) {
			return refuse(http.StatusOK, 1, alreadyOrdered)
		}
		made[i] = a.fresh(k.Customer)
	}
	s.state.Schedules = append(s.state.Schedules, made...)
	s.save()
	return ok(made)
}

// fresh is the schedule as asked for, without what the caller has no say in.
func (a scheduled) fresh(k customer) *scheduled {
	return &scheduled{
		CustomerUID: k.UID, MerchantUID: a.MerchantUID, PG: &k.PG, MID: &k.MID, CustomerID: k.CustomerID, ScheduleAt: a.ScheduleAt,
		Amount: a.Amount, Currency: orElse(a.Currency, "KRW"), Name: clip(a.Name, 40), BuyerName: clip(a.BuyerName, 16),
		BuyerEmail: clip(a.BuyerEmail, 64), BuyerTel: clip(a.BuyerTel, 16), BuyerAddr: clip(a.BuyerAddr, 128),
		BuyerPostcode: clip(a.BuyerPostcode, 8), CustomData: a.CustomData, Status: "scheduled",
	}
}

func (s *Server) pending(merchantUID string) bool {
	return slices.ContainsFunc(s.state.Schedules, func(p *scheduled) bool {
		return p.MerchantUID == merchantUID && p.Status == "scheduled"
	})
}

// unschedule is POST /subscribe/payments/unschedule: one merchant_uid, or all of the customer_uid.
func unschedule(s *Server, c *call) reply {
	if r, bad := c.check("customer_uid"); bad {
		return r
	}
	revoked := []*scheduled{}
	for _, p := range s.state.Schedules {
		one := c.text("merchant_uid")
		if p.CustomerUID == c.text("customer_uid") && p.Status == "scheduled" && (one == "" || one == p.MerchantUID) {
			p.Status, p.RevokedAt = "revoked", c.now.Unix()
			revoked = append(revoked, p)
		}
	}
	if len(revoked) == 0 {
		return refuse(http.StatusOK, 1, "취소할 예약결제 기록이 존재하지 않습니다.")
	}
	s.save()
	return ok(revoked)
}

// threeMonths is the widest window of a schedule list.
const threeMonths = 93 * 24 * time.Hour

// listSchedules is GET /subscribe/customers/{customer_uid}/schedules: from ≤ schedule_at < to, newest first.
func listSchedules(s *Server, c *call) reply {
	from, err1 := strconv.ParseInt(c.query.Get("from"), 10, 64)
	to, err2 := strconv.ParseInt(c.query.Get("to"), 10, 64)
	if err1 != nil || err2 != nil || to < from || to-from > int64(threeMonths/time.Second) {
		return refuse(http.StatusBadRequest, 1, "from, to 파라메터가 올바르지 않습니다. (최대 3개월)")
	}
	status := c.query.Get("schedule-status")
	if !slices.Contains([]string{"", "scheduled", "executed", "revoked"}, status) {
		return refuse(http.StatusBadRequest, 1, "지원되지 않는 상태값입니다.")
	}
	all := []*scheduled{}
	for _, p := range slices.Backward(s.state.Schedules) {
		if s.uid(p.CustomerUID) == s.uid(c.vars[0]) && p.ScheduleAt >= from && p.ScheduleAt < to && (status == "" || p.Status == status) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b *scheduled) int { return cmp.Compare(b.ScheduleAt, a.ScheduleAt) })
	p, list := pageOf(c, all)
	if s.sw.SchedulesAsPage {
		p.List = list
		return ok(p)
	}
	return ok(list)
}

// runSchedules makes the charges that are due, each on the key that is behind its customer_uid by then.
func (s *Server) runSchedules(now time.Time) {
	ran := false
	for _, p := range s.state.Schedules {
		if p.Status == "scheduled" && p.ScheduleAt <= now.Unix() {
			s.run(p)
			ran = true
		}
	}
	if ran {
		s.save()
	}
}

func (s *Server) run(p *scheduled) {
	p.Status, p.ExecutedAt = "executed", p.ScheduleAt
	k := s.state.Keys[s.uid(p.CustomerUID)]
	if k == nil {
		failed, why := "failed", "등록되지 않은 구매자입니다."
		p.PaymentStatus, p.FailReason = &failed, &why
		return
	}
	pay := s.newPayment(&call{now: time.Unix(p.ScheduleAt, 0)}, k.Customer)
	usage := "payment.scheduled"
	pay.MerchantUID, pay.Amount, pay.Name, pay.Currency = p.MerchantUID, p.Amount, p.Name, p.Currency
	pay.CustomerUID, pay.Usage = &k.Customer.UID, &usage
	pay.settle(p.ScheduleAt, chargeRefusal(pay, k))
	s.putPayment(pay)
	p.ImpUID, p.PaymentStatus, p.FailReason, p.PG, p.MID = &pay.ImpUID, &pay.Status, pay.FailReason, &pay.PG, &pay.MID
}
