package credentials

import (
	"net"
	"net/url"
	"strings"
)

// baseURLProblem holds the rule of where a profile may send cards and secrets: live over https only,
// test over https or plain http on this machine, practice nowhere but on this machine.
func baseURLProblem(p Profile) Code {
	if p.BaseURL == "" {
		return "" // tidy has filled in a host wherever one is needed
	}
	if p.ID == PracticeID {
		return CodeRemote
	}
	u, code := parseBaseURL(p.BaseURL)
	if code != "" {
		return code
	}
	local := isLoopback(u.Hostname())
	switch {
	case p.Environment == Practice && !local:
		return CodeRemote
	case u.Scheme == "http" && (p.Environment == Live || !local):
		return CodeNotHTTPS
	}
	return ""
}

// parseBaseURL refuses whatever is more than scheme, host, port and path.
func parseBaseURL(s string) (*url.URL, Code) {
	if len(s) > maxBaseURL {
		return nil, CodeTooLong
	}
	u, err := url.Parse(s)
	switch {
	case err != nil, u.Hostname() == "", u.Opaque != "", u.RawQuery != "", u.ForceQuery, strings.Contains(s, "#"):
		return nil, CodeMalformed
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, CodeNotHTTPS
	case u.User != nil:
		return nil, CodeUserinfo
	}
	return u, ""
}

// isLoopback asks no resolver: what a name server answers must not decide where a card goes.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
