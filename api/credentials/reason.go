package credentials

import (
	"errors"
	"fmt"
	"net"
	"os/exec"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

// Errors of the vault.
var (
	// ErrNotFound tells that no key is kept for the profile.
	ErrNotFound = errors.New("credentials: no key kept for this profile")
	// ErrTimeout tells that the keychain did not answer in time. A save or delete may still happen.
	ErrTimeout = errors.New("credentials: the keychain did not answer in time")
	// ErrBusy tells that an earlier call the vault gave up on still blocks the keychain. It is an ErrTimeout.
	ErrBusy = fmt.Errorf("%w: an earlier call still waits", ErrTimeout)
)

// Reason says in one word why the keychain cannot be used.
type Reason string

// The reasons of an [UnavailableError].
const (
	NoBus       Reason = "no_bus"      // no D-Bus session to reach a keychain through
	NoService   Reason = "no_service"  // nothing on this system keeps secrets
	Locked      Reason = "locked"      // the keychain is locked and could not be unlocked
	Dismissed   Reason = "dismissed"   // a person closed the prompt or gave a wrong password
	Unsupported Reason = "unsupported" // go-keyring knows no keychain here
	TooBig      Reason = "too_big"     // more than an item may hold
	NotKept     Reason = "not_kept"    // success was reported, yet the item is not what it should be
	BadItem     Reason = "bad_item"    // an item is there, but not written by this program
	Other       Reason = "other"       // see Err
)

// NoKeychain tells that there is none, rather than one that refuses.
func (r Reason) NoKeychain() bool { return r == NoBus || r == NoService || r == Unsupported }

// UnavailableError tells that the keychain did not do what was asked, and why.
type UnavailableError struct {
	Reason Reason
	Err    error // what the system said, in its own words; may be nil
}

// Error is for logs.
func (e *UnavailableError) Error() string {
	if e.Err == nil {
		return "credentials: keychain: " + string(e.Reason)
	}
	return fmt.Sprintf("credentials: keychain: %s: %v", e.Reason, e.Err)
}

// Unwrap gives what the system said.
func (e *UnavailableError) Unwrap() error { return e.Err }

// promptTime parts the two causes of a failed unlock, which go-keyring reports alike: without a prompt
// the refusal comes at once, after one it comes as late as a person reacts.
const promptTime = time.Second

// classify turns an error of go-keyring that came after some time into one of this package.
func classify(err error, took time.Duration) error {
	var typed *UnavailableError
	switch {
	case err == nil, errors.As(err, &typed):
		return err
	case errors.Is(err, keyring.ErrNotFound), notOnTheMac(err, runtime.GOOS):
		return ErrNotFound
	}
	return &UnavailableError{Reason: reasonOf(err, took, runtime.GOOS), Err: err}
}

func reasonOf(err error, took time.Duration, goos string) Reason {
	var (
		noProgram *exec.Error
		exited    *exec.ExitError
		noSocket  *net.OpError
	)
	switch {
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return TooBig
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return Unsupported
	case errors.As(err, &exited) && goos == "darwin":
		return macReason(exited.ExitCode())
	case errors.As(err, &noProgram) && goos == "darwin":
		return Unsupported
	case errors.As(err, &noProgram), errors.As(err, &exited), errors.As(err, &noSocket):
		return NoBus // no socket, or the dbus-launch that would make one is missing or failed
	case strings.HasPrefix(err.Error(), "failed to unlock"):
		if took >= promptTime {
			return Dismissed
		}
		return Locked
	}
	return busReason(err)
}

// notOnTheMac tells that /usr/bin/security found no item. go-keyring knows it by the program's English words, which may be
// others on a Mac that speaks Korean; the exit code, errSecItemNotFound, is the same in every language.
func notOnTheMac(err error, goos string) bool {
	var exited *exec.ExitError
	return goos == "darwin" && errors.As(err, &exited) && exited.ExitCode() == 44
}

// macReason reads the exit code of /usr/bin/security, the low byte of its OSStatus.
func macReason(code int) Reason {
	switch code {
	case 128: // errSecUserCanceled
		return Dismissed
	case 36, 51: // errSecInteractionNotAllowed, errSecAuthFailed
		return Locked
	case 37, 50: // errSecNoDefaultKeychain, errSecNoSuchKeychain
		return NoService
	}
	return Other
}

// Names of D-Bus errors by what they mean here.
var (
	noServiceNames = []string{"ServiceUnknown", "NameHasNoOwner", "UnknownObject", "UnknownInterface", "UnknownMethod"}
	noBusNames     = []string{"Disconnected", "NoServer", "AuthFailed"}
)

// busReason reads the name of a D-Bus error. Texts differ between bus programs and languages, names do not.
func busReason(err error) Reason {
	name := errorName(err)
	last := name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case strings.Contains(err.Error(), "dbus: connection closed"), slices.Contains(noBusNames, last):
		return NoBus
	case strings.Contains(name, ".DBus.Error.Spawn."), slices.Contains(noServiceNames, last):
		return NoService
	case last == "IsLocked":
		return Locked
	}
	return Other
}

// errorName is the Name of the innermost error that has one: dbus.Error, whose package is not imported
// here, so that go-keyring stays the only door to the keychain.
func errorName(err error) string {
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.Indirect(reflect.ValueOf(err))
		if v.Kind() != reflect.Struct {
			continue
		}
		if f := v.FieldByName("Name"); f.IsValid() && f.Kind() == reflect.String {
			return f.String()
		}
	}
	return ""
}
