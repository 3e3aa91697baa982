package inspect

import (
	"strings"
	"time"
)

// Filter says which exchanges are wanted. Zero fields do not filter.
type Filter struct {
	// Path is a part of path or method, in any case.
	Path string
	// Status is a whole status (404), a class (4xx), or "none" for requests without an answer.
	Status string
	// Code is the envelope's code.
	Code *int
	// UID is a part of the customer_uid, merchant_uid or imp_uid, also where only a body names it.
	UID string
	// Failed wants those that did not come to [Done].
	Failed bool
	// From is the first moment wanted, To the first not wanted.
	From, To time.Time
}

func (f Filter) lets(x Exchange) bool {
	switch {
	case f.Path != "" && !holds(x.Method+" "+x.Path+" "+x.Route, f.Path):
		return false
	case f.Status != "" && !hasStatus(x.Status, f.Status):
		return false
	case f.Code != nil && (!x.HasCode || x.Code != *f.Code):
		return false
	case f.UID != "" && !holds(x.UID, f.UID) && !holds(x.Sent, f.UID) && !holds(x.Path, f.UID):
		return false
	case f.Failed && x.Meaning == Done:
		return false
	}
	return f.spans(x.At)
}

func (f Filter) spans(t time.Time) bool {
	return (f.From.IsZero() || !t.Before(f.From)) && (f.To.IsZero() || t.Before(f.To))
}

func holds(s, part string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(part)) }

func hasStatus(status int, want string) bool {
	if want = strings.ToLower(want); want == "none" {
		return status == 0
	}
	digits := []byte{byte('0' + status/100%10), byte('0' + status/10%10), byte('0' + status%10)}
	for i := range digits {
		if i < len(want) && want[i] != 'x' && want[i] != digits[i] {
			return false
		}
	}
	return status != 0 && len(want) <= 3
}
