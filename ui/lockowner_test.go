package ui

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"testing"

	"billkey/ui/platform/owner"
)

// somebody is a system that can ask for its owner, or not, and what it answers.
type somebody struct {
	means   owner.Means // "": Windows Hello
	offered bool
	err     error
	asked   []string
	asking  func(ctx context.Context)
}

func (o *somebody) Means() owner.Means { return cmp.Or(o.means, owner.Hello) }

func (o *somebody) Offered(context.Context) bool { return o.offered }

func (o *somebody) Ask(ctx context.Context, _ uintptr, what string) error {
	o.asked = append(o.asked, what)
	if o.asking != nil {
		o.asking(ctx)
	}
	return o.err
}

// newOwnedStage is locked from its start, and the owner's choice was made.
func newOwnedStage(t *testing.T, o *somebody) *stage {
	t.Helper()
	s, _, _ := newLockedStage(t, func(d *Deps) { d.Owner = o })
	s.window.prefs.setOwner(true)
	s.window.showContent()
	return s
}

func TestTheOwnerOpensWithoutThePIN(t *testing.T) {
	for name, press := range map[string]func(*stage){
		"Enter":  func(s *stage) { s.keys("<enter>") },
		"button": func(s *stage) { s.window.cover.owner.press() },
	} {
		o := &somebody{offered: true}
		s := newOwnedStage(t, o)
		s.says("cover.owner.hint.hello")
		press(s)
		s.q.drain()
		if s.window.covered() || len(o.asked) != 1 || o.asked[0] != s.window.w.t("owner.ask") {
			t.Errorf("%s: covered %t, asked %q", name, s.window.covered(), o.asked)
		}
		s.showsNot(s.window.w.t("cover.title"))
	}
}

func TestNobodyElseOpens(t *testing.T) {
	for says, err := range map[string]error{
		"owner.login.cancelled":   &owner.NotSeenError{Reason: owner.Cancelled},
		"owner.login.attempts":    &owner.NotSeenError{Reason: owner.Attempts},
		"owner.login.not_offered": owner.ErrNotOffered,
		"owner.hello.cancelled":   &owner.NotSeenError{Reason: owner.Cancelled},
		"owner.hello.busy":        &owner.NotSeenError{Reason: owner.Busy},
		"owner.hello.attempts":    &owner.NotSeenError{Reason: owner.Attempts},
		"owner.hello.unable":      &owner.NotSeenError{Reason: owner.Unable, Err: errors.New("0x80070005")},
		"owner.hello.not_offered": owner.ErrNotOffered,
	} {
		o := &somebody{offered: true, err: err, means: owner.Means(strings.Split(says, ".")[1])}
		s := newOwnedStage(t, o)
		s.keys("<enter>")
		s.q.drain()
		if !s.window.covered() {
			t.Fatalf("%s: it is open", says)
		}
		s.says(says)
		if s.focused() != s.window.cover.first() || s.window.cover.owner.Disabled() {
			t.Errorf("%s: the cursor is in %T", says, s.focused())
		}
		s.keys(testPIN + "<enter>")
		s.q.drain()
		if s.window.covered() {
			t.Errorf("%s: the PIN does not open any more", says)
		}
	}
}

// A PIN that is entered meanwhile opens, and the system's question goes away; its answer then is for a page that is gone.
func TestThePINOpensWhileTheSystemAsks(t *testing.T) {
	o := &somebody{offered: true}
	s := newOwnedStage(t, o)
	left := false
	o.asking = func(ctx context.Context) {
		s.window.uncover()
		<-ctx.Done()
		left = true
	}
	s.keys("<enter>")
	s.q.drain()
	s.setPIN()
	s.window.lock()
	if !left || !s.window.covered() {
		t.Errorf("the question was left: %t, locked: %t", left, s.window.covered())
	}
}

func TestTheOwnerIsAskedOnlyWhereThatWasChosen(t *testing.T) {
	for name, c := range map[string]struct {
		owner   ownerCheck
		chosen  bool
		withPIN bool
	}{
		"not chosen":   {&somebody{offered: true}, false, true},
		"no PIN":       {&somebody{offered: true}, true, false},
		"other system": {nil, true, true},
	} {
		s := newStage(t, func(d *Deps) { d.Owner = c.owner })
		s.window.prefs.setOwner(c.chosen)
		if c.withPIN {
			s.setPIN()
		}
		s.window.lock()
		if s.window.cover.owner != nil {
			t.Errorf("%s: it is offered", name)
		}
	}
}

func TestSettingsOfferTheOwnerWhereTheSystemDoes(t *testing.T) {
	for name, c := range map[string]struct {
		owner    ownerCheck
		withPIN  bool
		says     string
		on, able bool
	}{
		"set up":           {&somebody{offered: true}, true, "lock.owner.hint.hello", true, true},
		"without PIN":      {&somebody{offered: true}, false, "lock.owner.no_pin.hello", true, false},
		"not set up":       {&somebody{}, true, "lock.owner.none.hello", false, true},
		"log-in password":  {&somebody{offered: true, means: owner.Login}, true, "lock.owner.hint.login", true, true},
		"no way to log in": {&somebody{means: owner.Login}, true, "lock.owner.none.login", false, true},
		"other system":     {nil, true, "", false, true},
	} {
		s := newStage(t, func(d *Deps) { d.Owner = c.owner })
		s.window.openSettings()
		s.q.drain()
		if c.withPIN {
			s.setPIN()
			s.window.settings.prefs.lock.showPIN(true)
		}
		f := s.window.settings.prefs.lock
		if (f.ownerBox.Visible() && f.owner.Visible()) != c.on || f.owner.Disabled() == c.able {
			t.Errorf("%s: visible %t, disabled %t", name, f.owner.Visible(), f.owner.Disabled())
		}
		if c.says != "" {
			s.says(c.says)
		} else if f.ownerBox.Visible() {
			t.Errorf("%s: it is spoken of", name)
		}
		if c.on && c.withPIN {
			f.showOwner(f.by, true, false)
			if !f.owner.Visible() {
				t.Errorf("%s: what was chosen cannot be taken back", name)
			}
			f.showOwner(f.by, false, true)
		}
		f.owner.SetChecked(true)
		if c.on && !s.window.prefs.owner() {
			t.Errorf("%s: the choice is not kept", name)
		}
	}
}

// A PIN that is taken away takes the choice along: the next PIN comes without.
func TestTheOwnersChoiceGoesWithThePIN(t *testing.T) {
	s := newStage(t, func(d *Deps) { d.Owner = &somebody{offered: true} })
	s.window.prefs.setOwner(true)
	s.setPIN()
	s.window.openPINSheet(pinRemove)
	s.keys(testPIN + "<enter>")
	s.q.drain()
	if s.window.prefs.owner() || s.window.lockState().Set {
		t.Error("the choice stays")
	}
}
