package card

import (
	"slices"

	"billkey/api/secret"
)

// PIN is pwd_2digit: the first two of the card's four PIN digits. A leading zero counts. It prints as dots.
type PIN struct{ v secret.Value }

// NewPIN copies digits, which must have passed [CheckPIN].
func NewPIN(digits []byte) PIN { return PIN{secret.New(slices.Clone(digits))} }

// CheckPIN wants exactly two digits.
func CheckPIN(digits []byte) []Problem { return exactly(FieldPIN, digits, PINLength, 2, 2) }

// CheckCVC wants three or four digits.
func CheckCVC(digits []byte) []Problem { return exactly(FieldCVC, digits, CVCLength, 3, 4) }

func exactly(f Field, digits []byte, c Code, lo, hi int) []Problem {
	switch n := len(digits); {
	case n == 0:
		return []Problem{{Field: f, Code: Empty}}
	case n < lo || n > hi:
		return []Problem{{Field: f, Code: c}}
	}
	return nil
}
