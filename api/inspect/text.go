package inspect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Text is the whole exchange for reading and for pasting into a ticket. Its words are those of HTTP.
func (x Exchange) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "#%d  %s  %s\n", x.ID, x.At.Format(time.RFC3339Nano), x.Profile)
	fmt.Fprintf(&b, "> %s %s%s\n", x.Method, x.Base, x.Path)
	for _, h := range x.headers() {
		fmt.Fprintf(&b, "> %s: %s\n", h[0], h[1])
	}
	body(&b, x.Sent)
	connection := "new connection"
	if x.Reused {
		connection = "connection reused"
	}
	switch {
	case x.Status == 0:
		fmt.Fprintf(&b, "< no answer  %s  %s\n", x.Duration, connection)
	case x.HasCode:
		fmt.Fprintf(&b, "< %d  code %d  %s  %s  %d bytes\n", x.Status, x.Code, x.Duration, connection, x.GotBytes)
	default:
		fmt.Fprintf(&b, "< %d  %s  %s  %d bytes\n", x.Status, x.Duration, connection, x.GotBytes)
	}
	if x.Message != "" {
		fmt.Fprintf(&b, "< %s\n", x.Message)
	}
	body(&b, x.Got)
	if x.Cut {
		b.WriteString("…\n")
	}
	fmt.Fprintf(&b, "= %s\n", x.Meaning)
	return b.String()
}

func body(b *strings.Builder, s string) {
	if s != "" {
		b.WriteString(indented(s))
		b.WriteByte('\n')
	}
}

// indented is JSON over several lines; anything else stays as it is.
func indented(s string) string {
	var out bytes.Buffer
	if json.Indent(&out, []byte(s), "", "  ") != nil {
		return s
	}
	return out.String()
}

// headers are those the client sent, the token as a placeholder.
func (x Exchange) headers() [][2]string {
	out := [][2]string{{"Accept", "application/json"}}
	if x.Authorized {
		out = append(out, [2]string{"Authorization", "Bearer $TOKEN"})
	}
	if x.Tier != "" {
		out = append(out, [2]string{"Tier", x.Tier})
	}
	if x.Sent != "" {
		out = append(out, [2]string{"Content-Type", "application/json; charset=utf-8"})
	}
	return out
}
