package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// statusLine is the window's last line: what is going on, and what the program wants to be known.
type statusLine struct {
	left     *text
	activity *widget.Activity
	calm     banner // what the line says while nothing is going on
	body     fyne.CanvasObject
}

func newStatusLine() *statusLine {
	s := &statusLine{left: small(), activity: widget.NewActivity()}
	s.activity.Hide()
	s.body = inset(20, 5, container.NewBorder(nil, nil, s.activity, nil, s.left))
	return s
}

func (s *statusLine) say(t tone, sentence string) {
	s.calm = banner{tone: t, title: sentence}
	s.left.set(tones[t].sign+sentence, tones[t].colour)
}

// busy shows that something takes its time; "" ends it.
func (s *statusLine) busy(what string) {
	if what == "" {
		s.activity.Stop()
		s.activity.Hide()
		s.say(s.calm.tone, s.calm.title)
		return
	}
	s.activity.Show()
	s.activity.Start()
	s.left.set(what, colourQuiet)
}
