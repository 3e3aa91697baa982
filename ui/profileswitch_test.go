package ui

import (
	"errors"
	"testing"

	"billkey/api/credentials"
	"billkey/api/issuing"
)

// The form of the profile before must not stay under the name of one that cannot be opened.
func TestProfileThatCannotBeOpenedHasNoForm(t *testing.T) {
	s := newStage(t)
	p, err := s.parts.Profiles.Put(credentials.Profile{Name: "고장", Environment: credentials.Test, BaseURL: credentials.DefaultBaseURL})
	if err != nil {
		t.Fatal(err)
	}
	open := s.window.deps.Desk
	s.window.deps.Desk = func(q credentials.Profile) (*issuing.Desk, error) {
		if q.ID == p.ID {
			return nil, errors.New("no way")
		}
		return open(q)
	}
	old := s.window.form
	s.customer("gildong_0001_1111", cardVisa)
	s.window.switchTo(p.ID)
	s.q.drain()
	if s.window.form != nil || old.number.digits.Len() != 0 {
		t.Fatal("the form of the other profile is still there")
	}
	s.says("desk.none")
	s.shortcutFree()
	s.q.pass(3 * 60 * 1e9)
	s.window.switchTo(credentials.PracticeID)
	s.q.drain()
	if s.window.form == nil {
		t.Error("no form after going back")
	}
}

// shortcutFree presses every shortcut while there is no form: nothing may crash.
func (s *stage) shortcutFree() {
	s.t.Helper()
	s.window.lock()
	s.window.openSettings()
	s.window.closeSettings()
	s.window.onDesk(func() { s.window.flow.submit() })()
}
