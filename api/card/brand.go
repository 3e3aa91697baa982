package card

// Brand is a card network, or the guess that a card is domestic only.
type Brand string

// Brands that change grouping, length or checksum. No issuer list is kept: the server names the company.
const (
	Unknown    Brand = ""
	Visa       Brand = "visa"
	Mastercard Brand = "mastercard"
	Amex       Brand = "amex"
	Diners     Brand = "diners"
	Discover   Brand = "discover"
	JCB        Brand = "jcb"
	UnionPay   Brand = "unionpay"
	Maestro    Brand = "maestro"
	// Domestic is a guess by prefix 9, 20 or 83.
	Domestic Brand = "domestic"
)

type brandRule struct {
	lengths []int
	// advanceAt is the length at which the form may move on by itself; 0 where longer numbers are common.
	advanceAt int
	luhn      luhnRule
}

type luhnRule int

const (
	luhnUsual  luhnRule = iota // a failure is a warning
	luhnStrict                 // a failure is a warning twice confirmed
	luhnExempt
)

var brandRules = map[Brand]brandRule{
	Visa:       {[]int{16, 18, 19}, 16, luhnStrict},
	Mastercard: {[]int{16}, 16, luhnStrict},
	Amex:       {[]int{15}, 15, luhnStrict},
	Diners:     {[]int{14, 16, 19}, 14, luhnUsual},
	Discover:   {[]int{16, 19}, 16, luhnUsual},
	JCB:        {[]int{16, 17, 18, 19}, 16, luhnStrict},
	UnionPay:   {[]int{14, 15, 16, 17, 18, 19}, 0, luhnExempt},
	Maestro:    {[]int{12, 13, 14, 15, 16, 17, 18, 19}, 0, luhnUsual},
	Domestic:   {[]int{16}, 16, luhnUsual},
	Unknown:    {[]int{13, 14, 15, 16, 17, 18, 19}, 0, luhnUsual},
}

// prefixRange matches numbers whose first digits, as many as lo has, lie in lo..hi.
type prefixRange struct {
	lo, hi string
	brand  Brand
}

// The most digits that match win, so narrow ranges override wide ones.
var prefixRanges = []prefixRange{
	{"4", "4", Visa},
	{"51", "55", Mastercard}, {"2221", "2720", Mastercard},
	{"34", "34", Amex}, {"37", "37", Amex},
	{"300", "305", Diners}, {"36", "36", Diners}, {"38", "39", Diners},
	{"6011", "6011", Discover}, {"644", "649", Discover}, {"65", "65", Discover},
	{"2131", "2131", JCB}, {"1800", "1800", JCB}, {"3528", "3589", JCB},
	{"620", "620", UnionPay}, {"621", "621", UnionPay}, {"622010", "622999", UnionPay},
	{"623", "626", UnionPay}, {"6270", "6270", UnionPay}, {"6272", "6272", UnionPay}, {"6276", "6276", UnionPay},
	{"627700", "627779", UnionPay}, {"627781", "627799", UnionPay},
	{"6282", "6289", UnionPay}, {"6291", "6292", UnionPay}, {"810", "810", UnionPay}, {"8110", "8171", UnionPay},
	{"62183", "62183", Maestro}, {"62188", "62188", Maestro},
	{"493698", "493698", Maestro}, {"500000", "504174", Maestro}, {"504176", "506698", Maestro},
	{"506779", "508999", Maestro}, {"56", "59", Maestro}, {"6", "6", Maestro},
	{"9", "9", Domestic}, {"20", "20", Domestic}, {"83", "83", Domestic},
}

// BrandOf tells the brand by the digits typed so far. It is advice: nothing is refused for it but a length.
func BrandOf(digits []byte) Brand {
	best, width := Unknown, 0
	for _, r := range prefixRanges {
		if len(r.lo) > width && r.matches(digits) {
			best, width = r.brand, len(r.lo)
		}
	}
	return best
}

func (r prefixRange) matches(digits []byte) bool {
	if len(digits) < len(r.lo) {
		return false
	}
	return compareDigits(digits, r.lo) >= 0 && compareDigits(digits, r.hi) <= 0
}

// compareDigits compares the first len(bound) digits with bound, without making a string of them.
func compareDigits(digits []byte, bound string) int {
	for i := range len(bound) {
		if digits[i] != bound[i] {
			return int(digits[i]) - int(bound[i])
		}
	}
	return 0
}

// Shared by every call, so that drawing a number allocates nothing.
var (
	gapsAmex  = []int{4, 10}
	gapsFours = []int{4, 8, 12}
	gapsLong  = []int{4, 8, 12, 16}
)

// Gaps returns how many digits stand before each gap, for a number of n digits of this brand as printed on the card.
// The slice is shared: do not change it.
func (b Brand) Gaps(n int) []int {
	switch {
	case b == Amex, b == Diners && n < 15:
		return gapsAmex
	case n > 16:
		return gapsLong
	}
	return gapsFours
}
