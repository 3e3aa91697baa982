package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// customer is a billing key on the wire (CustomerAnnotation) and in the state file. Times are UNIX seconds; pointers are
// the members that may be null.
type customer struct {
	UID           string  `json:"customer_uid"`
	PG            string  `json:"pg_provider"`
	MID           string  `json:"pg_id"`
	Sandbox       bool    `json:"sandbox"`
	CustomerID    *string `json:"customer_id"`
	CardName      string  `json:"card_name"`
	CardCode      *string `json:"card_code"`
	IssuerCode    *string `json:"card_issuer_code"`
	IssuerName    *string `json:"card_issuer_name"`
	PublisherCode *string `json:"card_publisher_code"`
	PublisherName *string `json:"card_publisher_name"`
	CardNumber    *string `json:"card_number"` // masked
	CardType      *int    `json:"card_type"`   // 0 credit, 1 debit
	Name          *string `json:"customer_name"`
	Tel           *string `json:"customer_tel"`
	Email         *string `json:"customer_email"`
	Addr          *string `json:"customer_addr"`
	Postcode      *string `json:"customer_postcode"`
	Inserted      int64   `json:"inserted"`
	Updated       int64   `json:"updated"`
}

// viewKey is GET /subscribe/customers/{customer_uid}.
func viewKey(s *Server, c *call) reply {
	if k := s.state.Keys[s.uid(c.vars[0])]; k != nil {
		return ok(k.Customer)
	}
	return s.unknownUID(c.vars[0])
}

// deleteKey is DELETE /subscribe/customers/{customer_uid}. It answers the key's last state.
func deleteKey(s *Server, c *call) reply {
	uid := s.uid(c.vars[0])
	k := s.state.Keys[uid]
	if k == nil {
		return s.unknownUID(c.vars[0])
	}
	s.commit(c, change{Delete: uid})
	return ok(k.Customer)
}

// viewKeys is GET /subscribe/customers?customer_uid[]=…: 200 when all are known, 207 some, 404 none.
func viewKeys(s *Server, c *call) reply {
	asked := uidsAsked(c)
	if len(asked) == 0 {
		return refuse(http.StatusBadRequest, 1, `["customer_uid"] 파라메터는 필수입니다.`)
	}
	var found []customer
	for _, uid := range asked {
		if k := s.state.Keys[s.uid(uid)]; k != nil {
			found = append(found, k.Customer)
		}
	}
	switch len(found) {
	case 0:
		return refuse(http.StatusNotFound, 1, "등록된 정보를 찾을 수 없습니다.")
	case len(asked):
		return ok(found)
	}
	return reply{status: http.StatusMultiStatus, response: found}
}

// uidsAsked reads customer_uid[] and customer_uid[0], each once.
func uidsAsked(c *call) []string {
	var names []string
	for name := range c.query {
		if strings.HasPrefix(name, "customer_uid[") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var uids []string
	for _, name := range names {
		for _, uid := range c.query[name] {
			if !slices.Contains(uids, uid) {
				uids = append(uids, uid)
			}
		}
	}
	return uids
}

func (s *Server) unknownUID(uid string) reply {
	status := http.StatusNotFound
	if s.sw.NotFoundAs200 {
		status = http.StatusOK
	}
	return refuse(status, 1, "요청하신 customer_uid("+uid+")로 등록된 정보를 찾을 수 없습니다.")
}

// uid is the form of a customer_uid that keys are found by.
func (s *Server) uid(sent string) string {
	if s.sw.FoldUIDCase {
		return strings.ToLower(sent)
	}
	return sent
}
