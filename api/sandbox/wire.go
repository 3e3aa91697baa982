package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// ending says how the connection is left.
type ending int

const (
	endWhole   ending = iota // the answer is sent whole
	endReset                 // the connection is reset after send bytes of the body
	endClose                 // the same, but closed in order
	endRefused               // the connection was never made
)

// noAnswer as wire.send means that not even the head of the answer is sent.
const noAnswer = -1

// wire is what goes back over the connection.
type wire struct {
	status int
	header http.Header
	body   []byte
	filler int64         // bytes of padding after body
	end    ending        // how it ends
	send   int           // bytes of body sent when it does not end whole
	delay  time.Duration // before the first byte
	hang   bool          // never answers
}

func plain(r reply) wire {
	kind := "application/json; charset=UTF-8"
	if r.page != "" {
		kind = "text/html; charset=UTF-8"
	}
	return wire{status: r.status, header: http.Header{"Content-Type": {kind}}, body: r.bytes()}
}

// elsewhere is where redirects lead. The name can never exist.
const elsewhere = "https://redirect.invalid"

// early is the answer of a fault that keeps the request from being carried out.
func (s *Server) early(c *call) reply {
	switch c.fault.Kind {
	case FaultTokenExpired:
		s.token = token{}
		return s.unauthorized()
	case FaultUnauthorized:
		return s.unauthorized()
	case FaultForbidden:
		return refuse(http.StatusForbidden, -1, "Forbidden")
	case FaultHostileMessage:
		return refuse(http.StatusOK, -1, issueFailed+hostile)
	}
	return reply{}
}

// hostile has what must never reach a terminal or a screen as it is, and a card number that nobody asked for.
const hostile = "거절\x1b[31m\x1b]0;pwned\a\x00\r\n\u202e카드 4000 0000 0009 2207\u2066 4000000000092207"

// shape turns the reply into what goes over the wire, spoilt by the fault.
func (s *Server) shape(c *call, r reply) wire {
	f := c.fault
	switch f.Kind {
	case FaultCommitThenDrop, FaultDropBeforeCommit, FaultCommitLate:
		return wire{end: endReset, send: noAnswer}
	case FaultRefusedConnection:
		return wire{end: endRefused, send: noAnswer}
	case FaultHang, FaultHangBeforeCommit:
		return wire{hang: true, end: endReset, send: noAnswer} // reset, should the wait ever end
	case FaultServerError, FaultServerErrorCommitted:
		return wire{status: http.StatusInternalServerError, header: http.Header{}}
	case FaultBadGateway, FaultBadGatewayCommitted:
		return plain(page(http.StatusBadGateway))
	case FaultRedirect:
		return wire{status: http.StatusTemporaryRedirect, header: http.Header{"Location": {elsewhere + c.path}}}
	}
	return s.spoil(c, plain(damaged(f.Kind, r)))
}

// damaged puts a wrong answer into the envelope.
func damaged(kind FaultKind, r reply) reply {
	switch cu, isKey := r.response.(customer); {
	case kind == FaultNullResponse:
		r.response = nil
	case kind == FaultWrongUID && isKey:
		cu.UID = "another_customer_0001"
		r.response = cu
	}
	return r
}

// spoil damages a finished answer.
func (s *Server) spoil(c *call, w wire) wire {
	switch c.fault.Kind {
	case FaultSlow:
		w.delay = s.delayOf(c.fault)
	case FaultResetMidAnswer:
		w.end, w.send = endReset, len(w.body)/2
	case FaultCloseMidAnswer:
		w.end, w.send = endClose, len(w.body)/2
	case FaultCutBody:
		w.body = w.body[:len(w.body)/2]
	case FaultNoCode:
		w.body = []byte("{" + strings.TrimLeft(strings.TrimPrefix(string(w.body), `{"code":`), "-0123456789,"))
	case FaultWrongType:
		w.header.Set("Content-Type", "text/html; charset=UTF-8")
	case FaultHugeBody:
		w.filler = s.opt.Huge // white space: still JSON, for a client that reads it all
	}
	return w
}
