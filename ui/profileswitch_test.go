package ui

import (
	"errors"
	"testing"

	"billkey/api/credentials"
	"billkey/api/issuing"
	"billkey/api/sandbox"
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
	for _, a := range s.window.actions {
		if a.say == "action.quit" {
			continue
		}
		s.window.perform(a)
		s.window.sheets.leave()
		for c := s.window.window.Canvas(); c.Overlays().Top() != nil; {
			c.Overlays().Remove(c.Overlays().Top())
		}
		s.window.closeSettings()
	}
}

// An answer about one profile must not land in the form of another.
func TestTestedChannelsOfAnotherProfileAreDropped(t *testing.T) {
	s := newStage(t)
	p := s.account("가게 하나", sandbox.Secret)
	p.testKeys()
	other := newProfile()
	other.Name = "가게 둘"
	p.edit(other)
	s.q.drain()
	if p.form.current.ChannelKey != "" || len(p.form.channels) != 0 {
		t.Errorf("channels of another profile: %+v", p.form.current)
	}
}

func TestNewKeysMakeANewDesk(t *testing.T) {
	s := newStage(t)
	p := s.account("우리 회사", sandbox.Secret)
	s.press(p.form.save)
	profile := s.parts.Profiles.List()[1]
	before, err := s.parts.Desk(profile)
	if err != nil {
		t.Fatal(err)
	}
	p = s.window.settings
	p.edit(profile)
	p.form.key.SetText("other-key")
	p.form.secret.SetText("other-secret")
	s.press(p.form.save)
	after, err := s.parts.Desk(profile)
	if err != nil || before == after {
		t.Error("the desk still works with the former keys")
	}
}

func TestLanguageSwitchKeepsTheOpenProfile(t *testing.T) {
	s := newStage(t)
	start := s.parts.Profiles.List()[0]
	s.window.deps.Start = &start
	p, err := s.parts.Profiles.Put(credentials.Profile{Name: "우리 회사", Environment: credentials.Test, BaseURL: s.http.URL})
	if err != nil {
		t.Fatal(err)
	}
	s.window.switchTo(p.ID)
	s.q.drain()
	s.window.rebuild("en")
	s.q.drain()
	if s.window.profile.ID != p.ID {
		t.Errorf("the language changed the profile to %q", s.window.profile.ID)
	}
}

func TestConfirmingAfterAFailedLookupDoesNotCrash(t *testing.T) {
	s := newStage(t)
	s.customer("gildong_0001_1111", cardVisa)
	s.keys("<enter>gildong_0001_1111")
	s.q.pass(restAfter)
	sheet := newReplaceSheet(s.window.w, *s.window.flow.lookup)
	sheet.lastFour.fill([]byte("1111"))
	s.window.flow.lookup = nil
	s.window.flow.confirmReplace(sheet, "1111")
	if !s.window.flow.replacing {
		t.Error("the confirmation was lost")
	}
}
