package ui

import (
	"strconv"
	"strings"
	"time"
)

// dateTime is a time in the language's form, in the local zone; "–" for the zero time.
func dateTime(w *words, t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Local().Format(w.t("format.datetime"))
}

// shortTime leaves the date out for today.
func shortTime(w *words, t, now time.Time) string {
	l, n := t.Local(), now.Local()
	if l.Year() == n.Year() && l.YearDay() == n.YearDay() {
		return l.Format("15:04:05")
	}
	return l.Format(w.t("format.short"))
}

// number groups thousands.
func number(n int64) string { return groupedDigits(strconv.FormatInt(n, 10)) }

// groupedDigits does so for a number that is written out already.
func groupedDigits(s string) string {
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// grouped splits a masked card number for reading: 4-6-5 of fifteen, else fours.
func grouped(masked string) string {
	cuts := []int{4, 8, 12, 16}
	if len(masked) == 15 || len(masked) == 14 {
		cuts = []int{4, 10}
	}
	var out strings.Builder
	for i, c := range []byte(masked) {
		for _, at := range cuts {
			if i == at {
				out.WriteByte(' ')
			}
		}
		out.WriteByte(c)
	}
	return out.String()
}

// megabytes is a size with one decimal.
func megabytes(bytes int64) string {
	return strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64) + " MB"
}
