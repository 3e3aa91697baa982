package export

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	maxSheetName   = 31 // UTF-16 units
	firstSheetName = "Sheet1"
)

// sheetName is the name of the n-th sheet. What Excel does not take in a name becomes a space.
func sheetName(wanted string, n int) string {
	name := strings.Map(func(c rune) rune {
		if strings.ContainsRune(`:\/?*[]`, c) || odd(c) || c == '\n' || c == '\t' {
			return ' '
		}
		return c
	}, wanted)
	name, suffix := strings.Trim(name, "' "), ""
	if name == "" {
		name = firstSheetName
	}
	if n > 1 {
		suffix = fmt.Sprintf(" (%d)", n)
	}
	for units(name)+len(suffix) > maxSheetName {
		_, last := utf8.DecodeLastRuneInString(name)
		name = strings.TrimRight(name[:len(name)-last], "' ")
	}
	return name + suffix
}

// units is how long a text is for Excel.
func units(s string) int {
	n := 0
	for _, c := range s {
		n += utf16Len(c)
	}
	return n
}
