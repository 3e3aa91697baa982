package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// sheetInset is what a sheet leaves free of the window's height at either end, its own margin included.
const sheetInset = 34

// sheetMargin is what is left free at its sides: of the window, and between its edge and what is in it.
const sheetMargin = 52

// sheets lays one sheet at a time over the window's content. Esc or its cancel button closes it. While the window is
// locked nothing is laid over it: what is to be shown waits, one after the other.
type sheets struct {
	canvas fyne.Canvas
	moved  func() // follows the mouse over a sheet; nil for nobody
	open   *widget.PopUp
	first  fyne.Focusable
	cancel func()
	stays  bool // what is open outlives the lock screen

	covered bool
	waiting []func()
}

// show opens a sheet with the cursor in first. cancelled is called when it is left without an answer.
func (s *sheets) show(content fyne.CanvasObject, width float32, first fyne.Focusable, cancelled func()) {
	if s.waits(func() { s.show(content, width, first, cancelled) }) {
		return
	}
	s.hide()
	spacer := canvas.NewRectangle(nil)
	spacer.SetMinSize(fyne.NewSize(min(width, s.canvas.Size().Width-2*sheetMargin), 0))
	inner := fyne.CanvasObject(container.New(layout.NewCustomPaddedVBoxLayout(0), spacer, newWatched(content, s.moved)))
	inner.Resize(fyne.NewSize(inner.MinSize().Width, 1)) // texts learn their width, and so their height, before they are measured
	var scroll *container.Scroll
	if room := s.canvas.Size().Height - 2*sheetInset; inner.MinSize().Height > room {
		scroll = scrolled(inner)
		scroll.SetMinSize(fyne.NewSize(0, room))
		inner = scroll
	}
	body := newSurface(colourSheet, colourLine, 16, inset(26, 22, inner))
	s.open, s.first, s.cancel = widget.NewModalPopUp(newKept(body), s.canvas), first, cancelled
	s.open.Show()
	s.open.Resize(s.open.MinSize())
	s.focus()
	_, closes := first.(*button) // what is to be read comes before a button that closes it
	if o, ok := first.(fyne.CanvasObject); ok && !closes && scroll != nil {
		showIn(scroll, o)
	}
}

// showIn scrolls so far that o is the last to be seen, with what is said about it, if it would not be seen: before the first
// picture the toolkit knows of no places.
func showIn(s *container.Scroll, o fyne.CanvasObject) {
	at, ok := placeIn(s.Content, o)
	if below := at.Y + o.Size().Height + sheetInset - s.Size().Height; ok && below > 0 {
		s.ScrollToOffset(fyne.NewPos(0, min(below, at.Y)))
	}
}

// fit gives the sheet the room it needs after something in it grew.
func (s *sheets) fit() {
	if s.open != nil {
		s.open.Resize(s.open.MinSize())
	}
}

// close takes the sheet away without calling its cancelled. Another one that waited comes.
func (s *sheets) close() {
	s.hide()
	s.next()
}

func (s *sheets) hide() {
	if s.open == nil {
		return
	}
	s.open.Hide()
	s.open, s.first, s.cancel, s.stays = nil, nil, nil, false
}

func (s *sheets) focus() {
	if s.first != nil {
		s.canvas.Focus(s.first)
	}
}

// leave closes the sheet as Esc does.
func (s *sheets) leave() bool {
	if s.open == nil {
		return false
	}
	cancelled := s.cancel
	s.close()
	call(cancelled)
	return true
}

// answers is a row of buttons at a sheet's end: cancel left, the deed right.
func answers(cancel, deed fyne.CanvasObject) fyne.CanvasObject {
	return container.NewHBox(cancel, layout.NewSpacer(), deed)
}
