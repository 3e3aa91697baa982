package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// maxBody is the largest request body read.
const maxBody = 1 << 20

var errTooLarge = errors.New("sandbox: request body too large")

// params are the members of a request body. They stay bytes, because they hold card data that is wiped after the answer.
type params map[string][]byte

// wipe overwrites every value with zeros.
func (p params) wipe() {
	for _, v := range p {
		clear(v)
	}
}

// readBody reads the whole body without leaving outgrown copies of it behind.
func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	defer func() { _ = r.Body.Close() }()
	if r.ContentLength > maxBody {
		return nil, errTooLarge
	}
	size := r.ContentLength + 1 // one more than announced, so that a body that is longer shows
	if r.ContentLength <= 0 {   // not announced
		size = maxBody + 1
	}
	buf := make([]byte, size)
	n, err := io.ReadFull(r.Body, buf)
	if err == nil {
		clear(buf)
		return nil, errTooLarge
	}
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		clear(buf)
		return nil, err
	}
	return buf[:n], nil
}

// parseParams reads a JSON or form body by its Content-Type. What does not parse has no members, as with PHP.
func parseParams(contentType string, body []byte) params {
	media, _, _ := mime.ParseMediaType(contentType)
	if media == "application/json" {
		return parseJSON(body)
	}
	return parseForm(body)
}

func parseJSON(body []byte) params {
	var raw map[string]json.RawMessage
	if json.Unmarshal(body, &raw) != nil {
		return params{}
	}
	p := make(params, len(raw))
	for name, v := range raw {
		if string(v) != "null" {
			p[name] = unquote(v)
		}
	}
	return p
}

// unquote is the text of a JSON string, and the JSON itself of anything else. It shares raw's bytes unless there are escapes,
// which no client needs in a card number: a text with escapes passes through a string that cannot be wiped.
func unquote(raw []byte) []byte {
	if len(raw) < 2 || raw[0] != '"' {
		return raw
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	var s string
	_ = json.Unmarshal(raw, &s) // raw was parsed once already
	clear(raw)
	return []byte(s)
}

func parseForm(body []byte) params {
	p := params{}
	for pair := range bytes.SplitSeq(body, []byte("&")) {
		name, value, _ := bytes.Cut(pair, []byte("="))
		key, err := url.QueryUnescape(string(name))
		if v, ok := unescape(value); ok && err == nil && key != "" {
			p[key] = v
		}
	}
	return p
}

// unescape undoes form encoding into bytes of its own.
func unescape(src []byte) ([]byte, bool) {
	dst := make([]byte, 0, len(src))
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '+':
			dst = append(dst, ' ')
		case '%':
			if i+2 >= len(src) || !isHex(src[i+1]) || !isHex(src[i+2]) {
				return nil, false
			}
			dst = append(dst, unhex(src[i+1])<<4|unhex(src[i+2]))
			i += 2
		default:
			dst = append(dst, src[i])
		}
	}
	return dst, true
}

func isHex(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F'
}

func unhex(b byte) byte {
	if b <= '9' {
		return b - '0'
	}
	return b&^0x20 - 'A' + 10
}
