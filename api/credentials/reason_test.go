package credentials

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
)

// busError has the shape of a D-Bus error: a name for programs, a text for people.
type busError struct {
	Name string
	Body []any
}

func (e busError) Error() string { return fmt.Sprint(e.Body...) }

func named(name string) error { return busError{name, []any{"어떤 말"}} }

func TestKeychainErrorsAreClassified(t *testing.T) {
	t.Parallel()
	exited := exec.Command(os.Args[0], "-no-such-flag").Run() // a real *exec.ExitError, code 2
	unlock := errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'")
	for _, c := range []struct {
		name string
		err  error
		took time.Duration
		goos string
		want Reason
	}{
		{"no dbus-launch", &exec.Error{Name: "dbus-launch", Err: exec.ErrNotFound}, 0, "linux", NoBus},
		{"dbus-launch failed", exited, 0, "linux", NoBus},
		{"no security program", &exec.Error{Name: "security", Err: exec.ErrNotFound}, 0, "darwin", Unsupported},
		{"security failed", exited, 0, "darwin", Other},
		{"dead address", &net.OpError{Op: "dial", Err: errors.New("no such file")}, 0, "linux", NoBus},
		{"bus gone", errors.New("dbus: connection closed by user"), 0, "linux", NoBus},
		{"bus says disconnected", named("org.freedesktop.DBus.Error.Disconnected"), 0, "linux", NoBus},
		{"no service", named("org.freedesktop.DBus.Error.ServiceUnknown"), 0, "linux", NoService},
		{"service does not start", named("org.freedesktop.DBus.Error.Spawn.ChildExited"), 0, "linux", NoService},
		{"another service", named("org.freedesktop.DBus.Error.UnknownMethod"), 0, "linux", NoService},
		{"wrapped", fmt.Errorf("open: %w", named("org.freedesktop.DBus.Error.ServiceUnknown")), 0, "linux", NoService},
		{"pointer", &busError{Name: "org.freedesktop.DBus.Error.ServiceUnknown"}, 0, "linux", NoService},
		{"item locked", named("org.freedesktop.Secret.Error.IsLocked"), 0, "linux", Locked},
		{"nobody to ask", unlock, 45 * time.Millisecond, "linux", Locked},
		{"prompt closed", unlock, 4 * time.Second, "linux", Dismissed},
		{"too big", keyring.ErrSetDataTooBig, 0, "windows", TooBig},
		{"unsupported", keyring.ErrUnsupportedPlatform, 0, "plan9", Unsupported},
		{"no reply", named("org.freedesktop.DBus.Error.NoReply"), 0, "linux", Other},
		{"unheard of", errors.New("strange"), 0, "windows", Other},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := reasonOf(c.err, c.took, c.goos); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if err := classify(c.err, c.took); fmt.Sprint(errors.Unwrap(err)) != c.err.Error() {
				t.Errorf("the system's own error is lost in %v", err)
			}
		})
	}
}

func TestExitCodesOfTheMacProgramAreClassified(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]Reason{128: Dismissed, 36: Locked, 51: Locked, 50: NoService, 37: NoService, 1: Other} {
		if got := macReason(code); got != want {
			t.Errorf("%d: got %s, want %s", code, got, want)
		}
	}
}

func TestAMissingItemIsKnownByTheMacProgramsExitCode(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	exit := func(code string) error { return exec.Command("sh", "-c", "exit "+code).Run() }
	for _, c := range []struct {
		err  error
		goos string
		want bool
	}{
		{exit("44"), "darwin", true}, {fmt.Errorf("get: %w", exit("44")), "darwin", true},
		{exit("36"), "darwin", false}, {exit("44"), "linux", false}, {nil, "darwin", false},
	} {
		if got := notOnTheMac(c.err, c.goos); got != c.want {
			t.Errorf("%v on %s: %v", c.err, c.goos, got)
		}
	}
}

func TestClassifyLeavesWhatIsAlreadyTyped(t *testing.T) {
	t.Parallel()
	typed := &UnavailableError{Reason: NotKept}
	if got := classify(typed, 0); got != error(typed) {
		t.Errorf("got %v", got)
	}
	if got := classify(nil, 0); got != nil {
		t.Errorf("got %v", got)
	}
	if got := classify(fmt.Errorf("get: %w", keyring.ErrNotFound), 0); !errors.Is(got, ErrNotFound) {
		t.Errorf("got %v", got)
	}
}

func TestOnlyMissingKeychainsCountAsNone(t *testing.T) {
	t.Parallel()
	none := map[Reason]bool{NoBus: true, NoService: true, Unsupported: true}
	for _, r := range []Reason{NoBus, NoService, Locked, Dismissed, Unsupported, TooBig, NotKept, BadItem, Other} {
		if r.NoKeychain() != none[r] {
			t.Errorf("%s", r)
		}
	}
}

func TestErrorsPrintTheirReason(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"credentials: keychain: not_kept":              &UnavailableError{Reason: NotKept},
		"credentials: keychain: other: strange":        &UnavailableError{Reason: Other, Err: errors.New("strange")},
		"credentials: base_url: remote":                &InvalidError{Field: FieldBaseURL, Code: CodeRemote},
		`credentials: a is damaged, now "b": not JSON`: &DamagedError{Path: "a", SetAside: "b", Err: errors.New("not JSON")},
	} {
		if err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	}
}
