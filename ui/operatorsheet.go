package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"billkey/api/credentials"
)

// operatorSheet asks once on every machine whose name is recorded with what is done here. The system's name for who sits
// here is filled in, and the cursor is on the answer: Enter is enough.
type operatorSheet struct {
	name   *entry
	use    *button
	cancel *button // while a name is known already
	body   fyne.CanvasObject

	OnUse    func(name string)
	OnCancel func()
}

// known tells that a name was given before, which can be kept.
func newOperatorSheet(w *words, account string, known bool) *operatorSheet {
	s := &operatorSheet{name: newEntry()}
	s.name.SetText(account)
	s.use = newButton(w.t("operator.use"), func() {
		if name := strings.TrimSpace(s.name.Text); name != "" {
			s.OnUse(name)
		}
	})
	s.use.Importance = highImportance
	s.cancel = newButton(w.t("cancel"), func() { call(s.OnCancel) })
	show(s.cancel, known)
	s.body = column(12,
		newTitle(w.t("operator.title"), sizeHeading),
		newText(w.t("operator.sentence"), sizeBody, colourInk),
		newFieldRow(w.t("prefs.operator"), w.t("prefs.operator.hint"), s.name).box,
		answers(s.cancel, s.use),
	)
	return s
}

// askOperator asks for the name before the first order that is no practice.
func (dw *desktopWindow) askOperator() {
	if dw.profile.Environment == credentials.Practice || dw.prefs.operatorAsked() || dw.sheets.open != nil || !dw.deskShown() {
		return
	}
	dw.openOperator()
}

// openOperator asks for the name, also when it was given before.
func (dw *desktopWindow) openOperator() {
	s := newOperatorSheet(dw.w, dw.prefs.operator(dw.deps.Account), dw.prefs.operatorAsked())
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnUse = func(name string) {
		dw.prefs.setOperator(name)
		dw.settings.prefs.operator.SetText(name)
		dw.sheets.close()
		dw.focusForm()
		dw.deps.trace("operator_named")
	}
	dw.sheets.show(s.body, 420, s.use, dw.focusForm)
	dw.deps.trace("operator_asked")
}
