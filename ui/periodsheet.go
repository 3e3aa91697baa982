package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// periodSheet asks for the first and the last day of a period.
type periodSheet struct {
	w        *words
	from, to *entry
	note     *text
	use      *button
	body     fyne.CanvasObject

	// OnUse gets the two days as YYYY-MM-DD.
	OnUse    func(from, to string)
	OnCancel func()
}

func newPeriodSheet(w *words, f viewFilter, now time.Time) *periodSheet {
	s := &periodSheet{w: w, from: newEntry(), to: newEntry(), note: newText("", sizeSmall, colourBad)}
	s.from.only, s.to.only = isDateRune, isDateRune
	s.from.OnEnter, s.to.OnEnter = s.apply, s.apply
	from, to := f.span(now)
	if from.IsZero() {
		from = startOfDay(now).AddDate(0, -1, 0)
	}
	if to.IsZero() {
		to = startOfDay(now).AddDate(0, 0, 1)
	}
	s.from.SetText(from.Format(dayForm))
	s.to.SetText(to.AddDate(0, 0, -1).Format(dayForm))
	s.use = newButton(w.t("period.use"), s.apply)
	s.use.Importance = highImportance
	s.body = column(12,
		newTitle(w.t("period.title"), sizeHeading),
		sharedRow(14, []float32{1, 1},
			newFieldRow(w.t("period.from"), w.t("period.from.hint"), s.from).box,
			newFieldRow(w.t("period.to"), w.t("period.to.hint"), s.to).box),
		s.note,
		answers(newButton(w.t("cancel"), func() { call(s.OnCancel) }), s.use),
	)
	return s
}

func isDateRune(r rune) bool { return r >= '0' && r <= '9' || r == '-' }

// dayOf reads 2026-11-25 and 20261125.
func dayOf(s string) (time.Time, bool) {
	for _, form := range []string{dayForm, "20060102"} {
		if t, err := time.ParseInLocation(form, s, time.Local); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func (s *periodSheet) apply() {
	from, ok := dayOf(s.from.Text)
	to, ok2 := dayOf(s.to.Text)
	if !ok || !ok2 || to.Before(from) {
		s.note.set(tones[toneBad].sign+s.w.t("period.wrong"), colourBad)
		return
	}
	s.OnUse(from.Format(dayForm), to.Format(dayForm))
}
