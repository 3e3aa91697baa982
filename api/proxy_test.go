package api_test

import (
	"bufio"
	"encoding/base64"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"billkey/api"
)

var quiet = log.New(io.Discard, "", 0)

// tunnel is a small real proxy: greet reads the client's wish and returns the address, or refuses by itself.
type tunnel struct {
	net.Listener
	done  sync.WaitGroup
	asked []string
	mu    sync.Mutex
}

func newTunnel(t *testing.T, greet func(net.Conn, *bufio.Reader) (string, bool)) *tunnel {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &tunnel{Listener: l}
	p.done.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			p.done.Go(func() { p.serve(conn, greet) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); p.done.Wait() })
	return p
}

func (p *tunnel) serve(conn net.Conn, greet func(net.Conn, *bufio.Reader) (string, bool)) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	addr, ok := greet(conn, in)
	p.mu.Lock()
	p.asked = append(p.asked, addr)
	p.mu.Unlock()
	if !ok {
		return
	}
	far, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(far, in); _ = far.Close() })
	both.Go(func() { _, _ = io.Copy(conn, far); _ = conn.Close() })
	both.Wait()
}

func (p *tunnel) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.asked)
}

// via routes every request through the proxy.
func (p *tunnel) via(t *testing.T, scheme, user string) func(*http.Request) (*url.URL, error) {
	t.Helper()
	u, err := url.Parse(scheme + "://" + user + p.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return func(*http.Request) (*url.URL, error) { return u, nil }
}

func httpProxy(password string) func(net.Conn, *bufio.Reader) (string, bool) {
	return func(conn net.Conn, in *bufio.Reader) (string, bool) {
		q, err := http.ReadRequest(in)
		if err != nil || q.Method != http.MethodConnect {
			return "", false
		}
		want := ""
		if password != "" {
			want = "Basic " + base64.StdEncoding.EncodeToString([]byte("desk:"+password))
		}
		if q.Header.Get("Proxy-Authorization") != want {
			_, _ = io.WriteString(conn, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
			return q.Host, false
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
		return q.Host, true
	}
}

func socksProxy(password string) func(net.Conn, *bufio.Reader) (string, bool) {
	return func(conn net.Conn, in *bufio.Reader) (string, bool) {
		if !socksGreeting(conn, in, password) {
			return "", false
		}
		head := make([]byte, 5)
		if _, err := io.ReadFull(in, head); err != nil {
			return "", false
		}
		name := make([]byte, int(head[4])+2)
		if _, err := io.ReadFull(in, name); err != nil {
			return "", false
		}
		port := int(name[len(name)-2])<<8 | int(name[len(name)-1])
		addr := (&net.TCPAddr{IP: net.ParseIP(string(name[:len(name)-2])), Port: port}).String()
		_, _ = conn.Write([]byte{5, 0, 0, 3, 4, 'h', 'o', 's', 't', 0, 1})
		return addr, true
	}
}

func socksGreeting(conn net.Conn, in *bufio.Reader, password string) bool {
	hello := make([]byte, 3)
	if _, err := io.ReadFull(in, hello); err != nil {
		return false
	}
	if password == "" {
		_, _ = conn.Write([]byte{5, 0})
		return hello[2] == 0
	}
	_, _ = conn.Write([]byte{5, 2})
	login := make([]byte, 2+len("desk")+1+len(password))
	if hello[2] != 2 {
		return false
	}
	if _, err := io.ReadFull(in, login); err != nil {
		return false
	}
	if string(login) != "\x01\x04desk"+string(rune(len(password)))+password {
		_, _ = conn.Write([]byte{1, 1})
		return false
	}
	_, _ = conn.Write([]byte{1, 0})
	return true
}

func TestIssueThroughAProxyOfTheEnvironment(t *testing.T) {
	for name, tc := range map[string]struct {
		scheme, user string
		greet        func(net.Conn, *bufio.Reader) (string, bool)
	}{
		"HTTP":                {"http", "", httpProxy("")},
		"HTTP with password":  {"http", "desk:pa%2Fss@", httpProxy("pa/ss")},
		"SOCKS":               {"socks5", "", socksProxy("")},
		"SOCKS with password": {"socks5h", "desk:pass@", socksProxy("pass")},
	} {
		t.Run(name, func(t *testing.T) {
			r, roots := secureRecorder(t, always(200, okKey), nil)
			p := newTunnel(t, tc.greet)
			c := newSecureClient(t, r.URL, roots, p.via(t, tc.scheme, tc.user))
			for range 3 {
				if _, err := c.Issue(t.Context(), uid, order()); err != nil {
					t.Fatal(err)
				}
			}
			if p.count() != 1 || len(r.requests()) != 3 || "https://"+p.asked[0] != r.URL {
				t.Errorf("%d tunnels, %d requests, asked for %v", p.count(), len(r.requests()), p.asked)
			}
			c.Close()
		})
	}
}

func TestRefusingProxyMeansNothingWasSent(t *testing.T) {
	r, roots := secureRecorder(t, always(200, okKey), nil)
	answers := func(s string) func(net.Conn, *bufio.Reader) (string, bool) {
		return func(conn net.Conn, in *bufio.Reader) (string, bool) {
			_, _ = in.ReadByte()
			_, _ = io.WriteString(conn, s)
			return "", false
		}
	}
	for name, tc := range map[string]struct {
		scheme, user string
		greet        func(net.Conn, *bufio.Reader) (string, bool)
	}{
		"wrong password":         {"http", "desk:wrong@", httpProxy("right")},
		"SOCKS wrong password":   {"socks5", "desk:wrong@", socksProxy("right")},
		"SOCKS wants a password": {"socks5", "", socksProxy("right")},
		"SOCKS refuses":          {"socks5", "", answers("\x05\x00\x05\x05\x00\x01")},
		"SOCKS 4":                {"socks5", "", answers("\x04\x00")},
		"forbidden":              {"http", "", answers("HTTP/1.1 403 Forbidden\r\n\r\n")},
		"redirect":               {"http", "", answers("HTTP/1.1 302 Found\r\nLocation: https://example.com\r\n\r\n")},
		"no HTTP":                {"http", "", answers("hello\r\n")},
		"nothing":                {"http", "", answers("")},
		"no TLS":                 {"https", "", answers("hello\r\n")},
		"unknown scheme":         {"ftp", "", answers("")},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTunnel(t, tc.greet)
			c := newSecureClient(t, r.URL, roots, p.via(t, tc.scheme, tc.user))
			_, err := c.Issue(t.Context(), uid, order())
			kindOf(t, err, api.KindUnreachable)
			for _, s := range []string{"wrong", "right", "desk"} {
				if strings.Contains(err.Error(), s) {
					t.Errorf("%v tells the proxy's %s", err, s)
				}
			}
		})
	}
	if len(r.all) != 0 {
		t.Errorf("%d requests arrived", len(r.all))
	}
}

func TestUnreadableProxySettingIsUnreachableAndKeepsItsPassword(t *testing.T) {
	c := newSecureClient(t, "https://api.example", nil, func(*http.Request) (*url.URL, error) {
		_, err := url.Parse("http://desk:hunter2@[::1")
		return nil, err
	})
	_, err := c.Issue(t.Context(), uid, order())
	kindOf(t, err, api.KindUnreachable)
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("%v", err)
	}
}

func TestPlainLoopbackGoesAroundTheProxy(t *testing.T) {
	r := newRecorder(t, always(200, okKey))
	c := newSecureClient(t, r.URL, nil, func(*http.Request) (*url.URL, error) {
		t.Error("the proxy was asked for")
		return nil, nil
	})
	if _, err := c.Issue(t.Context(), uid, order()); err != nil {
		t.Fatal(err)
	}
}
