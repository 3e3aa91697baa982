package sandbox

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// route is one operation. Segments in braces of the template are variables.
type route struct {
	method, template string
	run              func(*Server, *call) reply
}

// notFound is the route of what no template fits.
var notFound = route{template: "-"}

var routes = []route{
	{"POST", "/users/getToken", getToken},
	{"GET", "/users/pg", listChannels},
	{"GET", "/cards", listCompanies},
	{"GET", "/cards/{card_standard_code}", oneCompany},
	{"GET", "/tiers/{tier_code}", oneTier},
	{"GET", "/subscribe/customers", viewKeys},
	{"GET", "/subscribe/customers/{customer_uid}", viewKey},
	{"POST", "/subscribe/customers/{customer_uid}", issueKey},
	{"DELETE", "/subscribe/customers/{customer_uid}", deleteKey},
	{"GET", "/subscribe/customers/{customer_uid}/payments", listPayments},
	{"GET", "/subscribe/customers/{customer_uid}/schedules", listSchedules},
	{"POST", "/subscribe/payments/again", again},
	{"POST", "/subscribe/payments/onetime", onetime},
	{"POST", "/subscribe/payments/schedule", schedule},
	{"POST", "/subscribe/payments/unschedule", unschedule},
	{"POST", "/payments/cancel", cancel},
	{"GET", "/payments", viewPayments},
	{"GET", "/payments/{imp_uid}", viewPayment},
	{"GET", "/payments/find/{merchant_uid}", findPayment},
	{"GET", "/payments/find/{merchant_uid}/{payment_status}", findPayment},
	{"GET", "/payments/findAll/{merchant_uid}", findPayments},
	{"GET", "/payments/findAll/{merchant_uid}/{payment_status}", findPayments},
}

// call is one request, read.
type call struct {
	method string
	path   string   // as sent, escaped
	vars   []string // the variables of the template, unescaped, in order
	query  url.Values
	header http.Header
	body   params
	route  route
	fault  Fault
	now    time.Time
}

// text is a member of the body as text. Card data is taken from c.body itself, which is wiped.
func (c *call) text(name string) string { return string(c.body[name]) }

// number is a member of the body as a number.
func (c *call) number(name string) (float64, bool) {
	n, err := strconv.ParseFloat(c.text(name), 64)
	return n, err == nil && n == n
}

// orNull is a member of the body, or null when it is missing or empty.
func (c *call) orNull(name string) *string {
	if v := c.text(name); v != "" {
		return &v
	}
	return nil
}

// find fits the escaped path to a route. Dot segments are resolved first, escaped or not, as web servers do:
// a customer_uid of ".." lands elsewhere.
func find(method, escaped string) (rt route, vars []string, methodFits bool) {
	segs := resolve(escaped)
	rt = notFound
	for _, r := range routes {
		if v, fits := fit(r.template, segs); fits {
			if rt, vars = r, v; r.method == method {
				return rt, vars, true
			}
		}
	}
	return rt, vars, false
}

// resolve splits an escaped path, unescapes each segment and resolves "." and "..".
func resolve(escaped string) []string {
	var segs []string
	for seg := range strings.SplitSeq(strings.Trim(escaped, "/"), "/") {
		s, err := url.PathUnescape(seg)
		if err != nil {
			s = seg
		}
		switch s {
		case ".":
		case "..":
			segs = segs[:max(0, len(segs)-1)]
		default:
			segs = append(segs, s)
		}
	}
	return segs
}

func fit(template string, segs []string) (vars []string, fits bool) {
	parts := strings.Split(template[1:], "/")
	if len(parts) != len(segs) {
		return nil, false
	}
	for i, p := range parts {
		switch {
		case p[0] == '{':
			vars = append(vars, segs[i])
		case p != segs[i]:
			return nil, false
		}
	}
	return vars, true
}
