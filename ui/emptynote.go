package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// emptyNote says why the list is empty and what to do about it. In practice, before the first key, it says how one comes
// to be and what comes after practising.
type emptyNote struct {
	w             *words
	practice      bool
	title, detail *text
	undo          *button
	steps         *fyne.Container
	frame         centred
	body          *fyne.Container

	// OnClear takes search and filters away.
	OnClear func()
	// OnAccount asks for the form of a real account.
	OnAccount func()
}

// noteWidth is the most a note takes of a wide list.
const noteWidth = 520

func newEmptyNote(w *words) *emptyNote {
	n := &emptyNote{w: w, title: newTitle("", sizeHeading), detail: newText("", sizeBody, colourQuiet)}
	n.undo = newButton(w.t("filter.clear"), func() { call(n.OnClear) })
	account := newButton(w.t("first.account"), func() { call(n.OnAccount) })
	n.steps = column(10,
		newStep(1, w.t("first.fill")), newStep(2, w.t("first.consent")), newStep(3, w.t("first.account.hint")),
		inset(34, 2, container.NewHBox(account)))
	n.frame.width = noteWidth
	n.body = container.New(&n.frame, column(12, n.title, n.detail, container.NewHBox(n.undo), n.steps))
	n.body.Hide()
	return n
}

func (n *emptyNote) show(empty, narrowed bool) {
	key := "results.empty"
	first := n.practice && !narrowed
	switch {
	case narrowed:
		key = "results.none"
	case first:
		key = "first.title"
	}
	n.title.set(n.w.t(key), colourInk)
	n.detail.set(n.w.t(key+".detail"), colourQuiet)
	n.frame.width = noteWidth
	if !first { // two short sentences stand in the middle
		n.frame.width = min(noteWidth, max(n.title.measure(n.title.content).Width, n.detail.measure(n.detail.content).Width)+2)
	}
	show(n.undo, narrowed)
	show(n.steps, first)
	show(n.body, empty)
	relayout(n.body)
}

// newStep is one of a few things to do in their order.
func newStep(n int64, sentence string) fyne.CanvasObject {
	mark := newLine(number(n), sizeSmall, colourAccent)
	mark.bold = true
	disc := newSurface(colourFace, colourFaceLine, 12, container.NewCenter(mark))
	return container.NewBorder(nil, nil, container.NewVBox(container.NewGridWrap(fyne.NewSize(24, 24), disc)), nil,
		inset(10, 3, newText(sentence, sizeBody, colourInk)))
}

// centred lays an object out in the middle, no wider than so much.
type centred struct{ width float32 }

// MinSize asks for no width: the object gets what there is.
func (c *centred) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, o[0].MinSize().Height)
}

// Layout centres.
func (c *centred) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(c.width, s.Width)
	o[0].Resize(fyne.NewSize(w, s.Height)) // its texts learn their width, and so their height
	h := min(o[0].MinSize().Height, s.Height)
	o[0].Resize(fyne.NewSize(w, h))
	o[0].Move(fyne.NewPos((s.Width-w)/2, (s.Height-h)/2))
}
