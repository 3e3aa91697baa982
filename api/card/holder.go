package card

import (
	"slices"

	"billkey/api/secret"
)

// MaxHolder is how many digits the holder field takes: thirteen, so that a whole resident number is recognised and refused.
const MaxHolder = 13

// Holder is birth: six digits YYMMDD, or a ten-digit business number for an unnamed corporate card. It prints as dots.
type Holder struct{ v secret.Value }

// NewHolder copies digits, which must have passed [CheckHolder].
func NewHolder(digits []byte) Holder { return Holder{secret.New(slices.Clone(digits))} }

// HolderKind is said by the length of the number.
type HolderKind string

// The kinds.
const (
	HolderNone   HolderKind = ""
	HolderPerson HolderKind = "person"
	HolderFirm   HolderKind = "firm"
)

// HolderKindOf tells what the digits typed so far are: up to six a birth date, beyond that a business number.
func HolderKindOf(digits []byte) HolderKind {
	switch {
	case len(digits) == 0:
		return HolderNone
	case len(digits) <= 6:
		return HolderPerson
	}
	return HolderFirm
}

// CheckHolder judges a holder number. Lengths other than six and ten are refused; thirteen digits are a resident number,
// which this program must never hold: the caller wipes the field.
func CheckHolder(digits []byte) []Problem {
	switch len(digits) {
	case 0:
		return holderProblem(Empty, Refuse)
	case 6:
		if !isBirth(digits) {
			return holderProblem(HolderDate, Refuse)
		}
		return nil
	case 8:
		return holderProblem(HolderEight, Refuse)
	case 10:
		return checkBusiness(digits)
	case 13:
		return holderProblem(HolderRRN, Refuse)
	}
	return holderProblem(HolderLength, Refuse)
}

func holderProblem(c Code, l Level) []Problem {
	return []Problem{{Field: FieldHolder, Code: c, Level: l}}
}

var monthDays = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// isBirth wants a real date of 19YY or 20YY. February 29 needs YY divisible by four: 2000 was a leap year.
func isBirth(d []byte) bool {
	yy, mm, dd := two(d), two(d[2:]), two(d[4:])
	if !isMonth(mm) || dd < 1 || dd > monthDays[mm] {
		return false
	}
	return mm != 2 || dd != 29 || yy%4 == 0
}

var businessWeights = [9]int{1, 3, 7, 1, 3, 7, 1, 3, 5}

// checkBusiness refuses impossible parts (office below 101, kind 00, serial 0000) and warns of a wrong check digit:
// a few numbers in use fail it.
func checkBusiness(d []byte) []Problem {
	office := int(d[0]-'0')*100 + two(d[1:])
	serial := two(d[5:])*100 + two(d[7:])
	if office < 101 || two(d[3:]) == 0 || serial == 0 {
		return holderProblem(HolderBusiness, Refuse)
	}
	sum := int(d[8]-'0') * 5 / 10
	for i, w := range businessWeights {
		sum += int(d[i]-'0') * w
	}
	if (10-sum%10)%10 != int(d[9]-'0') {
		return holderProblem(HolderChecksum, Warn)
	}
	return nil
}

// FirmKind is what the middle digits of a business number say; a caption, never a gate.
type FirmKind string

// FirmKindOf reads the fourth and fifth digit of a business number; "" where they are not typed yet or mean nothing known.
func FirmKindOf(digits []byte) FirmKind {
	if len(digits) < 7 {
		return ""
	}
	switch yy := two(digits[3:]); {
	case yy >= 1 && yy <= 79:
		return "individual_taxable"
	case yy == 81 || yy == 86 || yy == 87 || yy == 88:
		return "corporate_head"
	case yy == 82:
		return "non_profit"
	case yy == 83:
		return "government"
	case yy == 84:
		return "foreign"
	case yy == 85:
		return "branch"
	case yy == 89:
		return "religious"
	case yy >= 90:
		return "individual_exempt"
	}
	return ""
}
