package ledger

import (
	"crypto/tls"
	"crypto/x509"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// isCut tells that a connection ended while it was in use.
func isCut(err error) bool {
	for _, cut := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, driver.ErrBadConn, pgconn.ErrConnClosed} {
		if errors.Is(err, cut) {
			return true
		}
	}
	return false
}

// isUntrusted tells that the server's certificate was not accepted, or that it has none.
func isUntrusted(err error) bool {
	var verification *tls.CertificateVerificationError
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	return errors.As(err, &verification) || errors.As(err, &host) || errors.As(err, &authority) ||
		err != nil && strings.Contains(err.Error(), "server refused TLS connection") // it has no name
}
