package export

import (
	"strings"
	"unicode"
)

const (
	digits = "0123456789"
	// A mask shows at most the first six and the last four digits, and is no longer than this.
	shownHead, shownTail, maxMasked = 6, 4, 24
	// A text with this many digits in a run may hold a card number.
	minRun = 12
	// maxGap is how many spaces or hyphens in a row still belong to one number.
	maxGap = 3
)

// masked tells whether s is up to six digits, stars, up to four digits.
func masked(s string) bool {
	head := len(s) - len(strings.TrimLeft(s, digits))
	tail := len(s) - len(strings.TrimRight(s, digits))
	middle := strings.Trim(strings.Trim(s, digits), "*")
	return head <= shownHead && tail <= shownTail && middle == "" && len(s) <= maxMasked
}

// showsNumber tells whether a text holds as many digits as a card number has, also with spaces, hyphens or stars among them.
// After the ledger's masking no such run has more than eleven.
func showsNumber(s string) bool {
	found, gap := 0, 0
	for _, c := range s {
		switch {
		case unicode.Is(unicode.Nd, c):
			found, gap = found+1, 0
		case found > 0 && c == '*':
			gap = 0
		case found > 0 && gap < maxGap && separates(c):
			gap++
		default:
			found, gap = 0, 0
		}
		if found >= minRun {
			return true
		}
	}
	return false
}

func separates(c rune) bool {
	return unicode.IsSpace(c) || unicode.In(c, unicode.Pd, unicode.Zs, unicode.Cc, unicode.Cf)
}
