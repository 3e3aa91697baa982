package export

import (
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// spelled is how a workbook spells a character by its number.
var spelled = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// literal is s as a cell's value. A text that only looks like a spelling is split within it: a spelling holds for one run
// of a cell alone. The library has marks for such texts, but misses one that shares its stroke with the one before, and
// halves of characters.
func literal(s string) any {
	if !strings.Contains(s, "_x") || !spelled.MatchString(s) {
		return s
	}
	var runs []excelize.RichTextRun
	for {
		at := spelled.FindStringIndex(s)
		if at == nil {
			return append(runs, excelize.RichTextRun{Text: s})
		}
		runs = append(runs, excelize.RichTextRun{Text: s[:at[0]+1]})
		s = s[at[0]+1:]
	}
}
