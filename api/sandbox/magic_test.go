package sandbox

import (
	"strings"
	"testing"
)

func TestMagicCardsAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range MagicCards() {
		if !allDigits([]byte(m.Number)) || len(m.Number) < 14 || len(m.Number) > 19 {
			t.Errorf("%s: number %s", m.Code, m.Number)
		}
		if luhn([]byte(m.Number)) == strings.HasSuffix(m.Code, "_no_luhn") {
			t.Errorf("%s: Luhn of %s", m.Code, m.Number)
		}
		if seen[m.Number] || seen[m.Code] {
			t.Errorf("%s or %s occurs twice", m.Number, m.Code)
		}
		seen[m.Number], seen[m.Code] = true, true
		kind, _, _ := strings.Cut(m.Code, "_")
		if !strings.Contains("ok charge decline fault", kind) {
			t.Errorf("kind of %s", m.Code)
		}
		equal(t, m.Code+" has a message", m.Message != "", kind == "charge" || kind == "decline")
		equal(t, m.Code+" has a fault", m.Fault != "", kind == "fault")
	}
	equal(t, "number of faults with a card", len(FaultKinds()), len(faultCards))
}

func TestMagicCardsCoverEveryBrandLengthAndPG(t *testing.T) {
	lengths, pgs := map[int]bool{}, map[string]bool{}
	for _, m := range MagicCards() {
		lengths[len(m.Number)], pgs[m.PG] = true, true
	}
	for _, n := range []int{14, 15, 16, 19} {
		equal(t, "a card of some length", lengths[n], true)
	}
	for _, pg := range []string{"nice_v2", "kcp", "tosspayments", "html5_inicis"} {
		equal(t, "a decline of "+pg, pgs[pg], true)
	}
}

func TestMaskNumber(t *testing.T) {
	for _, c := range []struct {
		digits string
		head   int
		want   string
	}{
		{"4111111111111111", 8, "41111111****1111"},
		{"4111111111111111", 6, "411111******1111"},
		{"378282246310005", 8, "37828224***0005"},
		{"30569309025904", 8, "30569309**5904"},
		{"41111", 8, "*****"},
		{"", 6, ""},
	} {
		equal(t, c.digits, maskNumber([]byte(c.digits), c.head), c.want)
	}
}

func TestExpiryEndsWithTheMonthInSeoul(t *testing.T) {
	end := start.AddDate(0, 1, -1).Add(11*60*60*1e9 + 59*60*1e9 + 59*1e9) // 30 June 23:59:59
	for _, c := range []struct {
		expiry        string
		formed, alive bool
	}{
		{"2026-06", true, true}, {"2026-05", true, false}, {"2026-6", false, false}, {"06/26", false, false}, {"", false, false},
	} {
		formed, alive := expiryState(c.expiry, end.UTC())
		equal(t, c.expiry+" formed", formed, c.formed)
		equal(t, c.expiry+" alive", alive, c.alive)
	}
	_, alive := expiryState("2026-06", end.Add(1e9))
	equal(t, "a second later", alive, false)
}

func TestLongRunsOfDigitsAreMasked(t *testing.T) {
	for in, want := range map[string]string{
		"/a/4111111111111111/b":   "/a/411111******1111/b",
		"/a/gildong_0001_1234":    "/a/gildong_0001_1234",
		"12345678901":             "12345678901",
		"123456789012":            "123456**9012",
		"x4111111111111111000":    "x411111*********1000",
		"":                        "",
		"%EA%B0%80/4111111111111": "%EA%B0%80/411111***1111",
	} {
		equal(t, in, maskRuns(in), want)
	}
}
