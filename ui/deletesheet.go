package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// deleteSheet shows the key that would be deleted at iamport and asks for a thing that must be read off it, and a reason.
type deleteSheet struct {
	w     *words
	entry ledger.Entry
	*challenge
	reason    *entry
	schedules *text
	note      *text
	deed      *button
	sending   bool
	body      fyne.CanvasObject

	OnDelete func(typed, reason string)
	OnCancel func()
}

func newDeleteSheet(w *words, e ledger.Entry, p credentials.Profile) *deleteSheet {
	s := &deleteSheet{w: w, entry: e, reason: newEntry()}
	// As the desk does for replacing: the last four where the server shows a number.
	s.challenge = newChallenge(issuing.Lookup{UID: e.CustomerUID, Key: &issuing.Key{Masked: shownNumber(e)}})
	s.reason.SetPlaceHolder(w.t("delete.reason.hint"))
	s.schedules = newText(w.t("replace.schedules.looking"), sizeBody, colourQuiet)
	s.schedules.minLines = 2
	s.note = newText("", sizeSmall, colourQuiet)
	s.note.minLines = 2
	s.deed = newButton(w.t("delete.yes"), s.confirm)
	s.deed.Importance = widget.DangerImportance
	s.follow(s.enable, func() {})
	s.enable()
	s.body = column(12,
		newTitle(w.t("delete.title"), sizeHeading),
		newSurface(colourBadWash, "", 10, inset(14, 12, column(4,
			newTitle(e.CustomerUID, sizeBody),
			newText(w.t("story.entry", "State", stateWord(w, e.State), "Company", companyOf(e), "Number", grouped(shownNumber(e))), sizeHeading, colourInk),
			newText(placeName(w, w.t("environment."+e.Environment), profileName(w, p)), sizeSmall, colourQuiet),
			s.schedules,
		))),
		newText(w.t("delete.warning"), sizeBody, colourBad),
		newText(w.t(s.either("delete.type_uid", "delete.type_last_four")), sizeBody, colourInk),
		s.first().(fyne.CanvasObject),
		newFieldRow(w.t("delete.reason"), "", s.reason).box,
		s.note,
		answers(newButton(w.t("cancel"), func() { call(s.OnCancel) }), s.deed),
	)
	return s
}

// shownNumber is the number the server shows; where it shows none, the one that was typed does not count.
func shownNumber(e ledger.Entry) string { return e.KeyMasked }

func (s *deleteSheet) confirm() {
	if strings.TrimSpace(s.reason.Text) == "" {
		s.say(toneBad, s.w.t("failure.no_reason"))
		return
	}
	s.OnDelete(s.typed(), s.reason.Text)
}

// enable lets the button be pressed once enough was typed.
func (s *deleteSheet) enable() { s.deed.enable(s.ready() && !s.sending) }

func (s *deleteSheet) busy(on bool) {
	s.sending = on
	s.enable()
	if on {
		s.say(toneHint, s.w.t("delete.sending"))
	}
}

func (s *deleteSheet) say(t tone, sentence string) {
	s.note.set(tones[t].sign+sentence, tones[t].colour)
}
