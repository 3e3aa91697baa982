package ui

import (
	"strings"

	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
)

// formMode is what pressing the button would do; button and line above it say so.
type formMode int

const (
	modeNew     formMode = iota // registers a card on a free customer_uid
	modeBlocked                 // nothing: the customer_uid is used
	modeReplace                 // replaces the key that was confirmed
)

func (f *cardForm) setMode(m formMode) {
	f.mode = m
	show(f.replace, m == modeBlocked)
	show(f.keep, m == modeReplace)
	relayout(f.uidAnswer)
	f.submit.Importance, f.submit.Text = widget.HighImportance, f.w.t("form.submit")
	if m == modeReplace {
		f.submit.Importance, f.submit.Text = widget.DangerImportance, f.w.t("form.submit.replace")
	}
	f.submit.Refresh()
	f.showReadBack()
}

func (f *cardForm) readBackKey() string {
	named := f.needs[card.FieldName] && f.name.Text != ""
	switch {
	case f.mode == modeReplace && named:
		return "form.readback.replace.name"
	case f.mode == modeReplace:
		return "form.readback.replace"
	case named:
		return "form.readback.name"
	}
	return "form.readback"
}

// showReadBack repeats what is about to be sent, beside the button: also the name, whose last syllable may have arrived
// late or not at all.
func (f *cardForm) showReadBack() {
	if f.mode == modeBlocked {
		f.readBack.set(tones[toneBad].sign+f.w.t("form.readback.blocked"), colourBad)
		return
	}
	four := f.lastFour()
	if four == "" || strings.TrimSpace(f.uid.Text) == "" {
		f.readBack.set("", colourQuiet)
		return
	}
	tint := colourInk
	if f.mode == modeReplace {
		tint = colourBad
	}
	f.readBack.set(f.w.t(f.readBackKey(), "Name", f.name.Text, "UID", f.uid.Text, "LastFour", four), tint)
}
