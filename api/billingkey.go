package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"billkey/api/card"
)

// BillingKey is the key behind one customer_uid, as the server describes it. Texts are "" where the server sent none.
type BillingKey struct {
	CustomerUID  string
	PGProvider   string // pg code, e.g. nice_v2
	PGID         string // MID
	CardName     string // card company, e.g. 현대카드
	CardCode     string // three-digit bank association code
	IssuerName   string
	CardNumber   string // first six, stars, last four
	CustomerName string
	CardType     *int  // 0 credit, 1 check; nil where the PG does not tell
	Sandbox      *bool // made on a test channel; nil from servers that do not tell
	Inserted     int64 // first registration, UNIX s
	Updated      int64 // last registration, UNIX s
}

// IssueRequest is what a key is issued from.
type IssueRequest struct {
	Card       *card.Card
	ChannelKey string // channel-key-…, optional
	PG         string // "{pg code}" or "{pg code}.{MID}", optional
}

type wireKey struct {
	CustomerUID  text   `json:"customer_uid"`
	PGProvider   text   `json:"pg_provider"`
	PGID         text   `json:"pg_id"`
	CardName     text   `json:"card_name"`
	CardCode     text   `json:"card_code"`
	IssuerName   text   `json:"card_issuer_name"`
	CardNumber   text   `json:"card_number"`
	CustomerName text   `json:"customer_name"`
	CardType     number `json:"card_type"`
	Sandbox      flag   `json:"sandbox"`
	Inserted     number `json:"inserted"`
	Updated      number `json:"updated"`
	// Succeeded is filled for a key that stands for several channels.
	Succeeded []wireKey `json:"succeededChannels"`
}

// key turns the wire form into ours. A key over several channels is described by its first one.
func (w *wireKey) key() BillingKey {
	if len(w.Succeeded) > 0 && w.PGProvider == "" {
		first := w.Succeeded[0]
		first.CustomerUID, first.CustomerName, first.Succeeded = w.CustomerUID, w.CustomerName, nil
		return first.key()
	}
	return BillingKey{
		CustomerUID:  string(w.CustomerUID),
		PGProvider:   safeText(string(w.PGProvider)),
		PGID:         safeText(string(w.PGID)),
		CardName:     safeMessage(string(w.CardName)),
		CardCode:     safeText(string(w.CardCode)),
		IssuerName:   safeMessage(string(w.IssuerName)),
		CardNumber:   card.Mask(string(w.CardNumber)),
		CustomerName: safeMessage(string(w.CustomerName)),
		CardType:     w.CardType.pointer(),
		Sandbox:      w.Sandbox.v,
		Inserted:     w.Inserted.n,
		Updated:      w.Updated.n,
	}
}

const routeCustomer = "/subscribe/customers/{customer_uid}"

// BillingKey looks up the key behind uid; none is [ErrNotFound], whichever form the server gives it.
//
// GET /subscribe/customers/{customer_uid}
func (c *Client) BillingKey(ctx context.Context, uid string) (BillingKey, error) {
	return c.oneKey(ctx, get("lookup", routeCustomer, uid), uid)
}

// maxUIDs is how many customer_uids one request asks for, so that the address stays short enough for any server.
const maxUIDs = 40

// BillingKeys looks up many keys. Those unknown to the server are left out of the result; none at all is no error.
//
// GET /subscribe/customers
func (c *Client) BillingKeys(ctx context.Context, uids []string) ([]BillingKey, error) {
	var all []BillingKey
	for some := range slices.Chunk(uids, maxUIDs) {
		for _, uid := range some {
			if err := checkElement(uid); err != nil {
				return nil, &Error{Op: "lookup", Kind: KindRefused, Err: err}
			}
		}
		var l list[wireKey]
		k := get("lookup", "/subscribe/customers")
		k.query = url.Values{"customer_uid[]": some}
		k.asked = func() bool {
			return !slices.ContainsFunc(l.items, func(w wireKey) bool { return !slices.Contains(some, string(w.CustomerUID)) })
		}
		if err := c.do(ctx, k, &l); err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		all = append(all, turn(l, (*wireKey).key)...)
	}
	return all, nil
}

// Issue registers the card under uid and returns the new key. A key already behind uid is replaced by the server
// without a question: look first. Exactly one POST is sent; after a 401, which the server answers before it does
// anything, the token is renewed, the body built again and sent once more. The body is wiped after the answer; the
// card is left to the caller.
//
// POST /subscribe/customers/{customer_uid}
func (c *Client) Issue(ctx context.Context, uid string, r IssueRequest) (BillingKey, error) {
	if r.Card == nil {
		return BillingKey{}, &Error{Op: "issue", Kind: KindRefused, Err: errIncomplete}
	}
	k := post("issue", routeCustomer, issueLimit, func() []byte { return issueBody(r) }, uid)
	return c.oneKey(ctx, k, uid)
}

// issueBody is built in one piece of sufficient size, so that no half-grown copy of the card is left behind.
func issueBody(r IssueRequest) []byte {
	const channel, pg = "channel_key", "pg"
	b := make([]byte, 0, 2+r.Card.JSONLen()+memberLen(channel, len(r.ChannelKey))+memberLen(pg, len(r.PG)))
	b = r.Card.AppendJSON(append(b, '{'))
	if r.ChannelKey != "" {
		b = appendMember(b, channel, []byte(r.ChannelKey))
	}
	if r.PG != "" {
		b = appendMember(b, pg, []byte(r.PG))
	}
	return append(b, '}')
}

// DeleteBillingKey removes the key behind uid for good and returns its last state. Pending schedules will fail.
// The reason is optional.
//
// DELETE /subscribe/customers/{customer_uid}
func (c *Client) DeleteBillingKey(ctx context.Context, uid, reason string) (BillingKey, error) {
	k := get("delete", routeCustomer, uid)
	k.method = http.MethodDelete
	if reason != "" {
		k.query = url.Values{"reason": {reason}}
	}
	return c.oneKey(ctx, k, uid)
}

// oneKey makes the call and refuses an answer about another customer_uid: it proves nothing about this one.
func (c *Client) oneKey(ctx context.Context, k call, uid string) (BillingKey, error) {
	var w wireKey
	k.asked = func() bool { return string(w.CustomerUID) == uid }
	if err := c.do(ctx, k, &w); err != nil {
		return BillingKey{}, err
	}
	return w.key(), nil
}
