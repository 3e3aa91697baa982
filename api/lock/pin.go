package lock

import (
	"bytes"
	"errors"

	"billkey/api/secret"
)

// A PIN has so many digits.
const (
	MinDigits = 4
	MaxDigits = 12
)

// Errors of a PIN that cannot be set.
var (
	// ErrLength: it has not 4 to 12 digits, or other characters.
	ErrLength = errors.New("lock: a PIN has 4 to 12 digits")
	// ErrEasy: it is one digit over and over, or counts up or down, as 0000, 1234 or 9876.
	ErrEasy = errors.New("lock: the PIN is too easily guessed")
)

// PIN is a secret of digits.
type PIN = secret.Value

// NewPIN copies typed digits; the caller wipes both.
func NewPIN(digits []byte) PIN { return secret.New(bytes.Clone(digits)) }

// Check tells whether a PIN may be set: nil, [ErrLength] or [ErrEasy].
func Check(pin PIN) error { return check(pin.Reveal()) }

func check(digits []byte) error {
	if len(digits) < MinDigits || len(digits) > MaxDigits {
		return ErrLength
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return ErrLength
		}
	}
	if even(digits) {
		return ErrEasy
	}
	return nil
}

// even tells whether every digit differs from the one before by the same step of -1, 0 or 1; 0 follows 9.
func even(digits []byte) bool {
	step := (digits[1] + 10 - digits[0]) % 10
	if step != 0 && step != 1 && step != 9 {
		return false
	}
	for i := 1; i < len(digits); i++ {
		if (digits[i]+10-digits[i-1])%10 != step {
			return false
		}
	}
	return true
}
