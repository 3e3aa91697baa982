package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// statusLine is the window's last line: what is going on, and what the program wants to be known.
type statusLine struct {
	left     *text
	activity *widget.Activity
	calm     banner // what the line says while nothing is going on
	before   banner // what it said before a passing word, while passed is set
	passed   bool
	stop     func()
	still    bool // nothing moves: every step would be a picture of the whole window
	line     *fyne.Container
	body     fyne.CanvasObject
}

func newStatusLine(still bool) *statusLine {
	s := &statusLine{left: small(), activity: widget.NewActivity(), stop: func() {}, still: still}
	s.activity.Hide()
	s.line = container.NewBorder(nil, nil, s.activity, nil, s.left)
	s.body = inset(20, 3, container.New(&atLeast{s.activity.MinSize().Height}, s.line)) // nothing jumps when the activity shows
	return s
}

func (s *statusLine) say(t tone, sentence string) {
	s.calm, s.passed = banner{tone: t, title: sentence}, false
	s.left.set(tones[t].sign+sentence, tones[t].colour)
}

// readFor is how long a sentence stays that only says that a press was heard.
const readFor = 4 * time.Second

// passing says what need not be known for long; then what the line said before comes back.
func (s *statusLine) passing(run runner, sentence string) {
	before := s.calm
	if s.passed {
		before = s.before
	}
	s.say(toneGood, sentence)
	s.passed, s.before = true, before
	s.stop()
	s.stop = run.after(readFor, func() {
		if s.calm.title == sentence {
			s.say(before.tone, before.title)
		}
	})
}

// busy shows that something takes its time; "" ends it.
func (s *statusLine) busy(what string) {
	if what == "" {
		s.activity.Stop()
		s.activity.Hide()
		s.line.Refresh()
		s.say(s.calm.tone, s.calm.title)
		return
	}
	show(s.activity, !s.still)
	if !s.still {
		s.activity.Start()
	}
	s.line.Refresh()
	s.left.set(what, colourQuiet)
}
