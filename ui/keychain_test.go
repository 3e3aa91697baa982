package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"billkey/api/credentials"
	"billkey/api/credentials/secretservice"
	"billkey/api/sandbox"
)

// busAddress is where the program looks for its keychain on Linux.
const busAddress = "DBUS_SESSION_BUS_ADDRESS"

func noBus(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err == nil {
		t.Skip("the user's own bus would be found")
	}
	t.Setenv(busAddress, "")
	t.Setenv("PATH", t.TempDir()) // no dbus-launch
}

func deadBus(t *testing.T) {
	t.Helper()
	t.Setenv(busAddress, "unix:path="+filepath.Join(t.TempDir(), "nothing"))
}

func keyringOf(kind secretservice.Kind) func(*testing.T) {
	return func(t *testing.T) {
		t.Helper()
		for _, v := range secretservice.Run(t, kind).Env {
			if address, ok := strings.CutPrefix(v, busAddress+"="); ok {
				t.Setenv(busAddress, address)
			}
		}
	}
}

// realKeychain makes the window use the system's own keychain, which has a moment to answer.
func realKeychain(s *stage, lang string) func(*Deps) {
	return func(d *Deps) {
		v := credentials.NewVault(credentials.VaultOptions{Limit: time.Second})
		s.parts.Vault, d.Vault, d.Language = v, v, lang
	}
}

func TestRealKeychainThatCannotBeUsedIsNamedAndTheSessionWorks(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		enter        func(*testing.T)
	}{
		{"no bus", "no_bus", noBus},
		{"dead address", "no_bus", deadBus},
		{"no service", "no_service", keyringOf(secretservice.Absent)},
		{"locked", "locked", keyringOf(secretservice.Locked)},
		{"no answer", "timeout", keyringOf(secretservice.Silent)},
	} {
		for _, lang := range Languages {
			t.Run(c.name+" "+lang, func(t *testing.T) {
				c.enter(t)
				s := newEmptyStage(t)
				s.open(realKeychain(s, lang))
				s.usesTheSession("keychain." + c.reason)
			})
		}
	}
}

// usesTheSession saves keys that the keychain does not take, works with them, and misses them after a restart.
func (s *stage) usesTheSession(reason string) {
	s.t.Helper()
	p := s.account("Our shop", sandbox.Secret)
	s.press(p.form.save)
	s.says("settings.session_only", reason)
	s.press(p.form.test) // with what the session has
	s.says("settings.tested")
	id := s.parts.Profiles.List()[1].ID
	s.restart(realKeychain(s, s.window.w.lang))
	s.window.switchTo(id)
	s.q.drain()
	s.says("failure.no_credentials", reason)
}

func TestRealKeychainKeepsKeysOverARestart(t *testing.T) {
	keyringOf(secretservice.Unlocked)(t)
	s := newEmptyStage(t)
	s.open(realKeychain(s, "ko"))
	p := s.account("Our shop", sandbox.Secret)
	s.press(p.form.save)
	s.says("settings.saved")
	id := s.parts.Profiles.List()[1].ID
	s.restart(realKeychain(s, "ko"))
	s.window.switchTo(id)
	s.q.drain()
	s.showsNot(s.window.w.t("failure.no_credentials"))
	s.says("environment.test")
}
