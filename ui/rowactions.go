package ui

import (
	"fyne.io/fyne/v2"

	"billkey/api/ledger"
)

// rowActions are the deeds on the selected rows, as buttons below the list. The menu of a row has them all.
type rowActions struct {
	story, look, again, more *button
	body                     fyne.CanvasObject
	readOnly                 bool // only what changes nothing

	OnStory func()
	OnLook  func()
	OnAgain func()
	// OnMore asks for the menu of the selected rows.
	OnMore func()
}

func newRowActions(w *words) *rowActions {
	a := &rowActions{}
	a.story = newButton(w.t("row.story"), func() { call(a.OnStory) })
	a.look = newButton(w.t("row.look"), func() { call(a.OnLook) })
	a.again = newButton(w.t("row.again"), func() { call(a.OnAgain) })
	a.more = newButton(w.t("row.more"), func() { call(a.OnMore) })
	a.body = row(6, a.story, a.look, a.again, a.more)
	a.follow(nil)
	return a
}

// follow lets through what can be done with the selection.
func (a *rowActions) follow(picked []ledger.Entry) {
	a.story.enable(len(picked) == 1)
	a.look.enable(len(picked) > 0 && !a.readOnly)
	a.again.enable(len(picked) == 1 && !a.readOnly)
	a.more.enable(true)
}
