package api

import (
	"net"
	"sync"
	"sync/atomic"
)

// wire is the connection net/http writes requests to. After each Write it zeroes what it was given.
//
// That breaks io.Writer's rule not to modify the slice, on purpose: net/http keeps its buffers, and without this the
// last card would stay in them. Nothing else is harmed. Of an HTTP/1 request net/http hands over two kinds of slices:
// its bufio.Writer's own buffer with the headers, discarded once written (also on error), and the scratch buffer of
// io.Copy, filled anew from the body before each Write. Strings are always copied into the buffer first, since a wire
// is no io.StringWriter. TLS and proxy handshakes use the connection below and never pass here.
// The embedded interface hides ReadFrom, through which a body could go past Write.
type wire struct {
	net.Conn
	raw    *bottom
	sent   atomic.Int64 // bytes of Writes of which anything reached the network
	closed sync.Once
	onEnd  func()
}

// recordPiece is how much plain text goes into one TLS record, in bytes. crypto/tls copies the plain text into a
// pooled buffer and encrypts it there; when that buffer has no room for the tag, it is given up with the plain text
// still inside. So no record holds more than a few digits. The records leave together.
const recordPiece = 8

// Write sends p, counts it when anything left this machine, and zeroes it.
func (w *wire) Write(p []byte) (int, error) {
	defer clear(p)
	before := w.raw.n.Load()
	n, err := w.write(p)
	if w.raw.n.Load() != before {
		w.sent.Add(int64(len(p)))
	}
	return n, err
}

func (w *wire) write(p []byte) (int, error) {
	if w.Conn == net.Conn(w.raw) { // no TLS
		return w.raw.Write(p)
	}
	w.raw.hold()
	for n := 0; n < len(p); n += recordPiece {
		if _, err := w.Conn.Write(p[n:min(n+recordPiece, len(p))]); err != nil {
			return 0, err
		}
	}
	if err := w.raw.release(); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close closes the connection once.
func (w *wire) Close() error {
	w.closed.Do(w.onEnd)
	return w.Conn.Close()
}

// bottom is the connection below TLS. It counts the bytes the operating system took, and can hold records back to
// send them in one piece.
type bottom struct {
	net.Conn
	n       atomic.Int64
	mu      sync.Mutex // keeps records in order: TLS also writes when it reads
	holding bool
	held    []byte
}

// Write sends p, or keeps it until release.
func (b *bottom) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.holding {
		b.held = append(b.held, p...)
		return len(p), nil
	}
	return b.send(p)
}

func (b *bottom) send(p []byte) (int, error) {
	n, err := b.Conn.Write(p)
	b.n.Add(int64(n))
	return n, err
}

func (b *bottom) hold() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holding = true
}

// release sends what was held.
func (b *bottom) release() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holding = false
	_, err := b.send(b.held)
	b.held = b.held[:0]
	return err
}
