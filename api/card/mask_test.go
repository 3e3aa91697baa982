package card

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryMaskOfAServerBecomesOurs(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"95404900****1569":    "954049******1569", // 8 + 4, as seen at iamport
		"954049******1569":    "954049******1569",
		"9540-4900-****-1569": "954049******1569",
		"9540 49XX XXXX 1569": "954049******1569",
		"9540\u00a049••\u00a0••••\u00a01569": "954049******1569",
		"4111222233334444":         "411122******4444", // unmasked
		"378282*****0005":          "378282*****0005",
		"3056930902****":           "305693********",
		"************4444":         "************4444",
		"5327****":                 "********",
		"4444":                     "4444",
		"123456":                   "**3456",
		"41112222333":              "411122*2333",
		"４１１１222233334444":         "****22******4444",
		"4111\xff\xff2233334444":   "4111********4444",
		"<b>4111":                  "***4111",
		"4111222233334444555":      "411122*********4555",
		"4111 2222 3333 4444 5555": "411122**********5555",
	} {
		if got := Mask(in); got != want {
			t.Errorf("Mask(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestMaskNeverShowsMoreThanSixAndFour(t *testing.T) {
	shape := regexp.MustCompile(`^(\*|[0-9*]{1,4}|\*+[0-9*]{4}|[0-9*]{6}\*+[0-9*]{4})?$`)
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringOfN(rapid.SampledFrom([]rune("0123456789*xX•- ")), 0, 40, -1).Draw(t, "in")
		once := Mask(in)
		if !shape.MatchString(once) {
			t.Fatalf("Mask(%q) = %s", in, once)
		}
		if twice := Mask(once); twice != once {
			t.Fatalf("masked again %s is %s", once, twice)
		}
	})
}

func TestLastFourOfAMask(t *testing.T) {
	for in, want := range map[string]string{
		"954049******1569": "1569", "1569": "1569", "": "", "569": "", "954049****156*": "", "954049******x569": "", "954049******１569": "",
	} {
		if got := LastFour(in); got != want {
			t.Errorf("LastFour(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSameMaskComparesWhatBothShow(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"95404900****1569", "954049******1569", true},
		{"9540-4900-****-1569", "954049******1569", true},
		{"954049******1569", "954049******1560", false},
		{"954049******1569", "954040******1569", false},
		{"954049******1569", "954049*****1569", false},
		{"954049****156*", "954049****156*", false},
		{"", "", false}, {"", "954049******1569", false},
	} {
		if got := SameMask(c.a, c.b); got != c.want || SameMask(c.b, c.a) != got {
			t.Errorf("SameMask(%q, %q) = %t, want %t", c.a, c.b, got, c.want)
		}
	}
}

func TestOurMaskAndTheServersAreTheSameCard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[0-9]{12,19}`).Draw(t, "number")
		server := digits[:8] + strings.Repeat("*", len(digits)-12) + digits[len(digits)-4:]
		if !SameMask(NewNumber([]byte(digits)).Masked(), server) {
			t.Fatalf("%s and %s differ", NewNumber([]byte(digits)).Masked(), server)
		}
	})
}
