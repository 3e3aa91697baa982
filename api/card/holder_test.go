package card

import (
	"strings"
	"testing"
)

func TestHolderReasons(t *testing.T) {
	for _, c := range []struct {
		name, digits string
		code         Code
		level        Level
	}{
		{"empty", "", Empty, Refuse},
		{"one", "9", HolderLength, Refuse}, {"five", "90010", HolderLength, Refuse}, {"seven", "9001011", HolderLength, Refuse},
		{"eight", "19900101", HolderEight, Refuse}, {"nine", "120814752", HolderLength, Refuse},
		{"eleven", "12081475211", HolderLength, Refuse}, {"twelve", "120814752111", HolderLength, Refuse},
		{"resident number", "9001011234567", HolderRRN, Refuse},
		{"birth", "900101", "", 0}, {"last of December", "991231", "", 0}, {"turn of the century", "000101", "", 0},
		{"day 0", "900100", HolderDate, Refuse}, {"day 32", "900132", HolderDate, Refuse}, {"month 0", "900001", HolderDate, Refuse},
		{"month 13", "901301", HolderDate, Refuse}, {"31 April", "900431", HolderDate, Refuse}, {"30 April", "900430", "", 0},
		{"31 June", "900631", HolderDate, Refuse}, {"31 September", "900931", HolderDate, Refuse}, {"31 November", "901131", HolderDate, Refuse},
		{"30 February", "920230", HolderDate, Refuse}, {"leap day", "920229", "", 0}, {"leap day 2000", "000229", "", 0},
		{"no leap day", "900229", HolderDate, Refuse}, {"no leap day 01", "010229", HolderDate, Refuse},
		{"firm 1", "1208147521", "", 0}, {"firm 2", "2208162517", "", 0}, {"firm 3", "2018121515", "", 0},
		{"firm checksum", "2061812345", HolderChecksum, Warn},
		{"in use and yet against the checksum", "3068200417", HolderChecksum, Warn}, {"another", "7288600316", HolderChecksum, Warn},
		{"all zero passes the checksum", "0000000000", HolderBusiness, Refuse},
		{"office 100", "1008147521", HolderBusiness, Refuse}, {"kind 00", "1200047521", HolderBusiness, Refuse}, {"serial 0000", "1208100007", HolderBusiness, Refuse},
		{"office 101", "1010100010", HolderChecksum, Warn},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantProblem(t, CheckHolder([]byte(c.digits)), FieldHolder, c.code, c.level)
		})
	}
}

func TestHolderKindIsSaidByTheLength(t *testing.T) {
	for n := range MaxHolder + 1 {
		want := HolderFirm
		switch {
		case n == 0:
			want = HolderNone
		case n <= 6:
			want = HolderPerson
		}
		if got := HolderKindOf([]byte(strings.Repeat("1", n))); got != want {
			t.Errorf("%d digits are %q, want %q", n, got, want)
		}
	}
}

func TestFirmKindIsCaptionedByTheMiddleDigits(t *testing.T) {
	want := map[string]FirmKind{
		"00": "", "01": "individual_taxable", "79": "individual_taxable", "80": "", "81": "corporate_head", "82": "non_profit", "83": "government",
		"84": "foreign", "85": "branch", "86": "corporate_head", "87": "corporate_head", "88": "corporate_head", "89": "religious",
		"90": "individual_exempt", "99": "individual_exempt",
	}
	for middle, kind := range want {
		if got := FirmKindOf([]byte("120" + middle + "47")); got != kind {
			t.Errorf("middle %s is %q, want %q", middle, got, kind)
		}
		if got := FirmKindOf([]byte("120" + middle)); got != "" {
			t.Errorf("five digits with %s are %q: they may still be a birth date", middle, got)
		}
	}
}

func TestPINAndCVCReasons(t *testing.T) {
	for digits, code := range map[string]Code{"": Empty, "0": PINLength, "07": "", "00": "", "99": "", "123": PINLength} {
		wantProblem(t, CheckPIN([]byte(digits)), FieldPIN, code, Refuse)
	}
	for digits, code := range map[string]Code{"": Empty, "12": CVCLength, "012": "", "1234": "", "12345": CVCLength} {
		wantProblem(t, CheckCVC([]byte(digits)), FieldCVC, code, Refuse)
	}
}

func TestTextLengthIsCountedInCharacters(t *testing.T) {
	for field, limit := range map[Field]int{FieldName: 20, FieldTel: 20, FieldEmail: 200, FieldCustomerID: 255} {
		wantProblem(t, CheckText(field, "", false), field, "", 0)
		wantProblem(t, CheckText(field, "", true), field, Empty, Refuse)
		wantProblem(t, CheckText(field, strings.Repeat("홍", limit), true), field, "", 0)
		wantProblem(t, CheckText(field, strings.Repeat("a", limit+1), false), field, TooLong, Refuse)
	}
}

func TestCVCIsACopyOfTheField(t *testing.T) {
	field := []byte("012")
	v := NewCVC(field)
	clear(field)
	if string(v.Reveal()) != "012" {
		t.Error("wiping the field wiped the CVC")
	}
}
