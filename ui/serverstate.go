package ui

import "fyne.io/fyne/v2"

// leave ends what is under way and forgets the password.
func (s *serverSheet) leave() {
	s.cancel()
	s.word.clear()
}

// clear takes back what was said of the fields as they were.
func (s *serverSheet) clear() {
	for _, r := range s.rows {
		r.say(toneHint, "")
	}
	s.say(toneHint, "")
}

// enable lets the fields of what is chosen be changed while nothing is under way.
func (s *serverSheet) enable() {
	on := s.onServer() && !s.working
	for _, e := range s.entries() {
		enable(e, on)
	}
	enable(s.tls, on)
	enable(s.kind, !s.working)
	s.test.enable(on)
	s.save.enable(!s.working)
}

// busy keeps the sheet as it is while the server is asked; it can be left.
func (s *serverSheet) busy(on bool, what string) {
	s.working = on
	s.enable()
	show(s.activity, on)
	if !on {
		s.activity.Stop()
		return
	}
	s.activity.Start()
	s.clear()
	s.say(toneHint, what)
}

// fail says what is wrong, at its field if it is one's.
func (s *serverSheet) fail(err error) {
	field, sentence, cause := serverProblem(s.w, err)
	r := s.rows[field]
	if r == nil {
		s.sayWhole(toneBad, sentence, cause)
		return
	}
	r.say(toneBad, sentence)
	s.sayWhole(toneHint, "", cause)
	at := fyne.Focusable(s.tls)
	if e := s.entries()[field]; e != nil {
		at = e
	}
	if c := canvasOf(at.(fyne.CanvasObject)); c != nil {
		c.Focus(at)
	}
}

func (s *serverSheet) say(t tone, sentence string) { s.sayWhole(t, sentence, "") }

// sayWhole says a sentence, and below it, small, what the server or the system said.
func (s *serverSheet) sayWhole(t tone, sentence, detail string) {
	s.note.set(tones[t].sign+sentence, tones[t].colour)
	s.detail.set(detail, colourQuiet)
	relayout(s.body)
	call(s.OnGrown)
}

// done leaves what was chosen to be read.
func (s *serverSheet) done(t tone, sentence string) {
	s.leave()
	for _, e := range s.entries() {
		enable(e, false)
	}
	enable(s.tls, false)
	enable(s.kind, false)
	show(s.test, false)
	show(s.save, false)
	s.close.SetText(s.w.t("place.close"))
	s.say(t, sentence)
	if c := canvasOf(s.close); c != nil {
		c.Focus(s.close)
	}
}
