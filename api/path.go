package api

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxElement is the longest customer_uid iamport takes, in characters; no other path element is longer.
const maxElement = 80

// parseBase accepts https anywhere and http on this machine only, with a path prefix but nothing else.
func parseBase(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Opaque != "" {
		return nil, errors.New("base URL is not an absolute address")
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return nil, errors.New("base URL must not hold a user, a query or a fragment")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopbackName(u.Hostname())) {
		return nil, errors.New("base URL must be https, or http on a loopback host")
	}
	return u.JoinPath("/"), nil
}

func loopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

// address fills the route template's {…} with args, each escaped as one path element. It is the only place where a
// path is built, so a customer_uid such as `../../users/getToken?x=` stays one element.
func (c *Client) address(route string, args []string, query url.Values) (*url.URL, error) {
	u := *c.base
	plain, escaped := strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(u.EscapedPath(), "/")
	for part := range strings.SplitSeq(route[1:], "/") {
		value := part
		if strings.HasPrefix(part, "{") {
			if value, args = args[0], args[1:]; checkElement(value) != nil {
				return nil, fmt.Errorf("%s: %w", part, checkElement(value))
			}
		}
		plain, escaped = plain+"/"+value, escaped+"/"+url.PathEscape(value)
	}
	u.Path, u.RawPath, u.RawQuery = plain, escaped, query.Encode()
	return &u, nil
}

// checkElement refuses what cannot be one path element: nothing, "." and ".." (which servers and proxies resolve),
// control characters, broken UTF-8 and more than 80 characters.
func checkElement(s string) error {
	switch {
	case s == "":
		return errors.New("is empty")
	case s == "." || s == "..":
		return errors.New("is a dot segment")
	case !utf8.ValidString(s):
		return errors.New("is not UTF-8")
	case utf8.RuneCountInString(s) > maxElement:
		return fmt.Errorf("has more than %d characters", maxElement)
	case strings.ContainsFunc(s, unicode.IsControl):
		return errors.New("holds a control character")
	}
	return nil
}
