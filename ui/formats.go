package ui

import (
	"strconv"
	"strings"
	"time"
)

// dateTime is a time to the minute in the language's form, in the local zone; "–" for the zero time.
func dateTime(w *words, t time.Time) string { return written(w, "datetime", t) }

// exactTime is one to the second, for what must be put in order.
func exactTime(w *words, t time.Time) string { return written(w, "exact", t) }

// nearTime is one to the minute that says today and yesterday by their words: it stays on one line. What is copied or exported has whole dates.
func nearTime(w *words, t, now time.Time) string { return written(w, near("datetime", "", t, now), t) }

// nearExact is that to the second.
func nearExact(w *words, t, now time.Time) string {
	return written(w, near("exact", ".exact", t, now), t)
}

// near is the form of a time: of today and yesterday one that says so, else the whole one.
func near(whole, precision string, t, now time.Time) string {
	switch today := startOfDay(now); {
	case startOfDay(t).Equal(today):
		return "today" + precision
	case startOfDay(t).Equal(today.AddDate(0, 0, -1)):
		return "yesterday" + precision
	}
	return whole
}

// date leaves the time of day out.
func date(w *words, t time.Time) string { return written(w, "date", t) }

// written fills one of the language's forms. The clock has twenty-four hours in all of them, as in the list.
func written(w *words, form string, t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	l := t.Local()
	return w.t("format."+form,
		"Year", strconv.Itoa(l.Year()), "Month", w.t("month.short."+strconv.Itoa(int(l.Month()))), "Day", strconv.Itoa(l.Day()),
		"Weekday", w.t("weekday."+strconv.Itoa(int(l.Weekday()))),
		"Hour", l.Format("15"), "Minute", l.Format("04"), "Second", l.Format("05"))
}

// stamp is a time for other programs, as a spreadsheet sorts it.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(time.DateTime)
}

// shortTime is the form of a table: today without the date, this year without the year.
func shortTime(w *words, t, now time.Time) string {
	l, n := t.Local(), now.Local()
	switch {
	case l.Year() == n.Year() && l.YearDay() == n.YearDay():
		return l.Format("15:04:05")
	case l.Year() == n.Year():
		return l.Format(w.t("format.short"))
	}
	return l.Format(w.t("format.year"))
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
