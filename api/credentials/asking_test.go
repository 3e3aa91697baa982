package credentials

import (
	"slices"
	"strings"
	"testing"

	"billkey/api/credentials/secretservice"
)

// asked plays steps in another process while a person answers the questions that come, one key each, and gives what each
// step said.
func asked(t *testing.T, s *secretservice.Session, keys []string, steps ...string) []string {
	t.Helper()
	said := make(chan []string)
	go func() {
		out, err := stepCommand(s.Environ(), steps...).Output()
		if err != nil {
			t.Errorf("%s: %v", steps, err)
		}
		said <- strings.Split(strings.TrimSpace(string(out)), "\n")
	}()
	for _, key := range keys {
		s.Answer(t, key)
	}
	return <-said
}

func wantAsked(t *testing.T, s *secretservice.Session, keys string, steps string, want ...string) {
	t.Helper()
	if got := asked(t, s, strings.Fields(keys), strings.Split(steps, ";")...); !slices.Equal(got, want) {
		t.Errorf("%s, answered %s: got %q, want %q", steps, keys, got, want)
	}
}

func TestKeychainsPromptThatIsClosedIsNamed(t *testing.T) {
	t.Parallel()
	s := secretservice.Run(t, secretservice.Prompting)
	wantAsked(t, s, "Escape", "save p1 a;load p1 a", "session dismissed", "ok")
	wantAsked(t, s, "Escape", "load p1 a", "dismissed")
}

// TestKeychainOfAnotherProgramIsUsedAndItsRefusalIsNoSuccess: KeePassXC reports success for an item that it was told not to
// overwrite.
func TestKeychainOfAnotherProgramIsUsedAndItsRefusalIsNoSuccess(t *testing.T) {
	t.Parallel()
	s := secretservice.Run(t, secretservice.KeePassXC)
	wantAsked(t, s, "", "available;save p1 a;load p1 a", "ok", "keychain ok", "ok")
	wantAsked(t, s, "Return", "load p1 a", "ok")
	wantAsked(t, s, "Escape Escape", "save p1 b", "session dismissed")
	wantAsked(t, s, "Escape Return", "save p1 b", "session not_kept")
	wantAsked(t, s, "Return", "load p1 a;save p1 b;load p1 b", "ok", "keychain ok", "ok")
}
