package sandbox

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// bodyTime is how long a client may take to send its body.
const bodyTime = 15 * time.Second

func statusLine(status int) string { return fmt.Sprintf("%d %s", status, http.StatusText(status)) }

// ServeHTTP serves a request from a real connection. Dropped connections are really reset.
func (s *Server) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	rc := http.NewResponseController(rw)
	_ = rc.SetReadDeadline(time.Now().Add(bodyTime)) // a recorder in a test cannot
	w := s.exchange(r)
	_ = rc.SetReadDeadline(time.Time{}) // or a slow answer would be taken for a client that has gone
	if s.pause(r.Context(), w) != nil {
		panic(http.ErrAbortHandler) // the client has gone
	}
	if w.end != endWhole {
		cut(rw, w)
		return
	}
	for name, values := range w.header {
		rw.Header()[name] = values
	}
	rw.Header().Set("Content-Length", strconv.FormatInt(int64(len(w.body))+w.filler, 10))
	rw.WriteHeader(w.status)
	_, err := rw.Write(w.body)
	if err == nil && w.filler > 0 {
		fill(rw, w.filler)
	}
}

// fill writes n bytes of padding, or fewer when the client stops reading.
func fill(rw http.ResponseWriter, n int64) {
	buf := make([]byte, 64<<10)
	pad(buf)
	for n > 0 {
		m, err := rw.Write(buf[:min(n, int64(len(buf)))])
		if err != nil {
			return
		}
		n -= int64(m)
	}
}

// cut takes the connection over, sends as much as the fault lets through, and ends it.
func cut(rw http.ResponseWriter, w wire) {
	hj, can := rw.(http.Hijacker)
	if !can {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := hj.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	under := bare(conn) // closing TLS would say goodbye first
	defer func() { _ = under.Close() }()
	if w.send > 0 {
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
			statusLine(w.status), w.header.Get("Content-Type"), len(w.body), w.body[:w.send])
	}
	if tcp, isTCP := under.(*net.TCPConn); isTCP && w.end != endClose {
		_ = tcp.SetLinger(0) // Close then resets
	}
}

// bare is the connection under TLS.
func bare(conn net.Conn) net.Conn {
	if t, isTLS := conn.(interface{ NetConn() net.Conn }); isTLS {
		return t.NetConn()
	}
	return conn
}
