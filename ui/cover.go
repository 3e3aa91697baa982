package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newCover hides form and results while the operator is away from the desk. It keeps nobody out: it asks for no secret.
func newCover(w *words, back func()) (page fyne.CanvasObject, first *button) {
	first = newButton(w.t("cover.back"), back)
	first.Importance = highImportance
	return container.NewCenter(column(12,
		newTitle(w.t("cover.title"), sizeHeading), newLine(w.t("cover.detail"), sizeBody, colourQuiet), first)), first
}

// lock wipes the card fields and covers the screen.
func (dw *desktopWindow) lock() {
	if dw.busy() {
		return
	}
	dw.sheets.leave()
	dw.wipeCards()
	page, first := newCover(dw.w, dw.closeSettings)
	dw.turnTo(page)
	dw.window.Canvas().Focus(first)
	dw.deps.trace("covered")
}
