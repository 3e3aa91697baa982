package ui

import "billkey/api/ledger"

// monthStarts calls each with the ordinal at which a month begins in the list, from its top on, until it answers false.
func monthStarts(l *resultList, each func(at int, m ledger.Month) bool) {
	at := 0
	for i := range l.months {
		m := l.months[i]
		if l.query.Sort.Reverse { // oldest first
			m = l.months[len(l.months)-1-i]
		}
		if !each(at, m) {
			return
		}
		at += m.Count
	}
}

// marksOf are the months beside the scroll bar.
func marksOf(w *words, l *resultList) []gridMark {
	var out []gridMark
	monthStarts(l, func(at int, m ledger.Month) bool {
		out = append(out, gridMark{at, m.Start.Format(w.t("format.month"))})
		return true
	})
	if len(out) < 2 {
		return nil // a mark that says what every row says
	}
	return out
}

// monthAt is the month of a row, for the word beside the dragged scroll bar; a list sorted otherwise has none.
func monthAt(w *words, l *resultList, i int) string {
	label := ""
	monthStarts(l, func(at int, m ledger.Month) bool {
		if at > i {
			return false
		}
		label = m.Start.Format(w.t("format.month.long"))
		return true
	})
	return label
}
