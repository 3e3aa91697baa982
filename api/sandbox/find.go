package sandbox

import (
	"net/http"
	"slices"
	"strconv"
)

const noPayment = "존재하지 않는 결제정보입니다."

// pageSize is the length of a page of payments.
const pageSize = 20

// paged is PagedPaymentAnnotation. Previous and next are page numbers, 0 for none.
type paged struct {
	Total    int `json:"total"`
	Previous int `json:"previous"`
	Next     int `json:"next"`
	List     any `json:"list"`
}

// pageOf cuts a page, counted from 1, out of all.
func pageOf[T any](c *call, all []T) (paged, []T) {
	page, err := strconv.Atoi(c.query.Get("page"))
	if err != nil || page < 1 {
		page = 1
	}
	from := min((page-1)*pageSize, len(all))
	to := min(from+pageSize, len(all))
	p := paged{Total: len(all), Previous: page - 1}
	if to < len(all) {
		p.Next = page + 1
	}
	return p, all[from:to]
}

// viewPayment is GET /payments/{imp_uid}. Payments of test channels need include_sandbox=true.
func viewPayment(s *Server, c *call) reply {
	p := s.state.byImp[c.vars[0]]
	if p == nil || p.Sandbox && c.query.Get("include_sandbox") != "true" {
		return refuse(http.StatusNotFound, 1, noPayment)
	}
	return ok(*p)
}

// viewPayments is GET /payments?imp_uid[]=…&merchant_uid[]=…: 200 when all are known, 207 some, 404 none.
func viewPayments(s *Server, c *call) reply {
	imps, merchants := c.query["imp_uid[]"], c.query["merchant_uid[]"]
	found := []payment{}
	for _, imp := range imps {
		if p := s.state.byImp[imp]; p != nil {
			found = append(found, *p)
		}
	}
	for _, m := range merchants {
		if of := s.state.byMerchant[m]; len(of) > 0 {
			found = append(found, *of[len(of)-1])
		}
	}
	switch len(found) {
	case 0:
		return refuse(http.StatusNotFound, 1, noPayment)
	case len(imps) + len(merchants):
		return ok(found)
	}
	return reply{status: http.StatusMultiStatus, response: found}
}

// findPayment is GET /payments/find/{merchant_uid}[/{payment_status}]: the newest payment, or by sorting=started the oldest.
func findPayment(s *Server, c *call) reply {
	all, r, bad := s.paymentsOf(c)
	if bad {
		return r
	}
	return ok(*all[0])
}

// findPayments is GET /payments/findAll/{merchant_uid}[/{payment_status}], a page at a time.
func findPayments(s *Server, c *call) reply {
	all, r, bad := s.paymentsOf(c)
	if bad {
		return r
	}
	p, list := pageOf(c, all)
	p.List = list
	return ok(p)
}

func (s *Server) paymentsOf(c *call) ([]*payment, reply, bool) {
	status := append(c.vars, "")[1]
	if !slices.Contains([]string{"", "ready", "paid", "cancelled", "failed"}, status) {
		return nil, refuse(http.StatusBadRequest, 1, "지원되지 않는 상태값입니다."), true
	}
	var all []*payment
	for _, p := range s.state.byMerchant[c.vars[0]] {
		if status == "" || p.Status == status {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		return nil, refuse(http.StatusNotFound, 1, noPayment), true
	}
	if c.query.Get("sorting") != "started" {
		slices.Reverse(all)
	}
	return all, reply{}, false
}

// listPayments is GET /subscribe/customers/{customer_uid}/payments, newest first.
func listPayments(s *Server, c *call) reply {
	uid := s.uid(c.vars[0])
	all := []payment{}
	for _, p := range slices.Backward(s.state.Payments) {
		if p.CustomerUID != nil && s.uid(*p.CustomerUID) == uid {
			all = append(all, *p)
		}
	}
	if len(all) == 0 && s.state.Keys[uid] == nil {
		return refuse(http.StatusNotFound, 1, "요청하신 customer_uid("+c.vars[0]+")로 등록된 정보를 찾을 수 없습니다.")
	}
	p, list := pageOf(c, all)
	p.List = list
	return ok(p)
}
