package api

import "time"

// Exchange is one request and what came of it, for an inspector or a log. It never holds a body or a header.
type Exchange struct {
	At       time.Time     // local clock, when the request began
	Duration time.Duration // until the answer was read
	Op       string
	Method   string
	Route    string // the template, e.g. /subscribe/customers/{customer_uid}
	UID      string // customer_uid, merchant_uid or imp_uid in the path, "" if none
	Status   int    // 0 without an answer
	Code     int
	HasCode  bool
	Message  string // the server's words, made safe
	Kind     Kind   // meaningful when Failed
	Failed   bool
	Reused   bool // the connection had served an earlier request
}
