package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// FaultKind says what goes wrong with an exchange. A fault that commits does the work that was asked for, once.
type FaultKind string

// The faults. "Commits" means that the key is issued, or the charge made, although the answer does not say so.
const (
	FaultSlow                 FaultKind = "slow"                   // commits, answers after the delay
	FaultHang                 FaultKind = "hang"                   // commits, never answers
	FaultHangBeforeCommit     FaultKind = "hang_before_commit"     // never answers, nothing done
	FaultCommitThenDrop       FaultKind = "commit_then_drop"       // commits, resets the connection without an answer
	FaultDropBeforeCommit     FaultKind = "drop_before_commit"     // resets the connection, nothing done
	FaultCommitLate           FaultKind = "commit_late"            // resets the connection, commits after the delay
	FaultResetMidAnswer       FaultKind = "reset_mid_answer"       // commits, resets the connection half-way through the answer
	FaultCloseMidAnswer       FaultKind = "close_mid_answer"       // commits, closes the connection half-way through the answer
	FaultServerError          FaultKind = "server_error"           // 500 without a body, nothing done
	FaultServerErrorCommitted FaultKind = "server_error_committed" // 500 without a body, commits
	FaultBadGateway           FaultKind = "bad_gateway"            // 502 with an HTML page, nothing done
	FaultBadGatewayCommitted  FaultKind = "bad_gateway_committed"  // 502 with an HTML page, commits
	FaultCutBody              FaultKind = "cut_body"               // commits, a whole HTTP answer with half the JSON
	FaultNoCode               FaultKind = "no_code"                // commits, an envelope without code
	FaultWrongType            FaultKind = "wrong_content_type"     // commits, the JSON is called text/html
	FaultHugeBody             FaultKind = "huge_body"              // commits, an answer of Options.Huge bytes
	FaultRedirect             FaultKind = "redirect"               // 307 to another host, nothing done
	FaultTokenExpired         FaultKind = "token_expired"          // the token ends on the way: 401, nothing done; the next try with a fresh token works
	FaultUnauthorized         FaultKind = "unauthorized"           // 401 every time, nothing done
	FaultForbidden            FaultKind = "forbidden"              // 403, as for a caller outside the IP list; the real answer is not known
	FaultWrongUID             FaultKind = "wrong_uid"              // commits, answers with another customer_uid
	FaultNullResponse         FaultKind = "null_response"          // commits, code 0 and response null
	FaultHostileMessage       FaultKind = "hostile_message"        // declined with terminal escapes, NUL and bidi marks in the message
	FaultRefusedConnection    FaultKind = "refused_connection"     // in process: connection refused; over a socket as drop_before_commit
)

// FaultKinds are all faults.
func FaultKinds() []FaultKind {
	kinds := make([]FaultKind, len(faultCards))
	for i, m := range faultCards {
		kinds[i] = m.Fault
	}
	return kinds
}

// Fault is a fault to be played on the requests that it matches.
type Fault struct {
	Kind   FaultKind     `json:"kind"`
	Method string        `json:"method,omitempty"` // empty: any
	Route  string        `json:"route,omitempty"`  // prefix of the route template, as /subscribe/customers/{customer_uid}; empty: any
	Skip   int           `json:"skip,omitempty"`   // matching requests let through first
	Times  int           `json:"times,omitempty"`  // how often; 0 once, negative for ever
	Delay  time.Duration `json:"delay,omitempty"`  // ns; for slow and commit_late; 0 is the server's default
}

// before tells whether the fault keeps the request from being carried out.
func (f Fault) before() bool {
	switch f.Kind {
	case FaultHangBeforeCommit, FaultDropBeforeCommit, FaultServerError, FaultBadGateway, FaultRedirect, FaultTokenExpired,
		FaultUnauthorized, FaultForbidden, FaultHostileMessage, FaultRefusedConnection:
		return true
	}
	return false
}

func (f Fault) matches(method, route string) bool {
	return (f.Method == "" || f.Method == method) && strings.HasPrefix(route, f.Route)
}

// Inject adds a fault. Faults are tried in the order in which they were added.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = orElse(f.Times, 1)
	s.faults = append(s.faults, f)
}

// ClearFaults forgets every injected fault.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Faults lists the injected faults that are still to be played.
func (s *Server) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Fault{}, s.faults...)
}

// takeFault is the injected fault for this request, if any, and counts it as played.
func (s *Server) takeFault(method, route string) Fault {
	for i := range s.faults {
		f := &s.faults[i]
		if !f.matches(method, route) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		played := *f
		if f.Times--; f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return played
	}
	return Fault{}
}

// ErrFault is returned for a fault that does not exist.
var ErrFault = errors.New("sandbox: unknown fault")

func (f Fault) valid() error {
	if !slices.Contains(FaultKinds(), f.Kind) {
		return fmt.Errorf("%w: %q", ErrFault, f.Kind)
	}
	return nil
}
