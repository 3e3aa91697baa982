package card

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Digits is an editable row of digits with a caret and a selection, the model under every card field.
// The digits live in one fixed array that is overwritten in place; they are never a string.
// The caret is the number of digits to its left: gaps are drawing, not content. It keeps no history.
type Digits struct {
	*cells
	n, max int
	caret  int
	anchor int // the other end of the selection; equal to caret when nothing is selected
}

// cells puts a second pointer between Digits and its array: fmt follows one pointer when a verb does not fit.
type cells struct{ store *[MaxNumber]byte }

// NewDigits makes an empty row of at most limit digits (limit ≤ [MaxNumber]).
func NewDigits(limit int) *Digits {
	return &Digits{cells: &cells{new([MaxNumber]byte)}, max: max(0, min(limit, MaxNumber))}
}

// Bytes are the digits themselves, ASCII, valid until the next edit. Not a copy: do not keep them.
func (d *Digits) Bytes() []byte { return d.store[:d.n] }

// Len is the number of digits.
func (d *Digits) Len() int { return d.n }

// Max is how many digits fit.
func (d *Digits) Max() int { return d.max }

// Caret is the number of digits left of the caret.
func (d *Digits) Caret() int { return d.caret }

// AtEnd tells whether the caret stands behind the last digit.
func (d *Digits) AtEnd() bool { return d.caret == d.n }

// Selection is the selected range of digits, from ≤ to.
func (d *Digits) Selection() (from, to int) { return min(d.anchor, d.caret), max(d.anchor, d.caret) }

// Insert puts a digit ('0'..'9') at the caret, replacing the selection. False, and nothing changed, when the row is
// full or c is no digit.
func (d *Digits) Insert(c byte) bool {
	if !isDigit(c) {
		return false
	}
	if !d.cut() && d.n == d.max {
		return false
	}
	copy(d.store[d.caret+1:d.n+1], d.store[d.caret:d.n])
	d.store[d.caret] = c
	d.n++
	d.moveTo(d.caret+1, false)
	return true
}

// Backspace removes the selection, else the digit left of the caret.
func (d *Digits) Backspace() {
	if !d.cut() && d.caret > 0 {
		d.anchor = d.caret - 1
		d.cut()
	}
}

// Delete removes the selection, else the digit right of the caret.
func (d *Digits) Delete() {
	if !d.cut() && d.caret < d.n {
		d.anchor = d.caret + 1
		d.cut()
	}
}

// cut removes the selection and zeroes what it leaves free.
func (d *Digits) cut() bool {
	from, to := d.Selection()
	if from == to {
		return false
	}
	copy(d.store[from:], d.store[to:d.n])
	left := d.n - (to - from)
	clear(d.store[left:d.n])
	d.n = left
	d.moveTo(from, false)
	return true
}

// MoveTo puts the caret behind the first pos digits; with extend the selection grows or shrinks with it.
func (d *Digits) MoveTo(pos int, extend bool) { d.moveTo(max(0, min(pos, d.n)), extend) }

func (d *Digits) moveTo(pos int, extend bool) {
	d.caret = pos
	if !extend {
		d.anchor = pos
	}
}

// SelectAll selects every digit, the caret behind the last.
func (d *Digits) SelectAll() { d.anchor, d.caret = 0, d.n }

// Wipe overwrites the array and forgets caret and selection.
func (d *Digits) Wipe() {
	clear(d.store[:])
	d.n, d.caret, d.anchor = 0, 0, 0
}

// Set replaces the whole row; more bytes than the limit, or any that is no digit, are refused whole.
func (d *Digits) Set(digits []byte) bool {
	if len(digits) > d.max || slices.ContainsFunc(digits, notDigit) {
		return false
	}
	d.n = copy(d.store[:], digits)
	clear(d.store[d.n:])
	d.moveTo(d.n, false)
	return true
}

// Paste inserts a pasted text at the caret, replacing the selection. Spaces, hyphens, tabs, newlines, no-break spaces
// and invisible marks are dropped; a text with anything else but digits, or with more digits than fit, is refused whole
// and changes nothing. A text without a digit changes nothing either.
func (d *Digits) Paste(text string) (Code, bool) {
	digits, ok := pasted(text)
	defer clear(digits)
	from, to := d.Selection()
	switch {
	case !ok:
		return NumberCharacters, false
	case d.n-(to-from)+len(digits) > d.max:
		return NumberLong, false
	case len(digits) == 0:
		return "", true
	}
	d.cut()
	for _, c := range digits {
		d.Insert(c)
	}
	return "", true
}

func pasted(text string) ([]byte, bool) {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		c, ok := DigitOf(r)
		switch {
		case ok:
			out = append(out, c)
		case !isSeparator(r):
			return out, false
		}
	}
	return out, true
}

// isSeparator accepts spaces, dashes of every width, and the invisible marks that web pages and address books put
// around numbers (zero-width space, direction marks, byte order mark).
func isSeparator(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func notDigit(c byte) bool { return !isDigit(c) }

func trimSpace(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }

// DigitOf reads one typed character as a digit after NFKC, so that full-width digits of an input method count.
func DigitOf(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r), true
	}
	if r >= '０' && r <= '９' { // as NFKC below, without its allocations
		return byte(r-'０') + '0', true
	}
	if r < 0x80 {
		return 0, false
	}
	if s := norm.NFKC.String(string(r)); len(s) == 1 && isDigit(s[0]) {
		return s[0], true
	}
	return 0, false
}
