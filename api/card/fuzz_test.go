package card

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// asDigits makes digits of any bytes, so that the fuzzer wastes nothing.
func asDigits(b []byte, most int) []byte {
	out := make([]byte, 0, most)
	for _, c := range b[:min(len(b), most)] {
		if !isDigit(c) {
			c = '0' + c%10
		}
		out = append(out, c)
	}
	return out
}

var lengthOracle = map[Brand]*regexp.Regexp{
	Visa: regexp.MustCompile(`^.{16}(..|...)?$`), Mastercard: regexp.MustCompile(`^.{16}$`), Amex: regexp.MustCompile(`^.{15}$`),
	Diners: regexp.MustCompile(`^.{14}(..|.{5})?$`), Discover: regexp.MustCompile(`^.{16}(...)?$`), JCB: regexp.MustCompile(`^.{16,19}$`),
	UnionPay: regexp.MustCompile(`^.{14,19}$`), Maestro: regexp.MustCompile(`^.{12,19}$`), Domestic: regexp.MustCompile(`^.{16}$`),
	Unknown: regexp.MustCompile(`^.{13,19}$`),
}

// oracleNumber says what may become of a number: "" passes, "warn", "twice" or "refuse".
func oracleNumber(d []byte) string {
	brand := oracleBrand(d)
	fits := lengthOracle[brand].Match(d)
	switch {
	case !fits && brand == Domestic && len(d) > 16 && len(d) <= 19:
		return "warn"
	case !fits:
		return "refuse"
	case oracleLuhn(d) || brand == UnionPay:
		return ""
	case slices.Contains([]Brand{Visa, Mastercard, Amex, JCB}, brand):
		return "twice"
	}
	return "warn"
}

func verdict(problems []Problem) string {
	if len(problems) == 0 {
		return ""
	}
	return map[Level]string{Refuse: "refuse", Warn: "warn", WarnTwice: "twice"}[problems[0].Level]
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{
		"", "4", "4111111111111111", "4111111111111112", "411111111111111118", "4111111111111111110", "5555555555554444", "2221000000000009", "2720990000000007",
		"378282246310005", "30569309025904", "3056930009020004", "6011111111111117", "3530111333300000", "6240008631401148", "6205500000000000004",
		"62183000000000000", "6218800000000000", "676770000005", "5041750000000000", "9490220006611406", "94902200066114060", "20000100000000000000", "8300000000000000",
		"81100000000000", "8172000000000000", "1234567890128", "00000000000000000000", "493698000000",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		d := asDigits(in, 24)
		if got, want := BrandOf(d), oracleBrand(d); got != want {
			t.Fatalf("BrandOf(%s) = %q, want %q", d, got, want)
		}
		if got, want := Luhn(d), oracleLuhn(d); got != want {
			t.Fatalf("Luhn(%s) = %t", d, got)
		}
		if got, want := verdict(CheckNumber(d)), oracleNumber(d); got != want {
			t.Fatalf("CheckNumber(%s) = %q, want %q", d, got, want)
		}
		if NumberComplete(d) && (oracleNumber(d) != "" || oracleBrand(d) == Unknown) {
			t.Fatalf("the form moves on behind %s", d)
		}
	})
}

// oracleParse takes an expiry apart into runs of digits and what stands between, without a pattern.
func oracleParse(text string) (string, bool) {
	t := strings.TrimFunc(norm.NFKC.String(text), unicode.IsSpace)
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	runs := strings.FieldsFunc(t, func(r rune) bool { return !digit(r) })
	if t == "" || !digit(rune(t[0])) || !digit(rune(t[len(t)-1])) {
		return "", false
	}
	if len(runs) == 1 {
		r := runs[0]
		if len(r) == 6 && r[2:4] == "20" {
			r = r[:2] + r[4:]
		}
		return r, len(r) == 4
	}
	between := strings.Trim(t, "0123456789")
	sep := strings.Trim(between, "\t\n\f\r ")
	blank := sep == "" && strings.Contains(between, " ")
	if len(runs) != 2 || !blank && sep != "/" && sep != "-" && sep != "." {
		return "", false
	}
	return oracleHalves(runs[0], runs[1], blank)
}

func oracleHalves(a, b string, blank bool) (string, bool) {
	if len(a) == 4 && !blank {
		a, b = b, a
	}
	if len(b) == 4 && b[:2] == "20" {
		b = b[2:]
	}
	if len(a) == 1 {
		a = "0" + a
	}
	return a + b, len(a) == 2 && len(b) == 2
}

func FuzzParseExpiry(f *testing.F) {
	for _, s := range []string{
		"09/28", "09 / 28", "0928", "9/28", "09/2028", "092028", "2028-09", "2028-9", "2028.9", "2028/09", "09 28", "28/09", "０９／２８", "127", "12027", "02/20",
		"202809", "2028 09", "09//28", "09\t28", "09 \t28", "09\u00a0/\u00a028", "1/1/1", "20-20", "2020-20", "2020/2020", "2028-2", "202020", "\xff09/28", "09/28\x00", "⑩/28", "٠٩/٢٨", "09\v28", "20128-1",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := ParseExpiry(text)
		want, wantOK := oracleParse(text)
		if ok != wantOK || ok && string(got) != want {
			t.Fatalf("ParseExpiry(%q) = %s, %t, want %s, %t", text, got, ok, want, wantOK)
		}
	})
}

// oracleHolder asks the calendar for births and divides whole numbers for firms.
func oracleHolder(d []byte) Code {
	n, _ := strconv.Atoi(string(d))
	switch len(d) {
	case 0:
		return Empty
	case 6:
		_, last := time.Parse("20060102", "19"+string(d))
		_, this := time.Parse("20060102", "20"+string(d))
		if last != nil && this != nil {
			return HolderDate
		}
		return ""
	case 8:
		return HolderEight
	case 10:
		if n/10_000_000 < 101 || n/100_000%100 == 0 || n/10%10_000 == 0 {
			return HolderBusiness
		}
		at := func(i int) int { return int(d[i] - '0') }
		sum := at(0) + at(3) + at(6) + 3*(at(1)+at(4)+at(7)) + 7*(at(2)+at(5)) + 5*at(8) + at(8)/2 + at(9)
		if sum%10 != 0 {
			return HolderChecksum
		}
		return ""
	case 13:
		return HolderRRN
	}
	return HolderLength
}

func FuzzHolder(f *testing.F) {
	for _, s := range []string{
		"", "9", "900101", "900100", "900132", "901301", "900431", "920229", "900229", "000229", "920230", "9001011", "19900101", "1208147521", "2208162517", "2018121515",
		"2061812345", "3068200417", "7288600316", "0000000000", "1008147521", "1200047521", "1208100007", "9001011234567", "12081475211", "99999999999999",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		d := asDigits(in, 15)
		got, want := CheckHolder(d), oracleHolder(d)
		if (want == "") != (len(got) == 0) || want != "" && (got[0].Code != want || (got[0].Level == Warn) != (want == HolderChecksum)) {
			t.Fatalf("CheckHolder(%s) = %v, want %q", d, got, want)
		}
		FirmKindOf(d)
	})
}

func FuzzPaste(f *testing.F) {
	for _, s := range []string{
		"", "4111 2222 3333 4444", "4111-2222-3333-4444", "４１１１２２２２", "4111,2222", "4111x", "\u00a04111\u200b", "41112222333344445555", "⑩", "½", "²", "𝟒", "\xff4111", "\v\f\u0085\u20284",
		"㉑", "4\u0301", "\u00ad4", "−4", "4\u20e3", "･4", "\u180e4",
	} {
		f.Add("55", s)
	}
	f.Fuzz(func(t *testing.T, before, text string) {
		d := NewDigits(MaxNumber)
		d.Set(asDigits([]byte(before), MaxNumber))
		d.MoveTo(d.Len()/2, false)
		m := &naive{text: string(d.Bytes()), caret: d.Caret(), anchor: d.Caret(), limit: MaxNumber}
		code, ok := d.Paste(text)
		if want := m.paste(text); ok != want || ok != (code == "") || string(d.Bytes()) != m.text || d.Caret() != m.caret {
			t.Fatalf("Paste(%q) into %q = %q, %t: %s, model %+v", text, before, code, ok, d.Bytes(), m)
		}
		wantClean(t, d)
	})
}

func FuzzBody(f *testing.F) {
	f.Add("홍길동", "010-1234-5678", "a@example.com", "gildong")
	f.Add("\",\"x\":\"", "\\", "\xff\xfe", "\u2028")
	f.Add("\x00", "\x7f", "<&>", "\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, name, tel, email, id string) { checkTexts(t, name, tel, email, id) })
}
