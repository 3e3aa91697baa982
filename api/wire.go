package api

import (
	"net"
	"sync"
	"sync/atomic"
)

// wire is the connection net/http writes requests to. After each Write it zeroes what it was given.
//
// That breaks io.Writer's rule not to modify the slice, on purpose: net/http keeps one write buffer per connection
// for its whole life, and without this the last card would stay in it. Nothing else is harmed. net/http writes an
// HTTP/1 request through that one bufio.Writer, which either flushes its own buffer (and discards it, also on error),
// or copies what does not fit through a scratch buffer of io.Copy; strings are always copied into the buffer first,
// since a wire is no io.StringWriter. TLS and proxy handshakes use the connection below and never pass here.
// The embedded interface hides ReadFrom, through which a body could go past Write.
type wire struct {
	net.Conn
	raw    *counted
	sent   atomic.Int64 // bytes of Writes of which anything reached the network
	closed sync.Once
	onEnd  func()
}

// Write sends p, counts it when anything left this machine, and zeroes it.
func (w *wire) Write(p []byte) (int, error) {
	before := w.raw.n.Load()
	n, err := w.Conn.Write(p)
	if w.raw.n.Load() != before {
		w.sent.Add(int64(len(p)))
	}
	clear(p)
	return n, err
}

// Close closes the connection once.
func (w *wire) Close() error {
	w.closed.Do(w.onEnd)
	return w.Conn.Close()
}

// counted counts the bytes the operating system took.
type counted struct {
	net.Conn
	n atomic.Int64
}

// Write sends p.
func (c *counted) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.n.Add(int64(n))
	return n, err
}
