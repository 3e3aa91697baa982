package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"billkey/api/ledger"
)

// noteSheet edits a row's note. It is prose, perhaps Korean: Enter does not save it.
type noteSheet struct {
	note *prose
	line *text
	body fyne.CanvasObject

	OnSave   func(string)
	OnCancel func()
}

func newNoteSheet(w *words, e ledger.Entry) *noteSheet {
	s := &noteSheet{note: newProse(3), line: newText("", sizeSmall, colourQuiet)}
	s.note.SetText(strings.TrimSpace(e.Note))
	keep := func() { s.OnSave(strings.TrimSpace(s.note.Text)) }
	save := newButton(w.t("note.save"), keep)
	save.Importance = highImportance
	s.note.OnSubmit = keep
	s.body = column(12,
		newTitle(w.t("note.title", "UID", e.CustomerUID), sizeHeading),
		newText(w.t("note.sentence"), sizeBody, colourQuiet),
		s.note, s.line,
		container.New(&trailing{gap: 8}, save, container.NewHBox(newButton(w.t("cancel"), func() { call(s.OnCancel) }))), // Tab leads to saving first
	)
	return s
}

func (s *noteSheet) say(t tone, sentence string) { s.line.set(tones[t].sign+sentence, tones[t].colour) }
