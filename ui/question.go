package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// question is a sheet with one sentence and two answers. The safe one has the cursor.
type question struct {
	yes, no *button
	tick    *tick
	body    *fyne.Container
	OnYes   func()
	OnNo    func()
}

func newQuestion(title, sentence, yes, no string) *question {
	q := &question{}
	q.yes = newButton(yes, func() { call(q.OnYes) })
	q.yes.Importance = widget.WarningImportance
	q.no = newButton(no, func() { call(q.OnNo) })
	q.body = column(12, newTitle(title, sizeHeading), newText(sentence, sizeBody, colourInk), answers(q.no, q.yes))
	return q
}

// newNotice is a sheet with one sentence that must be acknowledged.
func newNotice(title, sentence, yes string) *question {
	q := &question{}
	q.yes = newButton(yes, func() { call(q.OnYes) })
	q.yes.Importance = widget.DangerImportance
	q.body = column(12, newTitle(title, sizeHeading), newText(sentence, sizeBody, colourBad), answers(layout.NewSpacer(), q.yes))
	return q
}

// needTick lets the deed through only when a sentence is ticked.
func (q *question) needTick(sentence string) {
	q.tick = newTick(sentence, q.yes.enable)
	q.yes.enable(false)
	last := len(q.body.Objects) - 1
	q.body.Objects = append(q.body.Objects[:last:last], q.tick, q.body.Objects[last])
}

// first is what gets the cursor.
func (q *question) first() fyne.Focusable {
	if q.tick != nil {
		return q.tick
	}
	return q.no
}
