package sandbox

import "net/http"

const alreadyOrdered = "이미 주문이 이루어진 건입니다."

// again is POST /subscribe/payments/again: a charge on a billing key.
func again(s *Server, c *call) reply {
	if r, bad := c.check("customer_uid", "merchant_uid", "amount", "name"); bad {
		return r
	}
	k := s.state.Keys[s.uid(c.text("customer_uid"))]
	if k == nil {
		return refuse(http.StatusOK, 1, "등록되지 않은 구매자입니다.")
	}
	if r, bad := s.orderFields(c, k.Customer.PG); bad {
		return r
	}
	p := s.newPayment(c, k.Customer)
	usage := "payment"
	p.CustomerUID, p.Usage = &k.Customer.UID, &usage
	return s.charge(c, p, k)
}

// onetime is POST /subscribe/payments/onetime: a charge on a card, which also issues a key when customer_uid is given.
func onetime(s *Server, c *call) reply {
	if r, bad := c.check("merchant_uid", "amount", "card_number", "expiry"); bad {
		return r
	}
	ch, found := s.channelFor(c)
	if !found {
		return refuse(http.StatusOK, 1, noChannel)
	}
	if r, bad := s.orderFields(c, ch.PG); bad {
		return r
	}
	digits := digitsOf(c.body["card_number"])
	defer clear(digits)
	card := magic[string(digits)]
	if s.strike(c, card); c.fault.before() {
		return s.early(c)
	}
	if text := s.verdict(c, ch, card, digits); text != "" {
		return refuse(http.StatusOK, -1, onetimeFailed+text)
	}
	k := s.newRecord(c, ch, card, digits)
	p := s.newPayment(c, k.Customer)
	if uid := c.text("customer_uid"); uid != "" && ch.PG != "ksnet" && ch.PG != "tosspayments" {
		usage := "issue"
		k.Customer.UID, p.CustomerUID, p.Usage = uid, &uid, &usage
		s.commit(c, change{Key: k})
	}
	return s.charge(c, p, k)
}

// orderFields refuses an order that lacks what the PG needs, has no sensible amount, or was paid before.
func (s *Server) orderFields(c *call, pg string) (reply, bool) {
	needs := map[string][]string{
		"ksnet": {"buyer_name", "product_type"}, "welcome": {"buyer_name"},
	}[pg]
	if pg == "html5_inicis" && c.route.template == "/subscribe/payments/onetime" {
		needs = []string{"name", "buyer_name", "buyer_email", "buyer_tel"}
	}
	if r, bad := c.check(needs...); bad {
		return r, true
	}
	if amount, given := c.number("amount"); !given || amount <= 0 {
		return refuse(http.StatusOK, 1, `["amount"] 파라메터가 올바르지 않습니다.`), true
	}
	if s.state.used(c.text("merchant_uid")) {
		return refuse(http.StatusOK, 1, alreadyOrdered), true
	}
	return reply{}, false
}

// charge asks the PG for the money. A refusal is a payment too: status failed.
func (s *Server) charge(c *call, p *payment, k *record) reply {
	reason := chargeRefusal(p, k)
	p.settle(c.now.Unix(), reason)
	s.commit(c, change{Payment: p})
	if reason != "" && s.sw.ChargeDeclineAsError {
		return refuse(http.StatusOK, -1, reason)
	}
	return ok(*p)
}

func chargeRefusal(p *payment, k *record) string {
	if k.Charge != "" {
		for _, m := range chargeCards {
			if m.Code == k.Charge {
				return m.Message
			}
		}
	}
	if p.PG == "kcp" && p.Sandbox && (p.Amount < 1000 || p.Amount > 5004) {
		return "[8129]테스트거래 금액오류(일시불 1,000~5,004 할부 50,004)"
	}
	if p.Amount < 100 {
		return "신용카드는 결제금액이 100원 이상이어야 합니다."
	}
	return ""
}
