package ledger

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// How the connection to a server is protected.
const (
	// TLSFull is TLS with a certificate of the server's name, signed by an authority of the system or of Server.RootCert.
	TLSFull = "verify-full"
	// TLSOff sends everything in the open: to this machine only.
	TLSOff = "disable"
)

// Server is where a ledger of many desks is kept.
type Server struct {
	// Host is a name or an address, Port 0 stands for 5432.
	Host string
	Port int
	// Database and User may not be empty.
	Database, User string
	// TLS is TLSFull or TLSOff; "" stands for TLSFull.
	TLS string
	// RootCert is the file of the authorities that may sign the server's certificate; "" takes the system's.
	RootCert string
	// Password is asked for at every new connection; nil for a server that asks for none.
	Password func(context.Context) (string, error)
	// Desk is what this place is called in the rows it writes.
	Desk string
}

// ServerError refuses what does not name a server. Field is url, scheme, password, host, port, database, user, tls,
// sslrootcert or option; Value is what was given, never a password.
type ServerError struct{ Field, Value string }

// Error names the field.
func (e *ServerError) Error() string { return fmt.Sprintf("ledger: server: %s %q", e.Field, e.Value) }

// ParseServer reads postgres://USER@HOST:PORT/DATABASE, with the options sslmode (TLSFull or TLSOff) and sslrootcert. A
// password in it is refused: command lines and files are read by others. Errors are [*ServerError].
func ParseServer(text string) (Server, error) {
	u, err := url.Parse(text)
	if err != nil { // its text would hold a password
		return Server{}, &ServerError{Field: "url"}
	}
	if u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return Server{}, &ServerError{"scheme", u.Scheme}
	}
	if _, has := u.User.Password(); has {
		return Server{}, &ServerError{Field: "password"}
	}
	s := Server{Host: u.Hostname(), Database: strings.TrimPrefix(u.Path, "/"), User: u.User.Username()}
	if p := u.Port(); p != "" {
		if s.Port, err = strconv.Atoi(p); err != nil || s.Port < 1 || s.Port > 65535 {
			return Server{}, &ServerError{"port", p}
		}
	}
	for name, values := range u.Query() {
		switch name {
		case "sslmode":
			s.TLS = values[0]
		case "sslrootcert":
			s.RootCert = values[0]
		case "password":
			return Server{}, &ServerError{Field: "password"}
		default:
			return Server{}, &ServerError{"option", name}
		}
	}
	return s, s.check()
}

// String is the server as a URL, as ParseServer reads it.
func (s Server) String() string {
	u := url.URL{Scheme: "postgres", User: url.User(s.User), Host: s.address(), Path: "/" + s.Database}
	q := url.Values{"sslmode": {s.mode()}}
	if s.RootCert != "" {
		q.Set("sslrootcert", s.RootCert)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

func (s Server) address() string {
	port := s.Port
	if port == 0 {
		port = 5432
	}
	return net.JoinHostPort(s.Host, strconv.Itoa(port))
}

func (s Server) mode() string {
	if s.TLS == "" {
		return TLSFull
	}
	return s.TLS
}

func (s Server) check() error {
	for _, f := range []struct{ name, value string }{{"host", s.Host}, {"database", s.Database}, {"user", s.User}} {
		if f.value == "" {
			return &ServerError{Field: f.name}
		}
	}
	switch mode := s.mode(); {
	case mode != TLSFull && mode != TLSOff, mode == TLSOff && !isLoopback(s.Host):
		return &ServerError{"tls", mode}
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

const (
	// connectLimit is how long a connection may take to be made.
	connectLimit = 5 * time.Second
	// connections is how many one desk may have, beside the one that listens.
	connections = 3
)

// settings are those of every connection. A statement that waits for another desk's lock gives up after patience, and a
// desk that vanishes in the middle of a change gives its locks back soon after.
var settings = map[string]string{
	"application_name":              "billkey",
	"client_encoding":               "UTF8",
	"default_transaction_isolation": "read committed",
	"default_transaction_read_only": "off",
	// Every list here is read by an index, whatever the administrator's disks are taken for; compiling a plan or starting helpers
	// for it takes longer than the list.
	"random_page_cost":                    "1.1",
	"max_parallel_workers_per_gather":     "0",
	"jit":                                 "off",
	"idle_in_transaction_session_timeout": "10s",
	"lock_timeout":                        strconv.Itoa(int(patience / time.Millisecond)),
	"search_path":                         schemaName,
	"statement_timeout":                   strconv.Itoa(int(readLimit / time.Millisecond)),
	// Every commit is on the server's disk, and on the standby's it waits for, before it returns.
	"synchronous_commit":  "on",
	"tcp_keepalives_idle": "10",
}

// config says everything by itself: what the environment or a file of the user's says of PostgreSQL is for other programs.
func (s Server) config() (*pgxpool.Config, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	plain := url.URL{Scheme: "postgres", User: url.User(s.User), Host: s.address(), Path: "/" + s.Database}
	plain.RawQuery = url.Values{
		"sslmode": {"disable"}, "sslcertmode": {"disable"}, "sslnegotiation": {"postgres"}, "passfile": {""},
		"target_session_attrs": {"any"}, "channel_binding": {"prefer"}, "require_auth": {""},
	}.Encode()
	_ = os.Unsetenv("PGSERVICE") // an empty option does not overrule it
	c, err := pgxpool.ParseConfig(plain.String())
	if err != nil {
		return nil, fmt.Errorf("ledger: server: %w", err)
	}
	if c.ConnConfig.TLSConfig, err = s.tls(); err != nil {
		return nil, err
	}
	c.ConnConfig.Password, c.ConnConfig.RuntimeParams = "", settings
	c.ConnConfig.ConnectTimeout = connectLimit
	c.MaxConns, c.MinConns, c.MaxConnIdleTime = connections, 0, time.Minute
	// One more way to the server and back, so that no order fails for a connection that was ended while nobody used it.
	c.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return true }
	return c, nil
}

// tls is nil for TLSOff.
func (s Server) tls() (*tls.Config, error) {
	if s.mode() == TLSOff {
		return nil, nil
	}
	c := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}
	if s.RootCert == "" {
		return c, nil
	}
	pem, err := os.ReadFile(s.RootCert)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", &ServerError{"sslrootcert", s.RootCert}, err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(pem) {
		return nil, &ServerError{"sslrootcert", s.RootCert}
	}
	return c, nil
}
