package secretservice

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestSessionEndsWithItsTest(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]Kind{"unlocked": Unlocked, "locked": Locked, "absent": Absent} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s *Session
			t.Run("use", func(t *testing.T) {
				s = Run(t, kind)
				if _, err := os.Stat(filepath.Join(s.Dir, "bus")); err != nil {
					t.Error(err)
				}
			})
			if s == nil {
				t.Skip("a program is missing, see above")
			}
			if _, err := os.Stat(s.Dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s is left: %v", s.Dir, err)
			}
		})
	}
}

func TestSessionHasOnlyWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind   Kind
		owned  string
		locked string // what the keyring says of its login collection; empty: there is none
	}{
		"unlocked": {Unlocked, "(true,)", "(<false>,)"},
		"locked":   {Locked, "(true,)", "(<true>,)"},
		"absent":   {Absent, "(false,)", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			need(t, "gdbus", "libglib2.0-bin")
			s := Run(t, c.kind)
			got, err := call(s, "org.freedesktop.DBus", "/org/freedesktop/DBus",
				"org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets")
			if got != c.owned || err != nil {
				t.Errorf("name owned: %q %v, want %s", got, err, c.owned)
			}
			got, err = call(s, "org.freedesktop.secrets", "/org/freedesktop/secrets/collection/login",
				"org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Collection", "Locked")
			if got != c.locked || (err == nil) != (c.locked != "") {
				t.Errorf("locked: %q %v, want %s", got, err, c.locked)
			}
		})
	}
}

// call asks something of the session's bus as a client would.
func call(s *Session, dest, path, method string, args ...string) (string, error) {
	cmd := exec.Command("gdbus", append([]string{"call", "--session", "--dest", dest, "--object-path", path, "--method", method}, args...)...)
	cmd.Env = s.Environ()
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

func TestEnvironmentPointsOnlyIntoTheScratchDirectory(t *testing.T) {
	t.Parallel()
	s := Run(t, Absent)
	for _, v := range s.Env {
		if !strings.Contains(v, s.Dir) {
			t.Errorf("%s points elsewhere", v)
		}
	}
	if n := len(s.Environ()) - len(s.Env); n != len(os.Environ()) {
		t.Errorf("%d variables of this process", n)
	}
}
