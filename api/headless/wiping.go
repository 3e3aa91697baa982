package headless

import (
	"context"
	"net"
	"sync"
)

// wipingListener hands out connections that remember where what they read was put.
type wipingListener struct{ net.Listener }

// Accept waits for the next connection.
func (l wipingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &wipingConn{Conn: c}, nil
}

// wipingConn lets the handler zero the buffers that net/http read the request into: they go back to a pool afterwards
// and would keep the last card. It serves one request, so that nothing unread is lost.
type wipingConn struct {
	net.Conn
	mu    sync.Mutex
	spots [][]byte
}

// Read reads, and notes where to. The single byte with which net/http waits for a client to leave is not noted: it is
// read while the handler runs.
func (c *wipingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if len(p) > 1 && n > 0 {
		c.mu.Lock()
		c.spots = append(c.spots, p[:n])
		c.mu.Unlock()
	}
	return n, err
}

type connKey struct{}

// wipeConn zeroes what was read for the request of ctx. Its body must have been read, or be given up.
func wipeConn(ctx context.Context) {
	c, ok := ctx.Value(connKey{}).(*wipingConn)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.spots {
		clear(s)
	}
	c.spots = nil
}

// connContext is http.Server's ConnContext.
func connContext(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}
