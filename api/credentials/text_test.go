package credentials

import (
	"errors"
	"testing"
	"time"
)

func TestTextIsKeptReadBackAndForgotten(t *testing.T) {
	t.Parallel()
	r := &ring{}
	v := NewVault(VaultOptions{Keyring: r})
	if _, err := v.LoadText(t.Context(), "pin 1"); !errors.Is(err, ErrNotFound) {
		t.Errorf("nothing kept: %v", err)
	}
	if err := v.SaveText(t.Context(), "pin 1", "$hash"); err != nil {
		t.Fatal(err)
	}
	if got, err := v.LoadText(t.Context(), "pin 1"); got != "$hash" || err != nil || r.item("pin 1") != got {
		t.Errorf("%q %v", got, err)
	}
	if err := v.DeleteText(t.Context(), "pin 1"); err != nil || r.item("pin 1") != "" {
		t.Errorf("not forgotten: %v", err)
	}
	if err := v.DeleteText(t.Context(), "pin 1"); err != nil {
		t.Error(err)
	}
}

func TestTextThatTheKeychainDidNotTakeIsNotSaidToBeKept(t *testing.T) {
	t.Parallel()
	deaf := NewVault(VaultOptions{Keyring: &ring{deaf: true}})
	if err := deaf.SaveText(t.Context(), "pin 1", "$hash"); !reasonIs(err, NotKept) {
		t.Errorf("got %v", err)
	}
	r := &ring{}
	r.bend(slow(time.Hour))
	blocked := NewVault(VaultOptions{Keyring: r, Limit: 10 * time.Millisecond})
	if _, err := blocked.LoadText(t.Context(), "pin 1"); !errors.Is(err, ErrTimeout) {
		t.Errorf("got %v", err)
	}
}
