package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// emptyNote says why the list is empty and what to do about it.
type emptyNote struct {
	w             *words
	title, detail *text
	undo          *button
	body          *fyne.Container

	// OnClear takes search and filters away.
	OnClear func()
}

func newEmptyNote(w *words) *emptyNote {
	n := &emptyNote{w: w, title: newTitle("", sizeHeading), detail: newLine("", sizeBody, colourQuiet)}
	n.undo = newButton(w.t("filter.clear"), func() { call(n.OnClear) })
	n.body = container.NewCenter(column(8, n.title, n.detail, container.NewCenter(n.undo)))
	n.body.Hide()
	return n
}

func (n *emptyNote) show(empty, narrowed bool) {
	key := "results.empty"
	if narrowed {
		key = "results.none"
	}
	n.title.set(n.w.t(key), colourInk)
	n.detail.set(n.w.t(key+".detail"), colourQuiet)
	show(n.undo, narrowed)
	show(n.body, empty)
}
