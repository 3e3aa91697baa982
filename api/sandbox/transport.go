package sandbox

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"sync/atomic"
	"syscall"
)

// Transport is the server as an http.RoundTripper: no port, no goroutine. It honours the request's context, plays faults as
// the net errors of a real connection, and reports to net/http/httptrace as one would. Close of idle connections is a no-op.
func (s *Server) Transport() http.RoundTripper { return &transport{s: s} }

type transport struct {
	s      *Server
	reused atomic.Bool
}

// RoundTrip serves the request.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		closeBody(r)
		return nil, err
	}
	w := t.s.exchange(r)
	if w.end == endRefused {
		return nil, netError("dial", "connect", syscall.ECONNREFUSED)
	}
	t.traceSent(ctx)
	if err := t.s.pause(ctx, w); err != nil {
		return nil, err
	}
	if w.end != endWhole && w.send == noAnswer {
		t.reused.Store(false)
		return nil, w.broken()
	}
	if trace := httptrace.ContextClientTrace(ctx); trace != nil && trace.GotFirstResponseByte != nil {
		trace.GotFirstResponseByte()
	}
	return w.response(r), nil
}

// traceSent reports that a connection was got and the request written.
func (t *transport) traceSent(ctx context.Context) {
	trace := httptrace.ContextClientTrace(ctx)
	reused := t.reused.Swap(true)
	if trace == nil {
		return
	}
	if trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{Reused: reused})
	}
	if trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	if trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}

// forever is the wait of an answer that never comes: the client's patience or the server's end is shorter.
const forever = 1<<63 - 1

// pause sits out the delay of w, for ever when it hangs.
func (s *Server) pause(ctx context.Context, w wire) error {
	if w.hang {
		return s.opt.Wait(ctx, forever)
	}
	if w.delay > 0 {
		return s.opt.Wait(ctx, w.delay)
	}
	return nil
}

func (w wire) response(r *http.Request) *http.Response {
	length := int64(len(w.body)) + w.filler
	return &http.Response{
		StatusCode: w.status, Status: statusLine(w.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, ContentLength: length, Request: r, Body: &answer{ctx: r.Context(), w: w, left: w.limit(), length: length},
	}
}

// limit is how many bytes of the answer are really sent.
func (w wire) limit() int64 {
	if w.end == endWhole {
		return int64(len(w.body)) + w.filler
	}
	return int64(w.send)
}

// broken is the error at the end of an answer that does not end whole.
func (w wire) broken() error {
	if w.end == endClose {
		return io.ErrUnexpectedEOF
	}
	return netError("read", "read", syscall.ECONNRESET)
}

func netError(op, call string, err syscall.Errno) error {
	return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(call, err)}
}

// answer is the body of an in-process response.
type answer struct {
	ctx          context.Context
	w            wire
	left, length int64
	read         int64
	closed       bool
}

var errClosed = errors.New("sandbox: read on closed response body")

// Read gives the body, then white space while it is padded, then the end or the error that the fault wants.
func (a *answer) Read(p []byte) (int, error) {
	if a.closed {
		return 0, errClosed
	}
	if err := a.ctx.Err(); err != nil {
		return 0, err
	}
	if a.left == 0 {
		if a.read < a.length {
			return 0, a.w.broken()
		}
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), a.left)]
	n := 0
	if a.read < int64(len(a.w.body)) {
		n = copy(p, a.w.body[a.read:])
	} else {
		n = pad(p)
	}
	a.read, a.left = a.read+int64(n), a.left-int64(n)
	return n, nil
}

// Close ends the reading.
func (a *answer) Close() error {
	a.closed = true
	return nil
}

// pad fills p with blanks.
func pad(p []byte) int {
	for i := range p {
		p[i] = ' '
	}
	return len(p)
}
