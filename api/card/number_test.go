package card

import (
	"testing"
)

func TestCardNumberReasons(t *testing.T) {
	for _, c := range []struct {
		name, digits string
		code         Code
		level        Level
	}{
		{"empty", "", Empty, Refuse},
		{"visa", "4111111111111111", "", 0},
		{"visa 18", "411111111111111118", "", 0},
		{"visa 19", "4111111111111111110", "", 0},
		{"visa short", "411111111111111", NumberShort, Refuse},
		{"visa between", "41111111111111111", NumberLength, Refuse},
		{"visa checksum", "4111111111111112", NumberLuhn, WarnTwice},
		{"mastercard", "5555555555554444", "", 0},
		{"mastercard 2 series", "2223003122003222", "", 0},
		{"mastercard long", "55555555555544440", NumberLength, Refuse},
		{"mastercard checksum", "5555555555554445", NumberLuhn, WarnTwice},
		{"amex", "378282246310005", "", 0},
		{"amex short", "37828224631000", NumberShort, Refuse},
		{"amex long", "3782822463100050", NumberLength, Refuse},
		{"amex checksum", "378282246310006", NumberLuhn, WarnTwice},
		{"diners 14", "30569309025904", "", 0},
		{"diners 15", "305693090259040", NumberLength, Refuse},
		{"diners 16", "3056930009020004", "", 0},
		{"diners checksum", "30569309025905", NumberLuhn, Warn},
		{"discover", "6011111111111117", "", 0},
		{"discover checksum", "6011111111111118", NumberLuhn, Warn},
		{"jcb", "3530111333300000", "", 0},
		{"jcb checksum", "3530111333300001", NumberLuhn, WarnTwice},
		{"unionpay without luhn", "6240008631401149", "", 0},
		{"unionpay 19", "6205500000000000004", "", 0},
		{"unionpay short", "6200000000000", NumberShort, Refuse},
		{"unionpay long", "62000000000000000000", NumberLong, Refuse},
		{"maestro 12", "676770000005", "", 0},
		{"maestro short", "67677000000", NumberShort, Refuse},
		{"maestro checksum", "676770000006", NumberLuhn, Warn},
		{"domestic", "9490220006611406", "", 0},
		{"domestic checksum", "9490220006611407", NumberLuhn, Warn},
		{"domestic short", "949022000661140", NumberShort, Refuse},
		{"domestic of a rare length", "94902200066114060", NumberLength, Warn},
		{"domestic beyond any card", "94902200066114060000", NumberLong, Refuse},
		{"unknown", "1234567890128", "", 0},
		{"unknown checksum", "1234567890123", NumberLuhn, Warn},
		{"unknown short", "123456789012", NumberShort, Refuse},
		{"unknown long", "00000000000000000000", NumberLong, Refuse},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantProblem(t, CheckNumber([]byte(c.digits)), FieldNumber, c.code, c.level)
		})
	}
}

func TestFormMovesOnOnlyAtAKnownLengthWithACleanChecksum(t *testing.T) {
	for digits, want := range map[string]bool{
		"":                    false,
		"4111111111111111":    true,
		"4111111111111112":    false, // checksum
		"411111111111111118":  false, // 18 digits: rare, the operator presses Tab
		"4111111111111111110": false,
		"378282246310005":     true,
		"30569309025904":      true,
		"3056930009020004":    false,
		"9490220006611406":    true,
		"6240008631401148":    false, // UnionPay runs to 19 digits
		"6205500000000000004": false,
		"676770000005":        false,
		"1234567890128":       false, // unknown brand
	} {
		if got := NumberComplete([]byte(digits)); got != want {
			t.Errorf("NumberComplete(%s) = %t, want %t", digits, got, want)
		}
	}
}

func TestLuhnVectors(t *testing.T) {
	for digits, want := range map[string]bool{
		"": false, "0": true, "1": false, "18": true, "79927398713": true, "79927398710": false,
		"49927398716": true, "49927398717": false, "4242424242424242": true,
	} {
		if got := Luhn([]byte(digits)); got != want {
			t.Errorf("Luhn(%s) = %t, want %t", digits, got, want)
		}
	}
}

func TestNumberShowsItsMaskAndLastFourOnly(t *testing.T) {
	n := NewNumber([]byte("4111222233334444"))
	if got := n.Masked(); got != "411122******4444" {
		t.Errorf("Masked = %s", got)
	}
	if got := n.LastFour(); got != "4444" {
		t.Errorf("LastFour = %s", got)
	}
	if got := (Number{}).LastFour(); got != "" {
		t.Errorf("LastFour of nothing = %q", got)
	}
	if got := (Number{}).Masked(); got != "" {
		t.Errorf("Masked of nothing = %q", got)
	}
}

func TestNumberIsACopyOfTheField(t *testing.T) {
	field := []byte("4111222233334444")
	n := NewNumber(field)
	clear(field)
	if n.Masked() != "411122******4444" {
		t.Error("wiping the field wiped the number")
	}
}
