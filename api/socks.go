package api

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
)

// The parts of SOCKS 5 (RFC 1928, RFC 1929) that a client needs to open one connection.
const (
	socksVersion  = 5
	socksNoAuth   = 0
	socksPassword = 2
	socksConnects = 1
	socksIPv4     = 1
	socksName     = 3
	socksIPv6     = 4
)

// socksConnect asks a SOCKS 5 proxy for a connection. The proxy resolves the name.
func socksConnect(conn net.Conn, user *url.Userinfo, addr string) error {
	host, portText, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || len(host) > 255 {
		return errors.New("address does not fit")
	}
	if err := socksGreet(conn, user); err != nil {
		return err
	}
	ask := append([]byte{socksVersion, socksConnects, 0, socksName, byte(len(host))}, host...)
	if _, err := conn.Write(append(ask, byte(port>>8), byte(port))); err != nil {
		return err
	}
	return socksReply(conn)
}

func socksGreet(conn net.Conn, user *url.Userinfo) error {
	method := byte(socksNoAuth)
	if user != nil {
		method = socksPassword
	}
	if _, err := conn.Write([]byte{socksVersion, 1, method}); err != nil {
		return err
	}
	var got [2]byte
	if _, err := io.ReadFull(conn, got[:]); err != nil {
		return err
	}
	if got != [2]byte{socksVersion, method} {
		return errors.New("no common way to log in")
	}
	if method == socksNoAuth {
		return nil
	}
	return socksLogin(conn, user)
}

func socksLogin(conn net.Conn, user *url.Userinfo) error {
	name := user.Username()
	password, _ := user.Password()
	if len(name) > 255 || len(password) > 255 {
		return errors.New("name or password does not fit")
	}
	ask := append([]byte{1, byte(len(name))}, name...)
	ask = append(append(ask, byte(len(password))), password...)
	if _, err := conn.Write(ask); err != nil {
		return err
	}
	var got [2]byte
	if _, err := io.ReadFull(conn, got[:]); err != nil {
		return err
	}
	if got[1] != 0 {
		return errors.New("name or password refused")
	}
	return nil
}

// socksReply reads the verdict and the address behind it, which nobody needs.
func socksReply(conn net.Conn) error {
	var head [4]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return err
	}
	if head[0] != socksVersion || head[1] != 0 {
		return fmt.Errorf("connection refused with %d", head[1])
	}
	size := map[byte]int{socksIPv4: 4, socksIPv6: 16}[head[3]]
	if head[3] == socksName {
		var n [1]byte
		if _, err := io.ReadFull(conn, n[:]); err != nil {
			return err
		}
		size = int(n[0])
	}
	_, err := io.ReadFull(conn, make([]byte, size+2))
	return err
}
