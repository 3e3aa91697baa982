package card

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// doubled is Luhn's doubling as a table, for the oracle.
var doubled = [10]int{0, 2, 4, 6, 8, 1, 3, 5, 7, 9}

// oracleLuhn reads from the left and knows the doubled places by the parity of the length.
func oracleLuhn(digits []byte) bool {
	sum := 0
	for i, c := range digits {
		if (len(digits)-i)%2 == 0 {
			sum += doubled[c-'0']
		} else {
			sum += int(c - '0')
		}
	}
	return len(digits) > 0 && sum%10 == 0
}

// drawClean draws a number whose check digit is right.
func drawClean(t *rapid.T) []byte {
	d := []byte(rapid.StringMatching(`[0-9]{11,18}0`).Draw(t, "number"))
	for !oracleLuhn(d) {
		d[len(d)-1]++
	}
	return d
}

func TestChangingOneDigitAlwaysBreaksLuhn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawClean(t)
		if !Luhn(d) {
			t.Fatalf("%s is refused", d)
		}
		for i, was := range d {
			for c := byte('0'); c <= '9'; c++ {
				if d[i] = c; c != was && Luhn(d) {
					t.Fatalf("%s passes with digit %d changed from %c", d, i, was)
				}
			}
			d[i] = was
		}
	})
}

func TestSwappingNeighboursBreaksLuhnExceptZeroAndNine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawClean(t)
		for i := range len(d) - 1 {
			a, b := d[i], d[i+1]
			passes := a == b || a+b == '0'+'9' && (a == '0' || a == '9')
			d[i], d[i+1] = b, a
			if Luhn(d) != passes {
				t.Fatalf("%s: swap at %d passes = %t", d, i, !passes)
			}
			d[i], d[i+1] = a, b
		}
	})
}

func TestBusinessNumberDetectsEverySingleSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		office, kind := rapid.IntRange(101, 999).Draw(t, "office"), rapid.IntRange(1, 99).Draw(t, "kind")
		d := fmt.Appendf(nil, "%03d%02d%04d0", office, kind, rapid.IntRange(1, 9999).Draw(t, "serial"))
		for oracleHolder(d) != "" {
			d[9]++
		}
		if got := CheckHolder(d); len(got) != 0 {
			t.Fatalf("%s: %v", d, got)
		}
		for i, was := range d {
			for c := byte('0'); c <= '9'; c++ {
				if d[i] = c; c != was && len(CheckHolder(d)) == 0 {
					t.Fatalf("%s passes with digit %d changed from %c", d, i, was)
				}
			}
			d[i] = was
		}
	})
}

// oracleExpiry judges with the calendar: a card dies when the month after its last begins in Seoul.
func oracleExpiry(year, month int, now time.Time) Code {
	first := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, Seoul)
	local := now.In(Seoul)
	thisMonth := time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, Seoul)
	switch {
	case !now.Before(first.AddDate(0, 1, 0)):
		return ExpiryPast
	case first.After(thisMonth.AddDate(20, 0, 0)):
		return ExpiryTooFar
	case first.After(thisMonth.AddDate(10, 0, 0)):
		return ExpiryFar
	}
	return ""
}

func TestExpiryAgreesWithTheCalendarAtAnyMoment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(rapid.Int64Range(1_735_000_000, 2_800_000_000).Draw(t, "now"), 0) // 2024 to 2058
		zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "zone")*3600)
		yy, mm := rapid.IntRange(0, 99).Draw(t, "yy"), rapid.IntRange(1, 12).Draw(t, "mm")
		got := CheckExpiry(fmt.Appendf(nil, "%02d%02d", mm, yy), now.In(zone))
		want := oracleExpiry(2000+yy, mm, now)
		if (want == "") != (len(got) == 0) || want != "" && (got[0].Code != want || (got[0].Level == Warn) != (want == ExpiryFar)) {
			t.Fatalf("%02d/%02d at %s: %v, want %q", mm, yy, now.In(Seoul), got, want)
		}
	})
}
