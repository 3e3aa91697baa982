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
	w         *words
	entry     ledger.Entry
	lastFour  *digitField
	uid       *entry
	reason    *entry
	schedules *text
	note      *text
	deed      *button
	body      fyne.CanvasObject

	OnDelete func(typed, reason string)
	OnCancel func()
}

func newDeleteSheet(w *words, e ledger.Entry, p credentials.Profile) *deleteSheet {
	s := &deleteSheet{w: w, entry: e, lastFour: newDigitField(4, sizeNumber), uid: newEntry(), reason: newEntry()}
	s.reason.SetPlaceHolder(w.t("delete.reason.hint"))
	s.schedules = newText(w.t("replace.schedules.looking"), sizeBody, colourQuiet)
	s.schedules.minLines = 2
	s.note = newText("", sizeSmall, colourQuiet)
	s.note.minLines = 2
	s.deed = newButton(w.t("delete.yes"), s.confirm)
	s.deed.Importance = widget.DangerImportance
	s.body = column(12,
		newTitle(w.t("delete.title"), sizeHeading),
		newSurface(colourBadWash, "", 10, inset(14, 12, column(4,
			newTitle(e.CustomerUID, sizeBody),
			newText(w.t("story.entry", "State", stateWord(w, e.State), "Company", companyOf(e), "Number", grouped(shownNumber(e))), sizeHeading, colourInk),
			newText(placeName(w, w.t("environment."+e.Environment), profileName(w, p)), sizeSmall, colourQuiet),
			s.schedules,
		))),
		newText(w.t("delete.warning"), sizeBody, colourBad),
		newText(w.t(s.challenge()), sizeBody, colourInk),
		s.first().(fyne.CanvasObject),
		newFieldRow(w.t("delete.reason"), "", s.reason).box,
		s.note,
		answers(newButton(w.t("cancel"), func() { call(s.OnCancel) }), s.deed),
	)
	return s
}

// shownNumber is the number the server shows; where it shows none, the one that was typed does not count.
func shownNumber(e ledger.Entry) string { return e.KeyMasked }

// asksUID follows the desk's rule for replacing: the last four where the server shows a number.
func (s *deleteSheet) asksUID() bool {
	return issuing.ChallengeFor(issuing.Lookup{UID: s.entry.CustomerUID, Key: &issuing.Key{Masked: shownNumber(s.entry)}}) == issuing.TypeUID
}

func (s *deleteSheet) challenge() string {
	if s.asksUID() {
		return "delete.type_uid"
	}
	return "delete.type_last_four"
}

// first is the field that gets the cursor.
func (s *deleteSheet) first() fyne.Focusable {
	if s.asksUID() {
		return s.uid
	}
	return s.lastFour
}

func (s *deleteSheet) confirm() {
	typed := string(s.lastFour.digits.Bytes())
	if s.asksUID() {
		typed = s.uid.Text
	}
	if strings.TrimSpace(s.reason.Text) == "" {
		s.say(toneBad, s.w.t("failure.no_reason"))
		return
	}
	s.OnDelete(typed, s.reason.Text)
}

func (s *deleteSheet) busy(on bool) {
	s.deed.enable(!on)
	if on {
		s.say(toneHint, s.w.t("delete.sending"))
	}
}

func (s *deleteSheet) say(t tone, sentence string) {
	s.note.set(tones[t].sign+sentence, tones[t].colour)
}
