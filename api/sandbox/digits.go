package sandbox

import (
	"bytes"
	"strings"
	"time"
)

// seoul is where expiry months end. A fixed zone: Korea has no daylight saving, and Windows may have no zone files.
var seoul = time.FixedZone("KST", 9*3600)

// digitsOf copies the ASCII digits of b. The caller wipes them.
func digitsOf(b []byte) []byte {
	d := make([]byte, 0, len(b))
	for _, c := range b {
		if c >= '0' && c <= '9' {
			d = append(d, c)
		}
	}
	return d
}

func allDigits(b []byte) bool { return len(bytes.Trim(b, "0123456789")) == 0 }

// luhn tells whether the check digit is right.
func luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// plausible tells whether a PG knows such a number: 13 to 19 digits and a right check digit, from which UnionPay
// (62, 81) and domestic cards (9) are free.
func plausible(digits []byte) bool {
	if len(digits) < 13 || len(digits) > 19 {
		return false
	}
	head := string(digits[:2])
	return head == "62" || head == "81" || head[0] == '9' || luhn(digits)
}

// maskNumber keeps head digits in front and four behind.
func maskNumber(digits []byte, head int) string {
	if len(digits) < head+4 {
		return strings.Repeat("*", len(digits))
	}
	return string(digits[:head]) + strings.Repeat("*", len(digits)-head-4) + string(digits[len(digits)-4:])
}

// expiryState reads YYYY-MM: well formed, and not yet past at now, by the calendar of Seoul.
func expiryState(expiry string, now time.Time) (formed, alive bool) {
	t, err := time.ParseInLocation("2006-01", expiry, seoul)
	if err != nil {
		return false, false
	}
	return true, t.AddDate(0, 1, 0).After(now)
}

// maskRuns masks runs of twelve or more digits, so that a card number in a path does not reach the log.
func maskRuns(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		switch {
		case n >= 12:
			b.WriteString(maskNumber([]byte(s[:n]), 6))
		default:
			n = max(n, 1)
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}
