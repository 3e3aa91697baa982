package sandbox

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Request is one request as the log keeps it: never a body, a query or a header.
type Request struct {
	Time   time.Time     `json:"time"` // the server's clock
	Method string        `json:"method"`
	Route  string        `json:"route"`           // template, as /subscribe/customers/{customer_uid}; "-" for an unknown path
	Path   string        `json:"path"`            // as sent, escaped; long runs of digits masked
	Status int           `json:"status"`          // HTTP status; 0 when no answer was sent
	Code   int           `json:"code"`            // the code meant for the envelope
	Fault  FaultKind     `json:"fault,omitempty"` // what was played
	Took   time.Duration `json:"took"`            // ns, without waits
}

// log remembers the last requests and counts all.
type log struct {
	limit  int
	last   []Request
	counts map[string]int // by method, blank, route
}

func (l *log) add(c *call, r reply, w wire, took time.Duration) {
	if l.counts == nil {
		l.counts = map[string]int{}
	}
	l.counts[c.method+" "+c.route.template]++
	if len(l.last) >= 2*l.limit {
		l.last = slices.Delete(l.last, 0, len(l.last)-l.limit+1)
	}
	l.last = append(l.last, Request{c.now, c.method, c.route.template, maskRuns(c.path), w.status, r.code, c.fault.Kind, took})
}

// Requests are the last requests, oldest first, at most [Options.LogSize].
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log.last[max(0, len(s.log.last)-s.log.limit):])
}

// Count is how many requests there were with this method (empty: any) and a route template that begins like this.
// It counts since New or [Server.Reset], beyond what the log remembers.
func (s *Server) Count(method, routePrefix string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for key, count := range s.log.counts {
		m, route, _ := strings.Cut(key, " ")
		if (method == "" || m == method) && strings.HasPrefix(route, routePrefix) {
			n += count
		}
	}
	return n
}

// Counters are the requests by "METHOD route".
func (s *Server) Counters() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.log.counts)
}
