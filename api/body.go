package api

import (
	"io"
	"sync"
	"unicode/utf8"
)

// body is a request body that can be wiped at any moment, also while the transport still reads it: a server may
// answer before the request is written, and the writer then runs on. It has no GetBody, so net/http cannot send
// it twice, and no WriteTo, so its bytes are only ever copied into buffers that the connection zeroes.
type body struct {
	mu  sync.Mutex
	all []byte
	off int
}

// Read copies the next bytes out.
func (b *body) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.off >= len(b.all) {
		return 0, io.EOF
	}
	n := copy(p, b.all[b.off:])
	b.off += n
	return n, nil
}

// Close does nothing: the owner wipes.
func (b *body) Close() error { return nil }

func (b *body) wipe() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.all[:cap(b.all)])
	b.all = nil
}

// appendMember appends `"name":"value"` with a comma unless dst ends in an opening brace.
func appendMember(dst []byte, name string, value []byte) []byte {
	if len(dst) > 0 && dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	dst = append(append(append(dst, '"'), name...), '"', ':')
	return appendQuoted(dst, value)
}

// memberLen bounds what appendMember adds.
func memberLen(name string, value int) int { return len(name) + 6*value + 6 }

// appendQuoted appends s as a JSON string without making a Go string of it.
func appendQuoted(dst, s []byte) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', s[0])
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			dst = utf8.AppendRune(dst, r) // broken UTF-8 becomes U+FFFD, as encoding/json does
		}
		s = s[n:]
	}
	return append(dst, '"')
}
