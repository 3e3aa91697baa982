package card

import (
	"strings"
	"testing"
)

func TestTypingKeepsTheCaretAsACountOfDigits(t *testing.T) {
	d := typed(t, MaxNumber, "54329876")
	d.MoveTo(4, false) // 5432| 9876: before the gap or behind it, four digits are to the left
	if !d.Insert('0') {
		t.Fatal("not taken")
	}
	wantRow(t, d, "543209876", 5)
}

func TestBackspaceAndDeleteWorkAcrossGaps(t *testing.T) {
	d := typed(t, MaxNumber, "41112222")
	d.MoveTo(4, false)
	d.Backspace()
	wantRow(t, d, "4112222", 3)
	d.MoveTo(4, false)
	d.Delete()
	wantRow(t, d, "411222", 4)
	d.MoveTo(0, false)
	d.Backspace()
	wantRow(t, d, "411222", 0)
	d.MoveTo(99, false)
	d.Delete()
	wantRow(t, d, "411222", 6)
}

func TestTypingReplacesTheSelection(t *testing.T) {
	for _, c := range []struct {
		anchor, caret int
		want          string
		at            int
	}{
		{0, 8, "7", 1}, {8, 0, "7", 1}, {2, 5, "417222", 3}, {5, 2, "417222", 3}, {7, 8, "41112227", 8},
	} {
		d := typed(t, 8, "41112222")
		d.MoveTo(c.anchor, false)
		d.MoveTo(c.caret, true)
		if !d.Insert('7') {
			t.Fatal("a full row with a selection refuses a digit")
		}
		wantRow(t, d, c.want, c.at)
		if from, to := d.Selection(); from != to {
			t.Errorf("selection %d..%d is left", from, to)
		}
	}
}

func TestBackspaceAndDeleteRemoveTheSelectionOnly(t *testing.T) {
	for name, key := range map[string]func(*Digits){"backspace": (*Digits).Backspace, "delete": (*Digits).Delete} {
		d := typed(t, MaxNumber, "41112222")
		d.MoveTo(6, false)
		d.MoveTo(2, true)
		key(d)
		if string(d.Bytes()) != "4122" || d.Caret() != 2 {
			t.Errorf("%s leaves %s with caret %d", name, d.Bytes(), d.Caret())
		}
		wantClean(t, d)
	}
}

func TestAWrongKeyChangesNothing(t *testing.T) {
	d := typed(t, MaxNumber, "4111")
	d.SelectAll()
	for _, c := range []byte{'a', ' ', '-', '/', ':', 0, 0xff} {
		if d.Insert(c) {
			t.Errorf("%q was taken", c)
		}
	}
	wantRow(t, d, "4111", 4)
	if from, to := d.Selection(); from != 0 || to != 4 {
		t.Error("the selection is gone")
	}
}

func TestAFullRowTakesNoMore(t *testing.T) {
	d := typed(t, 4, "0928")
	if d.Insert('1') {
		t.Error("a fifth digit was taken")
	}
	wantRow(t, d, "0928", 4)
	if d.Max() != 4 || d.Len() != 4 || !d.AtEnd() {
		t.Error("Max, Len or AtEnd is wrong")
	}
}

func TestRowsAreNeverLongerThanACardNumber(t *testing.T) {
	for limit, want := range map[int]int{-1: 0, 0: 0, 2: 2, 19: 19, 20: 19, 1000: 19} {
		d := NewDigits(limit)
		for range 30 {
			d.Insert('5')
		}
		if d.Len() != want || d.Max() != want {
			t.Errorf("limit %d holds %d", limit, d.Len())
		}
	}
}

func TestCaretStaysInsideTheRow(t *testing.T) {
	d := typed(t, MaxNumber, "411")
	d.MoveTo(-5, false)
	wantRow(t, d, "411", 0)
	d.MoveTo(50, true)
	wantRow(t, d, "411", 3)
	if from, to := d.Selection(); from != 0 || to != 3 {
		t.Errorf("selection %d..%d", from, to)
	}
}

func TestSetReplacesTheWholeRowOrNothing(t *testing.T) {
	d := typed(t, 6, "900101")
	for _, bad := range []string{"9001011", "90a101", "９"} {
		if d.Set([]byte(bad)) {
			t.Errorf("%q was taken", bad)
		}
		wantRow(t, d, "900101", 6)
	}
	if !d.Set(d.Bytes()[2:]) {
		t.Fatal("its own bytes are refused")
	}
	wantRow(t, d, "0101", 4)
	if !d.Set(nil) {
		t.Fatal("nothing is refused")
	}
	wantRow(t, d, "", 0)
}

func TestWipeLeavesZerosOnly(t *testing.T) {
	d := typed(t, MaxNumber, "4111222233334444555")
	held := d.Bytes()
	d.MoveTo(3, true)
	d.Wipe()
	wantRow(t, d, "", 0)
	if strings.Trim(string(held), "\x00") != "" {
		t.Error("the array still holds digits")
	}
	if from, to := d.Selection(); from != 0 || to != 0 {
		t.Error("a selection is left")
	}
}

func TestPasteTakesWhatCardsAreCopiedAs(t *testing.T) {
	for _, text := range []string{
		"4111222233334444", "4111 2222 3333 4444", "4111-2222-3333-4444", " 4111\t2222\n3333\r\n4444 ", "4111\u00a02222\u00a03333\u00a04444",
		"４１１１２２２２３３３３４４４４", "4111－2222－3333－4444", "4111–2222—3333‐4444", "4111\u30002222\u20033333\u20284444", "\ufeff4111\u200b2222\u20603333\u202d4444\u202c",
		"𝟒111222233334444", "- 4111222233334444 -",
	} {
		d := NewDigits(MaxNumber)
		if code, ok := d.Paste(text); !ok || code != "" {
			t.Errorf("Paste(%q) = %q, %t", text, code, ok)
		}
		wantRow(t, d, "4111222233334444", 16)
	}
}

func TestPasteRefusesWholeAndChangesNothing(t *testing.T) {
	for text, want := range map[string]Code{
		"4111 2222 3333 444x": NumberCharacters, "카드 4111": NumberCharacters, "4111,2222": NumberCharacters, "4111.2222": NumberCharacters, "4111/2222": NumberCharacters,
		"4111_2222": NumberCharacters, "4111\x00": NumberCharacters, "4111\xff": NumberCharacters, "⑩": NumberCharacters, "½": NumberCharacters, "+4111": NumberCharacters,
		"41112222333344445555": NumberLong, strings.Repeat("4111 ", 5000): NumberLong, strings.Repeat("4111 ", 5000) + "x": NumberCharacters,
	} {
		d := typed(t, MaxNumber, "55")
		d.MoveTo(1, false)
		d.MoveTo(2, true)
		if code, ok := d.Paste(text); ok || code != want {
			t.Errorf("Paste(%.30q) = %q, %t, want %q", text, code, ok, want)
		}
		wantRow(t, d, "55", 2)
		if from, to := d.Selection(); from != 1 || to != 2 {
			t.Errorf("Paste(%.30q) moved the selection", text)
		}
	}
}

func TestPasteGoesToTheCaretAndReplacesTheSelection(t *testing.T) {
	d := typed(t, 8, "41112222")
	d.MoveTo(4, false)
	if code, ok := d.Paste("9"); ok || code != NumberLong {
		t.Errorf("a full row takes a paste: %q %t", code, ok)
	}
	d.MoveTo(8, true)
	if code, ok := d.Paste("98-76"); !ok || code != "" {
		t.Errorf("the selection makes no room: %q %t", code, ok)
	}
	wantRow(t, d, "41119876", 8)
	d.MoveTo(2, false)
	d.MoveTo(4, true)
	if _, ok := d.Paste("0"); !ok {
		t.Error("refused")
	}
	wantRow(t, d, "4109876", 3)
}

func TestPasteWithoutADigitChangesNothing(t *testing.T) {
	for _, text := range []string{"", " ", "-", "\r\n"} {
		d := typed(t, MaxNumber, "4111")
		d.SelectAll()
		if code, ok := d.Paste(text); !ok || code != "" {
			t.Errorf("Paste(%q) = %q, %t", text, code, ok)
		}
		wantRow(t, d, "4111", 4)
	}
}

func TestDigitOfReadsDigitsOfAnInputMethod(t *testing.T) {
	for i := range 10 {
		for _, r := range []rune{'0', '０', '𝟎', '⁰'} {
			if r == '⁰' && i >= 1 && i <= 3 { // superscripts 1 to 3 live elsewhere
				continue
			}
			if c, ok := DigitOf(r + rune(i)); !ok || c != byte('0'+i) {
				t.Errorf("DigitOf(%q) = %q, %t", r+rune(i), c, ok)
			}
		}
	}
	for _, r := range []rune{'a', ' ', '/', ':', '０' - 1, '９' + 1, '٤', '४', '四', 'ㅂ', '½', '⑩', -1, 0xd800, 0x10ffff + 1} {
		if c, ok := DigitOf(r); ok {
			t.Errorf("DigitOf(%q) = %q", r, c)
		}
	}
}
