package api

import (
	"net/url"
	"strings"
)

// Inspection is one exchange with masked copies of what was sent and answered, for a request log on a screen. Both
// bodies are built anew, member by member: card numbers as first six and last four, PIN digits, birth, expiry, keys,
// tokens and personal data as dots, unknown members only when no card data can be in them. Nothing of it shares memory
// with what went over the wire.
type Inspection struct {
	Exchange
	Base       string // the server's address with its path prefix, without a slash at the end
	Path       string // escaped, with the query, below Base; long runs of digits starred
	Authorized bool   // a token went with the request
	Tier       string // the Tier header, "" without one
	Sent       string // the request's body as JSON; "" without one
	Got        string // the answer's body as JSON or text; "" without an answer that was read whole
	GotBytes   int    // the answer's real size
	Cut        bool   // Got was cut after 32 KiB
}

// inspection adds to x what the request and its answer looked like.
func (c *Client) inspection(x Exchange, to *url.URL, a *answer, authorized bool) Inspection {
	base := strings.TrimSuffix(c.base.String(), "/")
	i := Inspection{
		Exchange: x, Base: base, Path: shownPath(c.base, to), Authorized: authorized, Tier: c.tier,
		Sent: a.sentShown, Got: a.gotShown, GotBytes: len(a.raw),
	}
	i.UID, i.Message = maskRuns(x.UID), shownMessage(x.Message)
	if len(i.Got) > maxShown {
		i.Got, i.Cut = strings.ToValidUTF8(i.Got[:maxShown], ""), true
	}
	return i
}

func shownPath(base, to *url.URL) string {
	path := "/" + strings.TrimPrefix(to.EscapedPath(), base.EscapedPath())
	if to.RawQuery != "" {
		path += "?" + to.RawQuery
	}
	return maskRuns(path)
}
