package api

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// reach opens a byte stream to addr, directly or through the environment's proxy.
func (d *dialer) reach(ctx context.Context, addr string) (net.Conn, error) {
	via, err := d.proxy(&http.Request{URL: d.base})
	if err != nil {
		return nil, errors.New("proxy address in the environment cannot be read") // the cause may quote its password
	}
	if via == nil {
		return d.tcp(ctx, addr)
	}
	conn, err := d.proxyConn(ctx, via)
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	release := bound(ctx, conn)
	if via.Scheme == "socks5" || via.Scheme == "socks5h" {
		err = socksConnect(conn, via.User, addr)
	} else {
		err = httpConnect(conn, via.User, addr)
	}
	if late := release(); err == nil {
		err = late
	}
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("proxy: %w", err)
	}
	return conn, nil
}

// proxyConn connects to the proxy itself.
func (d *dialer) proxyConn(ctx context.Context, via *url.URL) (net.Conn, error) {
	ports := map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}
	port, known := ports[via.Scheme]
	if !known {
		return nil, errors.New("scheme is not supported")
	}
	if via.Port() != "" {
		port = via.Port()
	}
	addr := net.JoinHostPort(via.Hostname(), port)
	conn, err := d.tcp(ctx, addr)
	if err != nil || via.Scheme != "https" {
		return conn, err
	}
	return handshake(ctx, conn, d.tls, addr)
}

// bound makes conn's reads and writes end with ctx. The returned function frees conn again, or tells that it is too late.
func bound(ctx context.Context, conn net.Conn) func() error {
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	return func() error {
		if !stop() {
			return ctx.Err()
		}
		return nil
	}
}

// httpConnect asks an HTTP proxy for a tunnel.
func httpConnect(conn net.Conn, user *url.Userinfo, addr string) error {
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: addr}, Host: addr, Header: http.Header{}}
	req.Header.Set("User-Agent", userAgent)
	if user != nil {
		password, _ := user.Password()
		pair := base64.StdEncoding.EncodeToString([]byte(user.Username() + ":" + password))
		req.Header.Set("Proxy-Authorization", "Basic "+pair)
	}
	if err := req.Write(conn); err != nil {
		return err
	}
	// The tunnel is silent until we speak, so the reader cannot swallow what belongs to TLS.
	res, err := http.ReadResponse(bufio.NewReader(io.LimitReader(conn, maxHeaders)), req)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("tunnel refused with HTTP %d", res.StatusCode)
	}
	return nil
}
