package ui

import "fyne.io/fyne/v2"

// showLasting opens a sheet that outlives the lock screen: something long goes on under it, or it must be acknowledged.
func (s *sheets) showLasting(content fyne.CanvasObject, width float32, first fyne.Focusable, cancelled func()) {
	if s.waits(func() { s.showLasting(content, width, first, cancelled) }) {
		return
	}
	s.show(content, width, first, cancelled)
	s.stays = true
}

// waits puts off what is to be shown while the window is locked.
func (s *sheets) waits(show func()) bool {
	if s.covered {
		s.waiting = append(s.waiting, show)
	}
	return s.covered
}

// cover takes the sheet away for as long as the window is locked. It is left as by Esc, unless it is to stay.
func (s *sheets) cover() {
	s.covered = true
	if s.stays {
		s.open.Hide()
		return
	}
	s.leave()
}

// uncover brings back what stayed, or the first that waited; false when there is nothing.
func (s *sheets) uncover() bool {
	s.covered = false
	if s.open != nil {
		s.open.Show()
		s.focus()
	}
	s.next()
	return s.open != nil
}

// next shows the first sheet that waited.
func (s *sheets) next() {
	if s.covered || s.open != nil || len(s.waiting) == 0 {
		return
	}
	show := s.waiting[0]
	s.waiting = s.waiting[1:]
	show()
}
