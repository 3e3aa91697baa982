package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// pageHeight is how high the content of a page is at least; a lower window is scrolled.
const pageHeight = 280

// newPage is every page but the desk: its head, and below it the content.
func newPage(w *words, title string, back func(), content fyne.CanvasObject) fyne.CanvasObject {
	return newPageUnder(newPageHead(w, title, back), content)
}

// newPageUnder is a page with a head of its own.
func newPageUnder(head, content fyne.CanvasObject) fyne.CanvasObject {
	page := container.NewBorder(inset(0, 4, head), nil, nil, nil, container.New(&atLeast{pageHeight}, content))
	return inset(20, 14, container.New(mostWide{mostPage}, page))
}

// mostPage is the greatest width of a page on a wide screen: lines that are longer are not read.
const mostPage = 1480

// mostWide gives an object no more than a width, in the middle.
type mostWide struct{ width float32 }

// MinSize is the object's.
func (m mostWide) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout centres it.
func (m mostWide) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(s.Width, max(m.width, o[0].MinSize().Width))
	o[0].Resize(fyne.NewSize(w, s.Height))
	o[0].Move(fyne.NewPos((s.Width-w)/2, 0))
}

// newPageHead is the first line of every page but the desk: where one is, and the way back.
func newPageHead(w *words, title string, back func()) fyne.CanvasObject {
	t := newTitle(title, sizeTitle)
	t.middle, t.cuts = true, true
	b := newButton(w.t("settings.close"), back)
	b.Importance = widget.LowImportance
	return inset(2, 0, container.NewBorder(nil, nil, nil, b, t))
}
