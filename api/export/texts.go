package export

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain is s with nothing in it that breaks a file: line breaks are line feeds, and what is no character (a lone
// surrogate among it), is a control character or is one that XML does not know becomes U+FFFD. Tabs stay.
func plain(s string) string {
	if !strings.ContainsFunc(s, odd) {
		return s
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.Map(func(c rune) rune {
		if odd(c) {
			return utf8.RuneError
		}
		return c
	}, s)
}

// odd also holds U+FFFD, which is what every byte reads as that is no UTF-8.
func odd(c rune) bool {
	return c == utf8.RuneError || c == 0xFFFE || c == 0xFFFF || c != '\n' && c != '\t' && unicode.IsControl(c)
}

// starters begin what a spreadsheet calculates. Some read the wide and the small forms like the usual ones.
const starters = "=+-@＝＋－＠﹦﹢﹣﹫"

// guarded is s behind an apostrophe if a spreadsheet would calculate it, also after spaces, quotes or characters that
// cannot be seen.
func guarded(s string) string {
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\n") {
		return "'" + s
	}
	rest := strings.TrimLeftFunc(s, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.In(c, unicode.Cf, unicode.Quotation_Mark)
	})
	if first, _ := utf8.DecodeRuneInString(rest); rest != "" && strings.ContainsRune(starters, first) {
		return "'" + s
	}
	return s
}

const (
	cellLimit = 32767 // UTF-16 units that a workbook's cell holds
	cutSign   = "…"
)

// cut shortens s to what a workbook's cell holds, between two characters.
func cut(s string) (string, bool) {
	if len(s) <= cellLimit {
		return s, false
	}
	units, keep := 0, 0
	for i, c := range s {
		if units < cellLimit {
			keep = i // with the sign in its place, what is before fits
		}
		if units += max(1, utf16Len(c)); units > cellLimit {
			return s[:keep] + cutSign, true
		}
	}
	return s, false
}

func utf16Len(c rune) int {
	if c > 0xFFFF {
		return 2
	}
	return 1
}
