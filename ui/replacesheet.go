package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"billkey/api/issuing"
)

// replaceSheet shows the card that would be lost and asks for a thing that must be read off it: its last four digits.
type replaceSheet struct {
	w      *words
	lookup issuing.Lookup
	*challenge
	note      *text
	schedules *text
	deed      *button
	body      fyne.CanvasObject

	// OnConfirm gets what was typed.
	OnConfirm func(typed string)
	OnCancel  func()
}

func newReplaceSheet(w *words, l issuing.Lookup) *replaceSheet {
	s := &replaceSheet{w: w, lookup: l, challenge: newChallenge(l)}
	s.follow(s.edited, s.confirm)
	s.note = newText("", sizeSmall, colourQuiet)
	s.schedules = newText(w.t("replace.schedules.looking"), sizeBody, colourQuiet)
	s.schedules.minLines = 2
	s.deed = newButton(w.t("replace.confirm"), s.confirm)
	s.deed.Importance = widget.DangerImportance
	s.deed.enable(false)
	s.body = s.layOut()
	return s
}

func (s *replaceSheet) layOut() fyne.CanvasObject {
	w := s.w
	warning := newText(w.t("replace.warning"), sizeBody, colourBad)
	warning.bold = true
	cancel := newButton(w.t("cancel"), func() { call(s.OnCancel) })
	return column(12,
		newTitle(w.t("replace.title"), sizeHeading),
		newSurface(colourBadWash, "", 10, inset(14, 12, column(4,
			newTitle(s.lookup.UID, sizeBody),
			newText(cardLine(w, s.lookup.Key), sizeHeading, colourInk),
			newText(s.dates(), sizeSmall, colourQuiet),
			s.schedules,
		))),
		column(6, warning, newText(w.t("replace.advice"), sizeBody, colourInk), newText(w.t("replace.pg"), sizeSmall, colourQuiet)),
		newText(w.t(s.either("replace.type_uid", "replace.type_last_four")), sizeBody, colourInk),
		s.first().(fyne.CanvasObject),
		s.note,
		answers(cancel, s.deed),
	)
}

func (s *replaceSheet) edited() {
	s.note.set("", colourQuiet)
	s.deed.enable(s.ready())
}

func (s *replaceSheet) dates() string {
	k, now := s.lookup.Key, time.Now()
	return s.w.t("replace.dates", "First", nearTime(s.w, k.Inserted, now), "Last", nearTime(s.w, k.Updated, now))
}

func (s *replaceSheet) confirm() {
	if s.OnConfirm != nil && s.ready() {
		s.OnConfirm(s.typed())
	}
}

// refuse says that what was typed is not the old card.
func (s *replaceSheet) refuse() { s.note.set(tones[toneBad].sign+s.w.t("replace.mismatch"), colourBad) }

func (s *replaceSheet) showSchedules(p issuing.Pending, err error) {
	showSchedules(s.w, s.schedules, p, err)
}

// showSchedules says what is still to be charged through a customer_uid.
func showSchedules(w *words, line *text, p issuing.Pending, err error) {
	switch {
	case err != nil:
		line.set(tones[toneCare].sign+w.t("replace.schedules.unknown"), colourCare)
	case p.Count == 0:
		line.set(w.t("replace.schedules.none"), colourQuiet)
	default:
		line.set(tones[toneCare].sign+w.t("replace.schedules.some",
			"Count", number(int64(p.Count)), "Sum", number(p.Sum), "Next", nearTime(w, p.Next, time.Now())), colourCare)
	}
}

// cardLine names a key's card: company, masked number and the name on record.
func cardLine(w *words, k *issuing.Key) string {
	if k == nil {
		return ""
	}
	masked := k.Masked
	if masked == "" {
		masked = w.t("card.no_number")
	}
	if k.CustomerName != "" {
		return w.t("card.line_named", "Company", k.CardName, "Number", grouped(masked), "Name", k.CustomerName)
	}
	return w.t("card.line", "Company", k.CardName, "Number", grouped(masked))
}
