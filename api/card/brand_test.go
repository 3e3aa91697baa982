package card

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
)

func TestBrandIsToldAtBothEndsOfEveryRange(t *testing.T) {
	for _, c := range []struct {
		digits string
		want   Brand
	}{
		{"", Unknown}, {"0", Unknown}, {"1", Unknown}, {"2", Unknown}, {"3", Unknown}, {"5", Unknown}, {"7", Unknown}, {"8", Unknown},
		{"4", Visa}, {"49369", Visa}, {"493697", Visa}, {"493698", Maestro}, {"493699", Visa},
		{"50", Unknown}, {"51", Mastercard}, {"55", Mastercard}, {"56", Maestro}, {"59", Maestro},
		{"222", Unknown}, {"2220", Unknown}, {"2221", Mastercard}, {"2720", Mastercard}, {"2721", Unknown},
		{"33", Unknown}, {"34", Amex}, {"35", Unknown}, {"37", Amex},
		{"30", Unknown}, {"300", Diners}, {"305", Diners}, {"306", Unknown}, {"36", Diners}, {"38", Diners}, {"39", Diners},
		{"6010", Maestro}, {"6011", Discover}, {"6012", Maestro}, {"643", Maestro}, {"644", Discover}, {"649", Discover}, {"65", Discover}, {"66", Maestro},
		{"2131", JCB}, {"2132", Unknown}, {"1800", JCB}, {"1801", Unknown}, {"3527", Unknown}, {"3528", JCB}, {"3589", JCB}, {"3590", Unknown},
		{"62", Maestro}, {"620", UnionPay}, {"621", UnionPay}, {"62182", UnionPay}, {"62183", Maestro}, {"62184", UnionPay}, {"62188", Maestro},
		{"622009", Maestro}, {"622010", UnionPay}, {"622999", UnionPay}, {"623", UnionPay}, {"626", UnionPay},
		{"6270", UnionPay}, {"6271", Maestro}, {"6272", UnionPay}, {"6273", Maestro}, {"6276", UnionPay},
		{"627700", UnionPay}, {"627779", UnionPay}, {"627780", Maestro}, {"627781", UnionPay}, {"627799", UnionPay},
		{"6281", Maestro}, {"6282", UnionPay}, {"6289", UnionPay}, {"6290", Maestro}, {"6291", UnionPay}, {"6292", UnionPay}, {"6293", Maestro},
		{"809", Unknown}, {"810", UnionPay}, {"811", Unknown}, {"8110", UnionPay}, {"8171", UnionPay}, {"8172", Unknown},
		{"500000", Maestro}, {"504174", Maestro}, {"504175", Unknown}, {"504176", Maestro}, {"506698", Maestro}, {"506699", Unknown},
		{"506778", Unknown}, {"506779", Maestro}, {"508999", Maestro}, {"509000", Unknown}, {"63", Maestro}, {"67", Maestro},
		{"9", Domestic}, {"9792", Domestic}, {"9490220006611406", Domestic}, {"19", Unknown}, {"20", Domestic}, {"21", Unknown},
		{"82", Unknown}, {"83", Domestic}, {"84", Unknown},
	} {
		if got := BrandOf([]byte(c.digits)); got != c.want {
			t.Errorf("BrandOf(%s) = %q, want %q", c.digits, got, c.want)
		}
	}
}

func TestNumbersAreGroupedAsPrinted(t *testing.T) {
	for _, c := range []struct {
		brand Brand
		n     int
		want  []int
	}{
		{Visa, 16, []int{4, 8, 12}}, {Mastercard, 3, []int{4, 8, 12}}, {Unknown, 0, []int{4, 8, 12}}, {Domestic, 16, []int{4, 8, 12}},
		{Amex, 2, []int{4, 10}}, {Amex, 15, []int{4, 10}}, {Amex, 19, []int{4, 10}},
		{Diners, 14, []int{4, 10}}, {Diners, 15, []int{4, 8, 12}}, {Diners, 16, []int{4, 8, 12}},
		{UnionPay, 17, []int{4, 8, 12, 16}}, {Visa, 19, []int{4, 8, 12, 16}},
	} {
		if got := c.brand.Gaps(c.n); !slices.Equal(got, c.want) {
			t.Errorf("%q.Gaps(%d) = %v, want %v", c.brand, c.n, got, c.want)
		}
	}
}

// brandOracle is the brand table written as regular expressions, the first that matches wins.
var brandOracle = []struct {
	re    *regexp.Regexp
	brand Brand
}{
	{regexp.MustCompile(`^(493698|62183|62188)`), Maestro},
	{regexp.MustCompile(`^(50[0-3]\d{3}|504(0\d\d|1[0-6]\d|17[0-4]|17[6-9]|1[89]\d|[2-9]\d\d)|505\d{3})`), Maestro},
	{regexp.MustCompile(`^(506([0-5]\d\d|6[0-8]\d|69[0-8]|779|7[89]\d|[89]\d\d)|50[78]\d{3})`), Maestro},
	{regexp.MustCompile(`^(62[01]|622(0[1-9]\d|[1-9]\d\d)|62[3-6]|627[026]|6277([0-7]\d|8[1-9]|9\d)|628[2-9]|629[12])`), UnionPay},
	{regexp.MustCompile(`^(810|81([1-6]\d|7[01]))`), UnionPay},
	{regexp.MustCompile(`^(6011|64[4-9]|65)`), Discover},
	{regexp.MustCompile(`^(5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)`), Mastercard},
	{regexp.MustCompile(`^3[47]`), Amex},
	{regexp.MustCompile(`^3(0[0-5]|[689])`), Diners},
	{regexp.MustCompile(`^(2131|1800|35(2[89]|[3-8]\d))`), JCB},
	{regexp.MustCompile(`^4`), Visa},
	{regexp.MustCompile(`^(5[6-9]|6)`), Maestro},
	{regexp.MustCompile(`^(9|20|83)`), Domestic},
}

func oracleBrand(digits []byte) Brand {
	for _, o := range brandOracle {
		if o.re.Match(digits) {
			return o.brand
		}
	}
	return Unknown
}

func TestBrandAgreesWithRegularExpressions(t *testing.T) {
	for n := range 1_000_000 {
		if n%101 != 0 && n/10_000 != 50 && n/10_000 != 62 { // all numbers where the ranges are narrow, some elsewhere
			continue
		}
		d := fmt.Appendf(nil, "%06d", n)
		if got, want := BrandOf(d), oracleBrand(d); got != want {
			t.Fatalf("BrandOf(%s) = %q, want %q", d, got, want)
		}
	}
}
