package api

import (
	"context"
	"encoding/json"
	"net/url"

	"billkey/api/card"
)

// Statuses of a payment. A partly cancelled one is cancelled too: compare CancelAmount with Amount.
const (
	PaymentPaid      = "paid"
	PaymentFailed    = "failed"
	PaymentCancelled = "cancelled"
)

// Payment is one charge. Times are UNIX s, 0 where they do not apply; amounts are won.
type Payment struct {
	ImpUID, MerchantUID, CustomerUID string
	Name, Currency, Status           string
	FailReason, CancelReason         string
	PGProvider, PGID, PGTID          string
	CardName, CardCode, CardNumber   string // the number is first six, stars, last four
	ApplyNum, ReceiptURL             string
	Amount, CancelAmount             int64
	StartedAt, PaidAt                int64
	FailedAt, CancelledAt            int64
	Sandbox                          *bool
}

// PaymentPage is one page. Previous and Next are page numbers, 0 where there is none.
type PaymentPage struct {
	Total, Previous, Next int
	List                  []Payment
}

// AgainRequest is a charge on a billing key. The first four fields are required; MerchantUID must never have been used.
type AgainRequest struct {
	CustomerUID   string `json:"customer_uid"`
	MerchantUID   string `json:"merchant_uid"` // at most 40 characters
	Amount        int64  `json:"amount"`       // won
	Name          string `json:"name"`         // of the order, at most 40 characters
	BuyerName     string `json:"buyer_name,omitempty"`
	BuyerEmail    string `json:"buyer_email,omitempty"`
	BuyerTel      string `json:"buyer_tel,omitempty"`
	BuyerAddr     string `json:"buyer_addr,omitempty"`
	BuyerPostcode string `json:"buyer_postcode,omitempty"`
	ProductType   string `json:"product_type,omitempty"` // real or digital; ksnet needs it
	CustomData    string `json:"custom_data,omitempty"`
	ChannelKey    string `json:"channel_key,omitempty"`
}

// CancelRequest takes a charge back. One of the two ids is needed; ImpUID wins.
type CancelRequest struct {
	ImpUID      string `json:"imp_uid,omitempty"`
	MerchantUID string `json:"merchant_uid,omitempty"`
	Amount      int64  `json:"amount,omitempty"`   // won; 0 is all that is left
	Checksum    *int64 `json:"checksum,omitempty"` // what the caller believes can still be cancelled; a mismatch is refused
	Reason      string `json:"reason,omitempty"`
}

type wirePayment struct {
	ImpUID       text   `json:"imp_uid"`
	MerchantUID  text   `json:"merchant_uid"`
	CustomerUID  text   `json:"customer_uid"`
	Name         text   `json:"name"`
	Currency     text   `json:"currency"`
	Status       text   `json:"status"`
	FailReason   text   `json:"fail_reason"`
	CancelReason text   `json:"cancel_reason"`
	PGProvider   text   `json:"pg_provider"`
	PGID         text   `json:"pg_id"`
	PGTID        text   `json:"pg_tid"`
	CardName     text   `json:"card_name"`
	CardCode     text   `json:"card_code"`
	CardNumber   text   `json:"card_number"`
	ApplyNum     text   `json:"apply_num"`
	ReceiptURL   text   `json:"receipt_url"`
	Amount       number `json:"amount"`
	CancelAmount number `json:"cancel_amount"`
	StartedAt    number `json:"started_at"`
	PaidAt       number `json:"paid_at"`
	FailedAt     number `json:"failed_at"`
	CancelledAt  number `json:"cancelled_at"`
	Sandbox      flag   `json:"sandbox"`
}

func (w *wirePayment) payment() Payment {
	return Payment{
		ImpUID: safeText(string(w.ImpUID)), MerchantUID: safeText(string(w.MerchantUID)), CustomerUID: safeText(string(w.CustomerUID)),
		Name: safeMessage(string(w.Name)), Currency: safeText(string(w.Currency)), Status: safeText(string(w.Status)),
		FailReason: safeMessage(string(w.FailReason)), CancelReason: safeMessage(string(w.CancelReason)),
		PGProvider: safeText(string(w.PGProvider)), PGID: safeText(string(w.PGID)), PGTID: safeText(string(w.PGTID)),
		CardName: safeMessage(string(w.CardName)), CardCode: safeText(string(w.CardCode)),
		CardNumber: card.Mask(string(w.CardNumber)),
		ApplyNum:   safeText(string(w.ApplyNum)), ReceiptURL: safeText(string(w.ReceiptURL)),
		Amount: w.Amount.n, CancelAmount: w.CancelAmount.n, Sandbox: w.Sandbox.v,
		StartedAt: w.StartedAt.n, PaidAt: w.PaidAt.n, FailedAt: w.FailedAt.n, CancelledAt: w.CancelledAt.n,
	}
}

// Payments lists the charges on uid, 20 a page. page counts from 1, 0 leaves it out.
//
// GET /subscribe/customers/{customer_uid}/payments
func (c *Client) Payments(ctx context.Context, uid string, page int) (PaymentPage, error) {
	k := get("payments", routeCustomer+"/payments", uid)
	k.query = paged(page)
	var l list[wirePayment]
	err := c.do(ctx, k, &l)
	return PaymentPage{Total: l.total, Previous: l.previous, Next: l.next, List: turn(l, (*wirePayment).payment)}, err
}

// Again charges a billing key. It succeeds only if the code is 0 and the status is paid. A charge that reached the PG
// and failed returns the payment beside an error of [KindDeclined] with its fail_reason.
//
// POST /subscribe/payments/again
func (c *Client) Again(ctx context.Context, r AgainRequest) (Payment, error) {
	if r.CustomerUID == "" || r.MerchantUID == "" || r.Amount <= 0 || r.Name == "" {
		return Payment{}, &Error{Op: "again", Kind: KindRefused, Err: errIncomplete}
	}
	k := post("again", "/subscribe/payments/again", issueLimit, jsonBody(r))
	p, err := c.onePayment(ctx, k, "", r.MerchantUID)
	if err != nil || p.Status == PaymentPaid {
		return p, err
	}
	e := &Error{Op: "again", Status: 200, HasCode: true, Message: p.FailReason}
	if p.Status == PaymentFailed {
		e.Kind = KindDeclined
	}
	return p, e
}

// FindPayment looks up the newest charge with merchantUID; status (ready, paid, cancelled, failed) narrows it, "" does
// not. None is [ErrNotFound].
//
// GET /payments/find/{merchant_uid}/{payment_status}
func (c *Client) FindPayment(ctx context.Context, merchantUID, status string) (Payment, error) {
	k := get("payment", "/payments/find/{merchant_uid}", merchantUID)
	if status != "" {
		k = get("payment", "/payments/find/{merchant_uid}/{payment_status}", merchantUID, status)
	}
	return c.onePayment(ctx, k, "", merchantUID)
}

// Payment looks up one charge, also one on a test channel. None is [ErrNotFound].
//
// GET /payments/{imp_uid}
func (c *Client) Payment(ctx context.Context, impUID string) (Payment, error) {
	k := get("payment", "/payments/{imp_uid}", impUID)
	k.query = url.Values{"include_sandbox": {"true"}}
	return c.onePayment(ctx, k, impUID, "")
}

// Cancel takes a charge back and returns its new state. The time limit is that of a charge: the PG answers within it.
//
// POST /payments/cancel
func (c *Client) Cancel(ctx context.Context, r CancelRequest) (Payment, error) {
	if r.ImpUID == "" && r.MerchantUID == "" {
		return Payment{}, &Error{Op: "cancel", Kind: KindRefused, Err: errIncomplete}
	}
	merchant := r.MerchantUID
	if r.ImpUID != "" {
		merchant = "" // the server looks at imp_uid alone
	}
	return c.onePayment(ctx, post("cancel", "/payments/cancel", issueLimit, jsonBody(r)), r.ImpUID, merchant)
}

// onePayment makes the call and refuses an answer about another payment; an empty id is not compared.
func (c *Client) onePayment(ctx context.Context, k call, imp, merchant string) (Payment, error) {
	var w wirePayment
	k.asked = func() bool {
		return (imp == "" || string(w.ImpUID) == imp) && (merchant == "" || string(w.MerchantUID) == merchant)
	}
	if err := c.do(ctx, k, &w); err != nil {
		return Payment{}, err
	}
	return w.payment(), nil
}

// jsonBody is for bodies without secrets.
func jsonBody(v any) func() []byte {
	return func() []byte {
		b, err := json.Marshal(v)
		if err != nil { // plain structs of texts and numbers always marshal
			return []byte("{}")
		}
		return b
	}
}
