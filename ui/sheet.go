package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// sheets lays one sheet at a time over the window's content. Esc or its cancel button closes it.
type sheets struct {
	canvas fyne.Canvas
	open   *widget.PopUp
	cancel func()
}

// show opens a sheet with the cursor in first. cancelled is called when it is left without an answer.
func (s *sheets) show(content fyne.CanvasObject, width float32, first fyne.Focusable, cancelled func()) {
	s.close()
	spacer := canvas.NewRectangle(nil)
	spacer.SetMinSize(fyne.NewSize(width, 0))
	body := newSurface(colourSheet, colourLine, 16, inset(26, 22, container.New(layout.NewCustomPaddedVBoxLayout(0), spacer, content)))
	body.Resize(fyne.NewSize(body.MinSize().Width, 1)) // texts learn their width, and so their height, before they are measured
	s.open, s.cancel = widget.NewModalPopUp(body, s.canvas), cancelled
	s.open.Show()
	s.open.Resize(s.open.MinSize())
	if first != nil {
		s.canvas.Focus(first)
	}
}

// close takes the sheet away without calling its cancelled.
func (s *sheets) close() {
	if s.open == nil {
		return
	}
	s.open.Hide()
	s.open, s.cancel = nil, nil
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
