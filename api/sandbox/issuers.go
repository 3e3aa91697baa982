package sandbox

import "bytes"

// company is a card company of GET /cards.
type company struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

var companies = []company{
	{"361", "BC카드"}, {"364", "광주카드"}, {"365", "삼성카드"}, {"366", "신한카드"}, {"367", "현대카드"}, {"368", "롯데카드"},
	{"369", "수협카드"}, {"370", "씨티카드"}, {"371", "NH카드"}, {"372", "전북카드"}, {"373", "제주카드"}, {"374", "하나카드"},
	{"381", "국민KB카드"}, {"041", "우리카드"}, {"045", "새마을금고"}, {"048", "신협"}, {"071", "우체국"}, {"002", "KDB산업은행"},
	{"089", "케이뱅크"}, {"090", "카카오뱅크"}, {"10001", "해외은련카드"}, {"10002", "해외다이너스카드"}, {"10003", "해외아멕스카드"},
	{"10004", "해외마스터카드"}, {"10005", "해외비자카드"}, {"10006", "해외JCB카드"},
}

// issuers maps first digits to card companies, longest first. The pairs are made up, but each company issues such cards.
var issuers = []struct {
	prefix, code string
	check        bool
}{
	{"4111", "366", false}, {"4242", "381", false}, {"4000", "368", false}, {"5555", "367", false}, {"2223", "374", true},
	{"51", "374", false}, {"34", "365", false}, {"37", "365", false}, {"30", "367", false}, {"36", "367", false},
	{"38", "367", false}, {"39", "367", false}, {"35", "041", false}, {"62", "361", false}, {"20", "366", true},
	{"92", "371", true}, {"94", "361", true}, {"9", "381", true},
}

// issuerOf is the company behind a card number and whether it is a debit card.
func issuerOf(number []byte) (company, bool) {
	for _, i := range issuers {
		if bytes.HasPrefix(number, []byte(i.prefix)) {
			c, _ := companyByCode(i.code)
			return c, i.check
		}
	}
	sum := 0
	for _, d := range number[:min(6, len(number))] {
		sum += int(d - '0')
	}
	return companies[sum%13], false
}

func companyByCode(code string) (company, bool) {
	for _, c := range companies {
		if c.Code == code {
			return c, true
		}
	}
	return company{}, false
}

// listCompanies is GET /cards.
func listCompanies(*Server, *call) reply { return ok(companies) }

// oneCompany is GET /cards/{card_standard_code}.
func oneCompany(_ *Server, c *call) reply {
	if co, found := companyByCode(c.vars[0]); found {
		return ok(co)
	}
	return refuse(404, 1, "존재하지 않는 카드사 코드입니다.")
}

// oneTier is GET /tiers/{tier_code}.
func oneTier(s *Server, c *call) reply {
	name, found := s.opt.Tiers[c.vars[0]]
	if !found {
		return refuse(404, 1, "존재하지 않는 티어코드입니다.")
	}
	return ok(map[string]string{"tier_code": c.vars[0], "tier_name": name})
}
