package card

import (
	"slices"

	"billkey/api/secret"
)

// MaxNumber is the longest card number, in digits.
const MaxNumber = 19

// Number is a validated card number (PAN). It prints as dots and refuses marshalling.
type Number struct{ v secret.Value }

// NewNumber copies digits, which must have passed [CheckNumber] or been overridden by the operator.
func NewNumber(digits []byte) Number { return Number{secret.New(slices.Clone(digits))} }

// Masked is first six, stars, last four.
func (n Number) Masked() string { return maskDigits(n.v.Reveal()) }

// Wipe overwrites the digits. Copies of n are wiped with it.
func (n Number) Wipe() { n.v.Wipe() }

// LastFour are the digits that may be read back to the customer; empty for an empty number.
func (n Number) LastFour() string {
	d := n.v.Reveal()
	if len(d) < 4 {
		return ""
	}
	return string(d[len(d)-4:])
}

// CheckNumber tells what is wrong with the digits of a card number. Digits are ASCII.
func CheckNumber(digits []byte) []Problem {
	brand := BrandOf(digits)
	rule := brandRules[brand]
	switch {
	case len(digits) == 0:
		return numberProblem(Empty, Refuse)
	case len(digits) > MaxNumber:
		return numberProblem(NumberLong, Refuse)
	case len(digits) < rule.lengths[0]:
		return numberProblem(NumberShort, Refuse)
	case !slices.Contains(rule.lengths, len(digits)):
		return numberProblem(NumberLength, lengthLevel(brand))
	case Luhn(digits) || rule.luhn == luhnExempt:
		return nil
	case rule.luhn == luhnStrict:
		return numberProblem(NumberLuhn, WarnTwice)
	}
	return numberProblem(NumberLuhn, Warn)
}

// lengthLevel only warns where the brand itself is a guess.
func lengthLevel(b Brand) Level {
	if b == Domestic {
		return Warn
	}
	return Refuse
}

func numberProblem(c Code, l Level) []Problem {
	return []Problem{{Field: FieldNumber, Code: c, Level: l}}
}

// UsualLength is how many digits a number that begins like this usually has; 0 where its brand has no usual length.
func UsualLength(digits []byte) int { return brandRules[BrandOf(digits)].advanceAt }

// NumberComplete tells whether the form may move on by itself: the usual length of a known brand, and Luhn-clean.
func NumberComplete(digits []byte) bool {
	return NumberAtLength(digits) && Luhn(digits)
}

// NumberAtLength tells whether the digits have the usual length of a known brand: what does not fit now is a slip.
func NumberAtLength(digits []byte) bool {
	at := UsualLength(digits)
	return at != 0 && len(digits) == at
}

// Luhn tells whether the last digit is the mod-10 check digit (ISO/IEC 7812-1) of the others.
func Luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return len(digits) > 0 && sum%10 == 0
}
