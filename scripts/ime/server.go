//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"billkey/api/credentials"
	"billkey/api/sandbox"
)

// server is the sandbox; it remembers the names that orders came with.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	names []string
	birth string
}

func newServer() (*server, error) {
	box, err := sandbox.New(sandbox.Options{})
	if err != nil {
		return nil, err
	}
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/subscribe/customers/") {
			r.Body = io.NopCloser(bytes.NewReader(s.note(r.Body)))
		}
		box.ServeHTTP(w, r)
	}))
	return s, nil
}

func (s *server) note(body io.Reader) []byte {
	b, _ := io.ReadAll(body)
	var order struct {
		Name  string `json:"customer_name"`
		Birth string `json:"birth"`
	}
	_ = json.Unmarshal(b, &order)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names, s.birth = append(s.names, order.Name), order.Birth
	return b
}

func (s *server) orders() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.names)
}

func (s *server) last() (name, birth string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.names) == 0 {
		return "", ""
	}
	return s.names[len(s.names)-1], s.birth
}

// askForName lets the practice profile ask for the customer's name, as the PG welcome does.
func askForName(data string) error {
	profiles, err := credentials.OpenProfiles(data)
	if err != nil {
		return err
	}
	p, ok := profiles.Get(credentials.PracticeID)
	if !ok {
		return errors.New("no practice profile")
	}
	p.Needs = credentials.NeedsFor("welcome")
	_, err = profiles.Put(p)
	return err
}
