package sandbox

import (
	"fmt"
	"slices"
)

// payment is a payment on the wire (PaymentAnnotation) and in the state file. Amounts are won, times UNIX seconds, 0 when
// it did not happen; pointers are the members that may be null.
type payment struct {
	ImpUID        string         `json:"imp_uid"`
	MerchantUID   string         `json:"merchant_uid"`
	PayMethod     string         `json:"pay_method"`
	Channel       string         `json:"channel"`
	PG            string         `json:"pg_provider"`
	EmbPG         *string        `json:"emb_pg_provider"`
	PGTID         string         `json:"pg_tid"`
	MID           string         `json:"pg_id"`
	Sandbox       bool           `json:"sandbox"`
	Escrow        bool           `json:"escrow"`
	ApplyNum      *string        `json:"apply_num"`
	BankCode      *string        `json:"bank_code"`
	BankName      *string        `json:"bank_name"`
	CardCode      *string        `json:"card_code"`
	CardName      *string        `json:"card_name"`
	IssuerCode    *string        `json:"card_issuer_code"`
	IssuerName    *string        `json:"card_issuer_name"`
	PublisherCode *string        `json:"card_publisher_code"`
	PublisherName *string        `json:"card_publisher_name"`
	Quota         int            `json:"card_quota"`
	CardNumber    *string        `json:"card_number"` // masked
	CardType      *int           `json:"card_type"`
	VbankCode     *string        `json:"vbank_code"`
	VbankName     *string        `json:"vbank_name"`
	VbankNum      *string        `json:"vbank_num"`
	VbankHolder   *string        `json:"vbank_holder"`
	VbankDate     int64          `json:"vbank_date"`
	VbankIssuedAt int64          `json:"vbank_issued_at"`
	Name          *string        `json:"name"`
	Amount        float64        `json:"amount"`
	CancelAmount  float64        `json:"cancel_amount"`
	Currency      string         `json:"currency"`
	BuyerName     *string        `json:"buyer_name"`
	BuyerEmail    *string        `json:"buyer_email"`
	BuyerTel      *string        `json:"buyer_tel"`
	BuyerAddr     *string        `json:"buyer_addr"`
	BuyerPostcode *string        `json:"buyer_postcode"`
	CustomData    *string        `json:"custom_data"`
	UserAgent     *string        `json:"user_agent"`
	Status        string         `json:"status"` // paid, failed, cancelled
	StartedAt     int64          `json:"started_at"`
	PaidAt        int64          `json:"paid_at"`
	FailedAt      int64          `json:"failed_at"`
	CancelledAt   int64          `json:"cancelled_at"`
	FailReason    *string        `json:"fail_reason"`
	CancelReason  *string        `json:"cancel_reason"`
	ReceiptURL    *string        `json:"receipt_url"`
	CancelHistory []cancellation `json:"cancel_history"`
	CancelURLs    []string       `json:"cancel_receipt_urls"`
	CashReceipt   bool           `json:"cash_receipt_issued"`
	CustomerUID   *string        `json:"customer_uid"`
	Usage         *string        `json:"customer_uid_usage"`
}

// cancellation is one entry of cancel_history.
type cancellation struct {
	PGTID       string  `json:"pg_tid"`
	Amount      float64 `json:"amount"`
	CancelledAt int64   `json:"cancelled_at"`
	Reason      string  `json:"reason"`
	ID          string  `json:"cancellation_id"`
	ReceiptURL  *string `json:"receipt_url"`
}

// newPayment is a payment that is about to be asked for, with the card's side of it.
func (s *Server) newPayment(c *call, k customer) *payment {
	s.state.Serial++
	now := c.now.Unix()
	p := &payment{
		ImpUID: fmt.Sprintf("imps_%012d", s.state.Serial), MerchantUID: c.text("merchant_uid"), PayMethod: "card", Channel: "api",
		PG: k.PG, PGTID: fmt.Sprintf("practice%010d", s.state.Serial), MID: k.MID, Sandbox: k.Sandbox, CardCode: k.CardCode,
		CardName: &k.CardName, IssuerCode: k.IssuerCode, IssuerName: k.IssuerName, PublisherCode: k.PublisherCode,
		PublisherName: k.PublisherName, CardNumber: k.CardNumber, CardType: k.CardType, Name: c.orNull("name"),
		Currency: orElse(c.text("currency"), "KRW"), BuyerName: orOther(c.orNull("buyer_name"), clip(k.Name, 16)),
		BuyerEmail: orOther(c.orNull("buyer_email"), clip(k.Email, 64)), BuyerTel: orOther(c.orNull("buyer_tel"), clip(k.Tel, 16)),
		BuyerAddr:     orOther(c.orNull("buyer_addr"), clip(k.Addr, 128)),
		BuyerPostcode: orOther(c.orNull("buyer_postcode"), k.Postcode), CustomData: c.orNull("custom_data"),
		Status: "ready", StartedAt: now, CancelHistory: []cancellation{}, CancelURLs: []string{},
	}
	p.Amount, _ = c.number("amount")
	if quota, given := c.number("card_quota"); given {
		p.Quota = int(quota)
	}
	return p
}

func orOther(v, other *string) *string {
	if v == nil {
		return other
	}
	return v
}

// clip shortens a stored customer_… value to what a buyer_… may hold, in characters.
func clip(v *string, limit int) *string {
	if v == nil {
		return nil
	}
	if r := []rune(*v); len(r) > limit {
		short := string(r[:limit])
		return &short
	}
	return v
}

// settle marks the payment paid, or failed when there is a reason.
func (p *payment) settle(now int64, reason string) {
	if reason != "" {
		p.Status, p.FailedAt, p.FailReason = "failed", now, &reason
		return
	}
	approval := p.PGTID[len(p.PGTID)-8:]
	receipt := "https://receipt.invalid/" + p.PGTID
	p.Status, p.PaidAt, p.ApplyNum, p.ReceiptURL = "paid", now, &approval, &receipt
}

// used tells whether a merchant_uid has been paid with. One whose payment failed may be used again.
func (st *state) used(merchantUID string) bool {
	return slices.ContainsFunc(st.byMerchant[merchantUID], func(p *payment) bool { return p.Status != "failed" })
}

func (s *Server) putPayment(p *payment) {
	if old := s.state.byImp[p.ImpUID]; old != nil {
		*old = *p
		return
	}
	s.state.Payments = append(s.state.Payments, p)
	s.state.byImp[p.ImpUID] = p
	s.state.byMerchant[p.MerchantUID] = append(s.state.byMerchant[p.MerchantUID], p)
}
