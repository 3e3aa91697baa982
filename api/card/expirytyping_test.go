package card

import (
	"fmt"
	"testing"
)

func typeExpiry(keys string) *Digits {
	d := NewDigits(4)
	for _, r := range keys {
		TypeExpiry(d, r)
	}
	return d
}

func TestExpiryIsTypedAsPrinted(t *testing.T) {
	for keys, want := range map[string]string{
		"0928": "0928", "09/28": "0928", "9/28": "0928", "928": "0928", "1228": "1228", "12/28": "1228", "12//28": "1228",
		"4": "04", "9": "09", "1": "1", "2": "2", "3": "3", "0": "0", // no zero before 1, 2 and 3: a year may follow
		"1/": "01", "2/": "02", "3/": "03", "0/": "0", "/": "", "1.28": "0128", "1-28": "0128", "1／28": "0128", "1．28": "0128", "1－28": "0128",
		"14": "14", "28": "28", "2809": "2809", "28/09": "2809",
		"０９２８": "0928", "９／２８": "0928", "09285": "0928", "0a9b2c8": "0928", "가": "",
	} {
		if got := typeExpiry(keys); string(got.Bytes()) != want {
			t.Errorf("typing %q gives %s, want %s", keys, got.Bytes(), want)
		}
	}
}

func TestExpiryKeyTellsWhetherItWasTaken(t *testing.T) {
	for _, c := range []struct {
		before string
		key    rune
		want   bool
	}{
		{"", '5', true}, {"", '/', false}, {"1", '/', true}, {"0", '/', false}, {"12", '/', false}, {"0928", '1', false}, {"09", 'x', false}, {"09", ' ', false},
	} {
		if got := TypeExpiry(typed(t, 4, c.before), c.key); got != c.want {
			t.Errorf("key %q on %q taken = %t, want %t", c.key, c.before, got, c.want)
		}
	}
}

func TestTypingOverASelectedExpiryStartsAnew(t *testing.T) {
	for key, want := range map[rune]string{'4': "04", '9': "09", '1': "1", '2': "2"} {
		d := typed(t, 4, "1128")
		d.SelectAll()
		TypeExpiry(d, key)
		wantRow(t, d, want, len(want))
	}
}

func TestEditingInsideAnExpiryNeverAddsAZero(t *testing.T) {
	d := typed(t, 4, "928")
	d.MoveTo(0, false)
	TypeExpiry(d, '4')
	wantRow(t, d, "4928", 1)
}

// A zero before every first digit would turn up to 36 of these 132 slips into a valid wrong date.
func TestNoYearFirstEntryBecomesAValidDate(t *testing.T) {
	for yy := 26; yy <= 36; yy++ {
		for mm := 1; mm <= 12; mm++ {
			d := typeExpiry(fmt.Sprintf("%02d/%02d", yy, mm))
			wantProblem(t, CheckExpiry(d.Bytes(), june2026), FieldExpiry, ExpirySwapped, Refuse)
			if !SwapExpiry(d) {
				t.Fatal("the offer cannot be accepted")
			}
			if e, ok := ExpiryOf(d.Bytes()); !ok || e.Year != 2000+yy || e.Month != mm {
				t.Errorf("%02d/%02d swapped is %s", yy, mm, d.Bytes())
			}
		}
	}
}

func TestSwapNeedsAWholeExpiry(t *testing.T) {
	for _, digits := range []string{"", "28", "280"} {
		d := typed(t, 4, digits)
		if SwapExpiry(d) {
			t.Errorf("%q was swapped", digits)
		}
		wantRow(t, d, digits, len(digits))
	}
}
