package ledger

import (
	"fmt"
	"strings"
	"unicode"
)

const (
	digits = "0123456789"
	// A masked number shows at most the first six and the last four digits.
	shownHead, shownTail = 6, 4
	maxMasked            = 24
	// A run of this many digits, or digits and stars, in a text may be a card number.
	minRun = 12
	// maxGap is how many spaces or hyphens in a row still belong to one number.
	maxGap = 3
)

// checkMasked refuses what is not up to six digits, stars, up to four digits. The file's CHECK says the same.
func checkMasked(field, s string) error {
	head := len(s) - len(strings.TrimLeft(s, digits))
	tail := len(s) - len(strings.TrimRight(s, digits))
	middle := strings.Trim(strings.Trim(s, digits), "*")
	if head > shownHead || tail > shownTail || middle != "" || len(s) > maxMasked {
		return fmt.Errorf("%s: %w", field, ErrUnmasked)
	}
	return nil
}

// scrub stars the middle of every run of digits long enough to be a card number, also where spaces or hyphens stand
// between the digits, and of every wider mask. It is the last gate before the disk: callers have masked
// already. Line breaks and invisible characters separate too, since a number may be pasted with them. NUL goes: SQLite's
// text functions stop at it.
func scrub(s string) string {
	runes := []rune(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", ""))
	var r run
	for i, c := range runes {
		if !r.takes(i, c) {
			r.star(runes)
			r = run{}
		}
	}
	r.star(runes)
	return string(runes)
}

// run is a number being read: the positions of its digits and stars.
type run struct {
	at  []int
	gap int // separators since the last of them
}

// takes adds a character to the run, if it belongs to it.
func (r *run) takes(i int, c rune) bool {
	switch {
	case unicode.Is(unicode.Nd, c), c == '*' && len(r.at) > 0:
	case len(r.at) > 0 && r.gap < maxGap && separates(c):
		r.gap++
		return true
	default:
		return false
	}
	r.at, r.gap = append(r.at, i), 0
	return true
}

// star hides all but 6+4 of a run as long as a card number, digits or a mask.
func (r *run) star(runes []rune) {
	if len(r.at) < minRun {
		return
	}
	for _, i := range r.at[shownHead : len(r.at)-shownTail] {
		runes[i] = '*'
	}
}

func separates(c rune) bool {
	return unicode.IsSpace(c) || unicode.In(c, unicode.Pd, unicode.Zs, unicode.Cc, unicode.Cf)
}
