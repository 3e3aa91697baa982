// Package secret holds values that must not be printed, logged or marshalled by accident:
// card digits, PIN digits, API secrets, access tokens.
package secret

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// ErrMarshal is returned by every marshaller of a [Value].
var ErrMarshal = errors.New("secret: refuses to be marshalled")

// mask is what every formatter shows instead of the value.
const mask = "••••"

// Value is a byte string that cannot be printed. The bytes sit behind two pointers, so that fmt,
// which cannot call methods of unexported fields, prints an address and never the bytes.
// The zero Value is empty. Copies share the bytes: wiping one wipes all.
type Value struct{ p *box }

type box struct{ b *[]byte }

// New takes ownership of b: the caller must not use it again.
func New(b []byte) Value { return Value{&box{&b}} }

// FromString copies s. The string itself cannot be wiped: use it only where a library hands out strings.
func FromString(s string) Value { return New([]byte(s)) }

// Reveal returns the bytes themselves, not a copy. Callers are counted by a test.
func (v Value) Reveal() []byte {
	if v.p == nil {
		return nil
	}
	return *v.p.b
}

// Len is the number of bytes held.
func (v Value) Len() int { return len(v.Reveal()) }

// IsZero tells whether nothing is held.
func (v Value) IsZero() bool { return v.Len() == 0 }

// Wipe overwrites the bytes with zeros and lets go of them.
func (v Value) Wipe() {
	if v.p == nil {
		return
	}
	clear(*v.p.b)
	*v.p.b = nil
}

// String hides the value.
func (v Value) String() string { return mask }

// GoString hides the value.
func (v Value) GoString() string { return mask }

// Format hides the value under every verb.
func (v Value) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, mask) }

// LogValue hides the value from slog.
func (v Value) LogValue() slog.Value { return slog.StringValue(mask) }

// MarshalJSON refuses.
func (v Value) MarshalJSON() ([]byte, error) { return nil, ErrMarshal }

// MarshalText refuses.
func (v Value) MarshalText() ([]byte, error) { return nil, ErrMarshal }

// MarshalBinary refuses.
func (v Value) MarshalBinary() ([]byte, error) { return nil, ErrMarshal }
