package sandbox

import (
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// controlPrefix is where the control endpoints are.
const controlPrefix = "/__sandbox/"

// controls are the control endpoints, by "METHOD name".
var controls = map[string]func(*Server, []byte) (any, error){
	"POST reset":      func(s *Server, _ []byte) (any, error) { s.Reset(); return done, nil },
	"GET log":         func(s *Server, _ []byte) (any, error) { return s.Requests(), nil },
	"GET counters":    func(s *Server, _ []byte) (any, error) { return s.Counters(), nil },
	"GET past":        func(s *Server, _ []byte) (any, error) { return s.Past(), nil },
	"GET cards":       func(*Server, []byte) (any, error) { return MagicCards(), nil },
	"GET channels":    func(s *Server, _ []byte) (any, error) { return s.opt.Channels, nil },
	"GET faults":      func(s *Server, _ []byte) (any, error) { return s.Faults(), nil },
	"DELETE faults":   func(s *Server, _ []byte) (any, error) { s.ClearFaults(); return done, nil },
	"POST faults":     controlFault,
	"POST clock":      controlClock,
	"GET switches":    func(s *Server, _ []byte) (any, error) { return s.switches(), nil },
	"POST switches":   controlSwitches,
	"GET clock":       func(s *Server, _ []byte) (any, error) { return map[string]time.Time{"now": s.Now()}, nil },
	"GET fault-kinds": func(*Server, []byte) (any, error) { return FaultKinds(), nil },
}

var done = map[string]bool{"ok": true}

// exchange serves a control endpoint, or the API.
func (s *Server) exchange(r *http.Request) wire {
	name, isControl := strings.CutPrefix(r.URL.Path, controlPrefix)
	if !isControl {
		return s.serve(r)
	}
	if !local(r) {
		return plain(page(http.StatusForbidden))
	}
	run, known := controls[r.Method+" "+name]
	if !known {
		return plain(page(http.StatusNotFound))
	}
	body, err := readBody(r)
	if err != nil {
		return plain(page(http.StatusRequestEntityTooLarge))
	}
	answer, err := run(s, body)
	if err != nil {
		return wire{status: http.StatusBadRequest, header: jsonHeader(), body: encode(map[string]string{"error": err.Error()})}
	}
	return wire{status: http.StatusOK, header: jsonHeader(), body: encode(answer)}
}

func jsonHeader() http.Header {
	return http.Header{"Content-Type": {"application/json; charset=UTF-8"}}
}

// local tells whether a control request comes from this machine and not from a web page: over a loopback connection or in
// process, with a loopback Host, and with no Origin other than loopback.
func local(r *http.Request) bool {
	if r.RemoteAddr != "" && !loopbackHost(r.RemoteAddr) {
		return false
	}
	if r.RemoteAddr != "" && !loopbackHost(r.Host) {
		return false
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		return err == nil && loopbackHost(u.Host)
	}
	return true
}

// loopbackHost tells whether host, with or without a port, is this machine.
func loopbackHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// controlFault is POST faults: a [Fault], with "delay" in nanoseconds or as text like "2s".
func controlFault(s *Server, body []byte) (any, error) {
	var in struct {
		Fault
		Delay duration `json:"delay"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	in.Fault.Delay = time.Duration(in.Delay)
	if err := in.Fault.valid(); err != nil {
		return nil, err
	}
	s.Inject(in.Fault)
	return done, nil
}

// controlClock is POST clock: {"advance":"31m"}.
func controlClock(s *Server, body []byte) (any, error) {
	var in struct {
		Advance duration `json:"advance"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, err
	}
	s.Advance(time.Duration(in.Advance))
	return map[string]time.Time{"now": s.Now()}, nil
}

// controlSwitches is POST switches: the members that are given change, the others stay.
func controlSwitches(s *Server, body []byte) (any, error) {
	sw := s.switches()
	if err := json.Unmarshal(body, &sw); err != nil {
		return nil, err
	}
	s.Switch(sw)
	return sw, nil
}

func (s *Server) switches() Switches {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sw
}

// duration reads "2s" as well as nanoseconds.
type duration time.Duration

// UnmarshalJSON reads the duration.
func (d *duration) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) != nil {
		return json.Unmarshal(b, (*int64)(d))
	}
	v, err := time.ParseDuration(text)
	*d = duration(v)
	return err
}
