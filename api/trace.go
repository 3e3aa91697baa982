package api

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync"
)

// trace learns whether any byte of a request left this machine. Our own connections count their bytes, which is
// exact; net/http waits for its writer before it returns an error, so the count is final by then. Of a foreign
// transport that reports connections, a request without complete headers was not sent; of one that reports nothing,
// every request counts as sent.
type trace struct {
	mu      sync.Mutex
	asked   bool // the transport looked for a connection
	got     bool // … and got one
	reused  bool
	headers bool // all headers were handed to a foreign connection
	wrote   bool // an earlier connection of this request had carried bytes
	never   bool
	conn    *wire
	start   int64
}

func (t *trace) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { t.note(func() { t.asked = true }) },
		GotConn:      func(i httptrace.GotConnInfo) { t.note(func() { t.take(i) }) },
		WroteHeaders: func() { t.note(func() { t.headers = true }) },
	})
}

func (t *trace) note(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f()
}

func (t *trace) take(i httptrace.GotConnInfo) {
	t.wrote = t.written()
	t.got, t.reused, t.headers = true, i.Reused, false
	if t.conn, _ = i.Conn.(*wire); t.conn != nil {
		t.start = t.conn.sent.Load()
	}
}

// written tells whether the connections so far carried bytes of this request.
func (t *trace) written() bool {
	if t.conn != nil {
		return t.wrote || t.conn.sent.Load() != t.start
	}
	return t.wrote || t.headers
}

// nothing records that the request was not even handed to the transport.
func (t *trace) nothing() { t.note(func() { t.never = true }) }

// sent tells whether the server may have got any of the request.
func (t *trace) sent() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.never {
		return false
	}
	return !t.asked || t.written()
}

func (t *trace) wasReused() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.reused
}

// dialFailed recognises a failed connection attempt from a transport that does not report its connections.
func dialFailed(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == "dial" || op.Op == "proxyconnect")
}
