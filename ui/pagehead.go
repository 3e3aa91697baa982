package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// newPageHead is the first line of every page but the desk: where one is, and the way back.
func newPageHead(w *words, title string, back func()) fyne.CanvasObject {
	t := newTitle(title, sizeTitle)
	t.middle = true
	b := newButton(w.t("settings.close"), back)
	b.Importance = widget.LowImportance
	return inset(2, 0, container.NewBorder(nil, nil, t, b))
}
