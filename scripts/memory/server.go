//go:build linux

package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"billkey/api/sandbox"
)

// server is the sandbox over TLS, with a certificate that only the searched program trusts.
type server struct {
	*httptest.Server
	sandbox *sandbox.Server
	roots   string // file with the certificate
	token   atomic.Value
}

func newServer(home string) (*server, error) {
	box, err := sandbox.New(sandbox.Options{})
	if err != nil {
		return nil, err
	}
	s := &server{sandbox: box, roots: filepath.Join(home, "roots.pem")}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			s.token.Store(token)
		}
		box.ServeHTTP(w, r)
	}))
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	return s, os.WriteFile(s.roots, cert, 0o600)
}

// next lets the next order meet a fault.
func (s *server) next(kind sandbox.FaultKind) {
	s.sandbox.Inject(sandbox.Fault{Kind: kind, Method: http.MethodPost, Route: "/subscribe/customers/{customer_uid}"})
}

func (s *server) lastToken() string { t, _ := s.token.Load().(string); return t }
