package sandbox

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Server is the imitation. It is an http.Handler, and an http.RoundTripper through [Server.Transport]. All methods may be
// called at the same time.
type Server struct {
	opt Options

	mu     sync.Mutex
	sw     Switches
	state  *state
	token  token
	faults []Fault
	spent  map[string]bool // customer_uids whose token_expired card has had its 401
	log    log
	offset time.Duration // how far the clock was moved
	saved  error         // why the state file could not be written, if so
}

// New starts a server and loads the state file, when there is one.
func New(o Options) (*Server, error) {
	s := &Server{opt: o.withDefaults(), sw: o.Switches, spent: map[string]bool{}}
	s.log.limit = s.opt.LogSize
	st, err := loadState(o.StateFile)
	if err != nil {
		return nil, err
	}
	s.state = st
	return s, nil
}

// Now is the server's clock, with what [Server.Advance] added.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Server) now() time.Time { return s.opt.Clock().Add(s.offset) }

// Advance moves the server's clock.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset += d
}

// Switch changes the switches from now on.
func (s *Server) Switch(sw Switches) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sw = sw
}

// Reset empties the server: keys, payments, token, faults, log, counters. Clock and switches go back to the options.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.token, s.faults, s.offset, s.sw = newState(), token{}, nil, 0, s.opt.Switches
	s.log = log{limit: s.opt.LogSize}
	clear(s.spent)
	s.save()
}

// Close writes the state file a last time and reports why it could not be written. The server stays usable.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.save()
	return s.saved
}

// serve carries a request out and says what goes over the wire.
func (s *Server) serve(r *http.Request) wire {
	start := s.opt.Clock()
	body, err := readBody(r)
	if err != nil {
		return s.unread(r, err)
	}
	defer clear(body)
	c := &call{method: r.Method, path: r.URL.EscapedPath(), query: r.URL.Query(), header: r.Header}
	c.body = parseParams(r.Header.Get("Content-Type"), body)
	defer c.body.wipe()
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = s.now()
	s.settleLate(c.now)
	s.runSchedules(c.now)
	rep := s.dispatch(c)
	w := s.shape(c, rep)
	s.log.add(c, rep, w, s.opt.Clock().Sub(start))
	return w
}

// dispatch finds the operation, lets an early fault have its way, checks the token and runs the operation.
func (s *Server) dispatch(c *call) reply {
	var fits bool
	if c.route, c.vars, fits = find(c.method, c.path); c.route.run == nil {
		return page(http.StatusNotFound)
	} else if !fits {
		return page(http.StatusMethodNotAllowed)
	}
	if s.sw.RefuseEncodedSlash && strings.Contains(strings.ToUpper(c.path), "%2F") {
		return page(http.StatusNotFound)
	}
	if c.fault = s.takeFault(c.method, c.route.template); c.fault.before() {
		return s.early(c)
	}
	if c.route.template != "/users/getToken" && !s.authorized(c.header, c.now) {
		return s.unauthorized()
	}
	return c.route.run(s, c)
}

func (s *Server) unread(r *http.Request, err error) wire {
	w := wire{end: endReset, send: noAnswer}
	if errors.Is(err, errTooLarge) {
		w = plain(page(http.StatusRequestEntityTooLarge))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log.add(&call{method: r.Method, path: r.URL.EscapedPath(), route: notFound, now: s.now()}, reply{}, w, 0)
	return w
}
