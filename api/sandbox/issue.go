package sandbox

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"unicode/utf8"
)

// maxLengths are the longest values of an issue that the schema allows, in characters, in its order.
var maxLengths = []struct {
	name  string
	limit int
}{
	{"channel_key", 55}, {"pg", 80}, {"customer_name", 20}, {"customer_tel", 20}, {"customer_email", 200},
	{"customer_addr", 200}, {"customer_postcode", 8}, {"merchant_uid", 40}, {"name", 40}, {"buyer_name", 16},
	{"buyer_email", 64}, {"buyer_tel", 16}, {"buyer_addr", 128}, {"buyer_postcode", 8}, {"customer_uid", 80},
}

const noChannel = "비인증결제모듈 사용정보를 찾을 수 없습니다."

// issueKey is POST /subscribe/customers/{customer_uid}: a new key, or another card behind a used customer_uid.
func issueKey(s *Server, c *call) reply {
	if utf8.RuneCountInString(c.vars[0]) > 80 {
		return tooLong("customer_uid", 80)
	}
	if r, bad := c.check("card_number", "expiry"); bad {
		return r
	}
	ch, found := s.channelFor(c)
	if !found {
		return refuse(http.StatusOK, 1, noChannel)
	}
	if r, bad := fieldsOf(ch, c); bad {
		return r
	}
	digits := digitsOf(c.body["card_number"])
	defer clear(digits)
	card := magic[string(digits)]
	if s.strike(c, card); c.fault.before() {
		return s.early(c)
	}
	if text := s.verdict(c, ch, card, digits); text != "" {
		return s.declined(c, issueFailed+text)
	}
	k := s.newRecord(c, ch, card, digits)
	k = s.commit(c, change{Key: k}).Key
	return ok(k.Customer)
}

// check refuses a body without the named members or with one that is too long.
func (c *call) check(required ...string) (reply, bool) {
	for _, name := range required {
		if len(c.body[name]) == 0 {
			return missing(name), true
		}
	}
	for _, m := range maxLengths {
		if utf8.RuneCount(c.body[m.name]) > m.limit {
			return tooLong(m.name, m.limit), true
		}
	}
	return reply{}, false
}

// strike sets the fault of a magic card, unless a fault was injected already. The card that outlives its token does so
// once for each customer_uid.
func (s *Server) strike(c *call, card MagicCard) {
	if c.fault.Kind != "" || card.Fault == "" {
		return
	}
	if card.Fault == FaultTokenExpired {
		uid := append(c.vars, c.text("merchant_uid"))[0]
		if s.spent[uid] = !s.spent[uid]; !s.spent[uid] {
			return
		}
	}
	c.fault = Fault{Kind: card.Fault}
}

// declined answers a refusal by the PG. What becomes of an older key then is not known, so it is switchable.
func (s *Server) declined(c *call, message string) reply {
	if uid := s.uid(c.vars[0]); s.sw.LoseKeyOnDecline && s.state.Keys[uid] != nil {
		s.commit(c, change{Delete: uid})
	}
	return refuse(http.StatusOK, -1, message)
}

// newRecord is the key to be stored: masked, without PIN, birth or expiry.
func (s *Server) newRecord(c *call, ch Channel, card MagicCard, digits []byte) *record {
	co, debit := issuerOf(digits)
	head := 8
	if s.sw.NarrowMask {
		head = 6
	}
	masked := maskNumber(digits, head)
	k := &record{Channel: ch.Key, Charge: chargeOf(card), Customer: customer{
		PG: ch.PG, MID: ch.MID, Sandbox: ch.Sandbox, CardName: co.Name, CardCode: &co.Code, CustomerID: customerID(c, ch),
		Name: c.orNull("customer_name"), Tel: c.orNull("customer_tel"), Email: c.orNull("customer_email"),
		Addr: c.orNull("customer_addr"), Postcode: c.orNull("customer_postcode"),
	}}
	if len(c.vars) > 0 {
		k.Customer.UID = c.vars[0]
	}
	k.Customer.describe(co, debit)
	if !s.sw.HideCardNumber {
		k.Customer.CardNumber = &masked
	}
	return k
}

// issuerPGs are the PGs that tell issuer and publisher.
var issuerPGs = []string{"tosspayments", "ksnet", "nice_v2", "welcome"}

func (k *customer) describe(co company, debit bool) {
	if slices.Contains(issuerPGs, k.PG) {
		k.IssuerCode, k.IssuerName, k.PublisherCode, k.PublisherName = &co.Code, &co.Name, &co.Code, &co.Name
	}
	if k.PG != "html5_inicis" { // does not tell credit from debit when a key is issued
		kind := 0
		if debit {
			kind = 1
		}
		k.CardType = &kind
	}
}

// customerID is the buyer's id; for tosspayments without one a fresh UUID is made at every issue.
func customerID(c *call, ch Channel) *string {
	if id := c.orNull("customer_id"); id != nil || ch.PG != "tosspayments" {
		return id
	}
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	id := fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
	return &id
}

func chargeOf(card MagicCard) string {
	if card.charges() {
		return card.Code
	}
	return ""
}
