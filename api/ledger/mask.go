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
	// A run of this many digits in a text may be a card number.
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
// between the digits. It is the last gate before the disk: callers have masked already. Line breaks and invisible
// characters separate too, since a number may be pasted with them. NUL goes: SQLite's text functions stop at it.
func scrub(s string) string {
	runes := []rune(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", ""))
	var run []int // positions of the digits of the run being read
	gap := 0
	for i, r := range runes {
		switch {
		case unicode.Is(unicode.Nd, r):
			run, gap = append(run, i), 0
		case len(run) > 0 && gap < maxGap && separates(r):
			gap++
		default:
			star(runes, run)
			run, gap = run[:0], 0
		}
	}
	star(runes, run)
	return string(runes)
}

func separates(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Zs, unicode.Cc, unicode.Cf)
}

func star(runes []rune, run []int) {
	if len(run) < minRun {
		return
	}
	for _, i := range run[shownHead : len(run)-shownTail] {
		runes[i] = '*'
	}
}
