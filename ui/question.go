package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// question is a sheet with one sentence and two answers. The safe one has the cursor.
type question struct {
	yes, no *button
	body    fyne.CanvasObject
	OnYes   func()
	OnNo    func()
}

func newQuestion(_ *words, title, sentence, yes, no string) *question {
	q := &question{}
	q.yes = newButton(yes, func() { call(q.OnYes) })
	q.yes.Importance = widget.WarningImportance
	q.no = newButton(no, func() { call(q.OnNo) })
	q.body = column(12, newTitle(title, sizeHeading), newText(sentence, sizeBody, colourInk), answers(q.no, q.yes))
	return q
}
