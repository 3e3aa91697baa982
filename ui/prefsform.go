package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// prefsForm holds what is chosen once for this machine.
type prefsForm struct {
	operator *entry
	language *widget.Select
	body     fyne.CanvasObject

	OnOperator func(string)
	OnLanguage func(string)
}

func newPrefsForm(w *words) *prefsForm {
	f := &prefsForm{operator: newEntry()}
	f.operator.OnLeave = func() {
		if f.OnOperator != nil {
			f.OnOperator(f.operator.Text)
		}
	}
	names := make([]string, len(Languages))
	for i, l := range Languages {
		names[i] = w.t("language." + l)
	}
	f.language = widget.NewSelect(names, nil)
	f.language.Selected = names[slices.Index(Languages, w.lang)]
	f.language.OnChanged = func(string) {
		if f.OnLanguage != nil {
			f.OnLanguage(Languages[f.language.SelectedIndex()])
		}
	}
	f.body = column(10,
		newTitle(w.t("prefs.title"), sizeHeading),
		newFieldRow(w.t("prefs.operator"), w.t("prefs.operator.hint"), f.operator).box,
		newFieldRow(w.t("prefs.language"), w.t("prefs.language.hint"), f.language).box,
		newText(w.t("prefs.keychain"), sizeSmall, colourQuiet),
	)
	return f
}
