package api

import (
	"context"
	"net/url"
	"strconv"
	"time"
)

// Schedule is one planned charge. Times are UNIX s, 0 where they do not apply.
type Schedule struct {
	CustomerUID, MerchantUID, ImpUID string
	Name, Currency                   string
	Status                           string // scheduled, executed or revoked
	PaymentStatus                    string // paid, failed, cancelled, or "" before it ran
	FailReason                       string
	PGProvider, PGID                 string
	Amount                           int64 // won
	ScheduleAt, ExecutedAt           int64
	RevokedAt                        int64
}

// SchedulePage is one page. Previous and Next are page numbers, 0 where there is none.
type SchedulePage struct {
	Total, Previous, Next int
	List                  []Schedule
}

type wireSchedule struct {
	CustomerUID   text   `json:"customer_uid"`
	MerchantUID   text   `json:"merchant_uid"`
	ImpUID        text   `json:"imp_uid"`
	Name          text   `json:"name"`
	Currency      text   `json:"currency"`
	Status        text   `json:"schedule_status"`
	PaymentStatus text   `json:"payment_status"`
	FailReason    text   `json:"fail_reason"`
	PGProvider    text   `json:"pg_provider"`
	PGID          text   `json:"pg_id"`
	Amount        number `json:"amount"`
	ScheduleAt    number `json:"schedule_at"`
	ExecutedAt    number `json:"executed_at"`
	RevokedAt     number `json:"revoked_at"`
}

func (w *wireSchedule) schedule() Schedule {
	return Schedule{
		CustomerUID: safeText(string(w.CustomerUID)), MerchantUID: safeText(string(w.MerchantUID)), ImpUID: safeText(string(w.ImpUID)),
		Name: safeMessage(string(w.Name)), Currency: safeText(string(w.Currency)),
		Status: safeText(string(w.Status)), PaymentStatus: safeText(string(w.PaymentStatus)),
		FailReason: safeMessage(string(w.FailReason)),
		PGProvider: safeText(string(w.PGProvider)), PGID: safeText(string(w.PGID)),
		Amount: w.Amount.n, ScheduleAt: w.ScheduleAt.n, ExecutedAt: w.ExecutedAt.n, RevokedAt: w.RevokedAt.n,
	}
}

// Schedules lists planned charges of uid with from ≤ schedule_at < to, newest first. The server takes windows of up
// to three months. status is scheduled, executed, revoked or "" for all; page counts from 1, 0 leaves it out.
//
// GET /subscribe/customers/{customer_uid}/schedules
func (c *Client) Schedules(ctx context.Context, uid string, from, to time.Time, status string, page int) (SchedulePage, error) {
	k := get("schedules", routeCustomer+"/schedules", uid)
	k.query = paged(page)
	k.query.Set("from", strconv.FormatInt(from.Unix(), 10))
	k.query.Set("to", strconv.FormatInt(to.Unix(), 10))
	if status != "" {
		k.query.Set("schedule-status", status)
	}
	var l list[wireSchedule]
	err := c.do(ctx, k, &l)
	return SchedulePage{Total: l.total, Previous: l.previous, Next: l.next, List: turn(l, (*wireSchedule).schedule)}, err
}

func paged(page int) url.Values {
	if page == 0 {
		return url.Values{}
	}
	return url.Values{"page": {strconv.Itoa(page)}}
}

// items makes a call whose response is a list.
func items[W, T any](ctx context.Context, c *Client, k call, one func(*W) T) ([]T, error) {
	var l list[W]
	if err := c.do(ctx, k, &l); err != nil {
		return nil, err
	}
	return turn(l, one), nil
}

func turn[W, T any](l list[W], one func(*W) T) []T {
	out := make([]T, len(l.items))
	for i := range l.items {
		out[i] = one(&l.items[i])
	}
	return out
}
