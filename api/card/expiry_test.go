package card

import (
	"fmt"
	"testing"
	"time"
)

func TestExpiryReasonsInJune2026(t *testing.T) {
	for _, c := range []struct {
		digits string
		code   Code
		level  Level
	}{
		{"", Empty, Refuse},
		{"0", ExpiryIncomplete, Refuse}, {"06", ExpiryIncomplete, Refuse}, {"062", ExpiryIncomplete, Refuse}, {"12263", ExpiryIncomplete, Refuse},
		{"13", ExpiryMonth, Refuse}, {"14", ExpiryMonth, Refuse}, {"00", ExpiryMonth, Refuse}, {"280", ExpiryMonth, Refuse},
		{"0028", ExpiryMonth, Refuse}, {"0009", ExpiryMonth, Refuse}, {"1328", ExpiryMonth, Refuse}, {"9900", ExpiryMonth, Refuse},
		{"2809", ExpirySwapped, Refuse}, {"1312", ExpirySwapped, Refuse}, {"3601", ExpirySwapped, Refuse},
		{"0526", ExpiryPast, Refuse}, {"0220", ExpiryPast, Refuse}, {"1112", ExpiryPast, Refuse}, {"1200", ExpiryPast, Refuse},
		{"0626", "", 0}, {"0928", "", 0}, {"0636", "", 0},
		{"0736", ExpiryFar, Warn}, {"0646", ExpiryFar, Warn},
		{"0746", ExpiryTooFar, Refuse}, {"1299", ExpiryTooFar, Refuse},
	} {
		t.Run(c.digits, func(t *testing.T) {
			wantProblem(t, CheckExpiry([]byte(c.digits), june2026), FieldExpiry, c.code, c.level)
		})
	}
}

func TestYearTypedFirstIsOfferedTheOtherWayRound(t *testing.T) {
	got := CheckExpiry([]byte("2809"), june2026)
	if len(got) != 1 || got[0].Hint != "09/28" {
		t.Errorf("problems = %v, want the hint 09/28", got)
	}
	if got := CheckExpiry([]byte("1428"), june2026); len(got) != 1 || got[0].Hint != "" {
		t.Errorf("problems = %v, want no hint: neither half can be read as a month", got)
	}
}

func TestMonthEndsAtMidnightInSeoul(t *testing.T) {
	june := []byte("0626")
	lastMoment := time.Date(2026, 6, 30, 14, 59, 59, 0, time.UTC) // 23:59:59 in Seoul
	wantProblem(t, CheckExpiry(june, lastMoment), FieldExpiry, "", 0)
	wantProblem(t, CheckExpiry(june, lastMoment.Add(time.Second)), FieldExpiry, ExpiryPast, Refuse)

	newYear := time.Date(2025, 12, 31, 15, 0, 0, 0, time.UTC) // already 2026 in Seoul
	wantProblem(t, CheckExpiry([]byte("1225"), newYear), FieldExpiry, ExpiryPast, Refuse)
	wantProblem(t, CheckExpiry([]byte("0126"), newYear.In(time.FixedZone("", -10*3600))), FieldExpiry, "", 0)
}

func TestPastedExpiryForms(t *testing.T) {
	for text, want := range map[string]string{
		"09/28": "0928", "09 / 28": "0928", "0928": "0928", "9/28": "0928", "09/2028": "0928", "9/2028": "0928", "092028": "0928",
		"2028-09": "0928", "2028-9": "0928", "2028/09": "0928", "2028.9": "0928", "09 28": "0928", "9 28": "0928", "09-28": "0928", "09.28": "0928",
		" 09/28\n": "0928", "\t2028-09 ": "0928", "０９／２８": "0928", "２０２８－０９": "0928", "09\u00a0/\u00a028": "0928", "09\u300028": "0928",
		"02/20": "0220", "02/2020": "0220", // the century alone reads as 2020, and is past
		"28/09": "2809", "14/28": "1428", "00/28": "0028", // never corrected, judged afterwards
	} {
		got, ok := ParseExpiry(text)
		if !ok || string(got) != want {
			t.Errorf("ParseExpiry(%q) = %s, %t, want %s", text, got, ok, want)
		}
	}
}

func TestPastedExpiryRefusesGuesswork(t *testing.T) {
	for _, text := range []string{
		"", " ", "9", "09", "127", "928", "12027", "12345", "1234567", "202809", "09/", "/28", "09/2", "09/128", "09/1928", "09/3028", "1928-09",
		"2028-", "2028-009", "2028 09", "09//28", "09/28/01", "2028-09-01", "Sep 28", "09월 28", "09:28", "09,28", "a09/28", "09/28b", "-09/28", "09\t28", "0９/2x",
	} {
		if got, ok := ParseExpiry(text); ok {
			t.Errorf("ParseExpiry(%q) = %s, want a refusal", text, got)
		}
	}
}

func TestEveryExpiryRoundTripsInEveryForm(t *testing.T) {
	for yy := range 100 {
		for mm := 1; mm <= 12; mm++ {
			want := fmt.Sprintf("%02d%02d", mm, yy)
			e, ok := ExpiryOf([]byte(want))
			if !ok || e != (Expiry{2000 + yy, mm}) || e.API() != fmt.Sprintf("%04d-%02d", 2000+yy, mm) {
				t.Fatalf("ExpiryOf(%s) is wrong", want)
			}
			for _, form := range []string{
				e.API(), fmt.Sprintf("%d-%d", 2000+yy, mm), fmt.Sprintf("%02d/%02d", mm, yy), fmt.Sprintf("%d/%02d", mm, yy),
				fmt.Sprintf("%02d / %02d", mm, yy), fmt.Sprintf("%02d %02d", mm, yy), want,
				fmt.Sprintf("%02d/%d", mm, 2000+yy), fmt.Sprintf("%02d%d", mm, 2000+yy),
			} {
				if got, ok := ParseExpiry(form); !ok || string(got) != want {
					t.Fatalf("ParseExpiry(%q) = %s, %t, want %s", form, got, ok, want)
				}
			}
		}
	}
}

func TestExpiryOfWantsFourDigits(t *testing.T) {
	for _, digits := range []string{"", "0", "092", "09285"} {
		if e, ok := ExpiryOf([]byte(digits)); ok || e != (Expiry{}) {
			t.Errorf("ExpiryOf(%q) was taken", digits)
		}
	}
	if got := (Expiry{}).API(); got != "0000-00" {
		t.Errorf("the zero Expiry is sent as %s", got)
	}
}
