package card

import (
	"fmt"
	"io"
	"log/slog"

	"billkey/api/secret"
)

// Every type that holds card data answers fmt, log/slog and encoding/json here, all with dots or the mask.
// Value receivers, so that a copy is as mute as the pointer.

const (
	dots       = "••••"
	expiryDots = "••/••"
)

func hide(f fmt.State, s string) { _, _ = io.WriteString(f, s) }

// Format prints the mask under every verb.
func (c Card) Format(f fmt.State, _ rune) { hide(f, "card "+c.Masked()) }

// LogValue logs the mask.
func (c Card) LogValue() slog.Value { return slog.StringValue(c.Masked()) }

// MarshalJSON refuses: the request body is built by [Card.AppendJSON] alone.
func (c Card) MarshalJSON() ([]byte, error) { return nil, secret.ErrMarshal }

// Format hides the number under every verb.
func (n Number) Format(f fmt.State, _ rune) { hide(f, dots) }

// LogValue hides the number from slog.
func (n Number) LogValue() slog.Value { return slog.StringValue(dots) }

// MarshalJSON refuses.
func (n Number) MarshalJSON() ([]byte, error) { return nil, secret.ErrMarshal }

// Format hides the value under every verb.
func (e Expiry) Format(f fmt.State, _ rune) { hide(f, expiryDots) }

// LogValue hides the value from slog.
func (e Expiry) LogValue() slog.Value { return slog.StringValue(expiryDots) }

// MarshalJSON hides the value.
func (e Expiry) MarshalJSON() ([]byte, error) { return []byte(`"` + expiryDots + `"`), nil }

// Format hides the digits under every verb.
func (h Holder) Format(f fmt.State, _ rune) { hide(f, dots) }

// LogValue hides the digits from slog.
func (h Holder) LogValue() slog.Value { return slog.StringValue(dots) }

// MarshalJSON refuses.
func (h Holder) MarshalJSON() ([]byte, error) { return nil, secret.ErrMarshal }

// Format hides the digits under every verb.
func (p PIN) Format(f fmt.State, _ rune) { hide(f, dots) }

// LogValue hides the digits from slog.
func (p PIN) LogValue() slog.Value { return slog.StringValue(dots) }

// MarshalJSON refuses.
func (p PIN) MarshalJSON() ([]byte, error) { return nil, secret.ErrMarshal }

// Format hides the digits under every verb.
func (d *Digits) Format(f fmt.State, _ rune) { hide(f, dots) }

// LogValue hides the digits from slog.
func (d *Digits) LogValue() slog.Value { return slog.StringValue(dots) }

// MarshalJSON refuses.
func (d *Digits) MarshalJSON() ([]byte, error) { return nil, secret.ErrMarshal }
