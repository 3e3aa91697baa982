package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// envelope is the frame of every answer: {"code":0,"message":null,"response":…}.
type envelope struct {
	Code     int     `json:"code"`
	Message  *string `json:"message"`
	Response any     `json:"response"`
}

// encode writes v as PHP's json_encode does: ASCII only, Korean as \uXXXX, slashes escaped.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("sandbox: own answer does not encode: %v", err)) // only our own structs come here
	}
	return ascii(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// ascii escapes what is not ASCII in src, which must be JSON. A slash occurs only inside strings there.
func ascii(src []byte) []byte {
	dst := make([]byte, 0, len(src)*2)
	for len(src) > 0 {
		r, n := utf8.DecodeRune(src)
		src = src[n:]
		switch {
		case r == '/':
			dst = append(dst, '\\', '/')
		case r < utf8.RuneSelf:
			dst = append(dst, byte(r))
		default:
			dst = appendEscaped(dst, r)
		}
	}
	return dst
}

func appendEscaped(dst []byte, r rune) []byte {
	if r1, r2 := utf16.EncodeRune(r); r1 != utf8.RuneError {
		return fmt.Appendf(dst, `\u%04x\u%04x`, r1, r2)
	}
	return fmt.Appendf(dst, `\u%04x`, r)
}
