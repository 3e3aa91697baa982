package credentials

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestSavedKeysAreReadBackAndLoadable(t *testing.T) {
	t.Parallel()
	r := &ring{}
	v := NewVault(VaultOptions{Keyring: r})
	mustSave(t, v, "p1", "a")
	if got := r.called(); !slices.Equal(got, []string{"set", "get"}) {
		t.Errorf("calls of a save: %v", got)
	}
	want := `{"imp_key":"canary-key-a","imp_secret":"canary-secret-9f81c2-a"}`
	if got := r.item("p1"); got != want {
		t.Errorf("item is %s", got)
	}
	wantKeys(t, v, "p1", "a")
	wantKeys(t, NewVault(VaultOptions{Keyring: r}), "p1", "a")
}

func TestLoadOfNothingIsNotFound(t *testing.T) {
	t.Parallel()
	v := NewVault(VaultOptions{Keyring: &ring{}})
	if _, err := v.Load(t.Context(), "p1"); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if err := v.Available(t.Context()); err != nil {
		t.Errorf("an empty keychain is available, got %v", err)
	}
}

func TestDeniedOverwriteIsNoticedAndKeptForTheSession(t *testing.T) {
	t.Parallel()
	r := &ring{}
	v := NewVault(VaultOptions{Keyring: r})
	mustSave(t, v, "p1", "old")
	r.deaf = true
	kept, err := v.Save(t.Context(), "p1", stepKeys("new"))
	if kept != ThisSession || !reasonIs(err, NotKept) {
		t.Fatalf("got %s %v", keptWord(kept), err)
	}
	wantKeys(t, v, "p1", "new")
	if k := v.Kept("p1"); k != ThisSession {
		t.Errorf("kept: %s", keptWord(k))
	}
	wantKeys(t, NewVault(VaultOptions{Keyring: r}), "p1", "old")
}

func TestSaveThatStoresNothingIsNoticed(t *testing.T) {
	t.Parallel()
	v := NewVault(VaultOptions{Keyring: &ring{deaf: true}})
	kept, err := v.Save(t.Context(), "p1", stepKeys("a"))
	if kept != ThisSession || !reasonIs(err, NotKept) {
		t.Fatalf("got %s %v", keptWord(kept), err)
	}
}

func TestDeniedDeletionIsNoticed(t *testing.T) {
	t.Parallel()
	r := &ring{}
	v := NewVault(VaultOptions{Keyring: r})
	mustSave(t, v, "p1", "a")
	r.deaf = true
	if err := v.Delete(t.Context(), "p1"); !reasonIs(err, NotKept) {
		t.Fatalf("got %v", err)
	}
	if k := v.Kept("p1"); k != InKeychain {
		t.Errorf("still there, yet kept says %s", keptWord(k))
	}
}

func TestDeleteForgetsKeychainAndSession(t *testing.T) {
	t.Parallel()
	r := &ring{}
	v := NewVault(VaultOptions{Keyring: r})
	mustSave(t, v, "p1", "old")
	mustSave(t, v, "p2", "other")
	r.bend(failing(errors.New("closed")))
	if kept, _ := v.Save(t.Context(), "p1", stepKeys("new")); kept != ThisSession {
		t.Fatal(keptWord(kept))
	}
	r.bend(nil)
	for range 2 { // the second finds nothing, which is no error
		if err := v.Delete(t.Context(), "p1"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := v.Load(t.Context(), "p1"); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if k := v.Kept("p1"); k != NowhereKept {
		t.Errorf("kept: %s", keptWord(k))
	}
	wantKeys(t, v, "p2", "other")
}

func TestDeleteWithoutKeychainStillForgetsTheSession(t *testing.T) {
	t.Parallel()
	r := &ring{before: failing(keyring.ErrUnsupportedPlatform)}
	v := NewVault(VaultOptions{Keyring: r})
	_, _ = v.Save(t.Context(), "p1", stepKeys("a"))
	if err := v.Delete(t.Context(), "p1"); !reasonIs(err, Unsupported) {
		t.Fatalf("got %v", err)
	}
	if _, err := v.Load(t.Context(), "p1"); !reasonIs(err, Unsupported) {
		t.Errorf("got %v", err)
	}
}

func TestSavingToTheKeychainEndsTheSessionValue(t *testing.T) {
	t.Parallel()
	r := &ring{before: failing(errors.New("not now"))}
	v := NewVault(VaultOptions{Keyring: r})
	_, _ = v.Save(t.Context(), "p1", stepKeys("a"))
	r.bend(nil)
	mustSave(t, v, "p1", "b")
	if k := v.Kept("p1"); k != InKeychain {
		t.Errorf("kept: %s", keptWord(k))
	}
	wantKeys(t, v, "p1", "b")
}

func TestVaultOwnsItsCopies(t *testing.T) {
	t.Parallel()
	v := NewVault(VaultOptions{Keyring: &ring{before: failing(errors.New("none"))}})
	k := stepKeys("a")
	_, _ = v.Save(t.Context(), "p1", k)
	k.Wipe()
	loaded, err := v.Load(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	loaded.Wipe()
	wantKeys(t, v, "p1", "a")
	v.Wipe()
	if k := v.Kept("p1"); k != NowhereKept {
		t.Errorf("after the wipe kept says %s", keptWord(k))
	}
}

func TestItemOfAnotherProgramIsNamedAndCanBeReplaced(t *testing.T) {
	t.Parallel()
	r := &ring{items: map[string]string{Service + " p1": "hunter2"}}
	v := NewVault(VaultOptions{Keyring: r})
	_, err := v.Load(t.Context(), "p1")
	if !reasonIs(err, BadItem) {
		t.Fatalf("got %v", err)
	}
	if text := fmt.Sprintf("%v %+v", err, err); text != "" && containsAny(text, "hunter2") {
		t.Errorf("the error quotes the item: %s", text)
	}
	mustSave(t, v, "p1", "a")
	wantKeys(t, v, "p1", "a")
}

func TestUnusableInputReachesNoKeychain(t *testing.T) {
	t.Parallel()
	r := &ring{}
	v := NewVault(VaultOptions{Keyring: r})
	for _, id := range []string{"", EnvID, "a b", "한글", probeUser} {
		_, loadErr := v.Load(t.Context(), id)
		kept, saveErr := v.Save(t.Context(), id, stepKeys("a"))
		for _, err := range []error{loadErr, saveErr, v.Delete(t.Context(), id)} {
			wantInvalid(t, err, FieldID, CodeMalformed)
		}
		if kept != NowhereKept {
			t.Errorf("%q: kept %s", id, keptWord(kept))
		}
	}
	_, err := v.Save(t.Context(), "p1", Keys{})
	wantInvalid(t, err, FieldKey, CodeEmpty)
	if calls := r.called(); len(calls) > 0 {
		t.Errorf("calls: %v", calls)
	}
}

func TestPanicInTheKeyringIsAnError(t *testing.T) {
	t.Parallel()
	r := &ring{before: func(string) error { panic("nil signal") }}
	v := NewVault(VaultOptions{Keyring: r})
	if _, err := v.Load(t.Context(), "p1"); !reasonIs(err, Other) {
		t.Errorf("got %v", err)
	}
	r.bend(nil)
	if err := v.Available(t.Context()); err != nil {
		t.Errorf("the vault stays usable, got %v", err)
	}
}

func TestCancelledContextAsksNobody(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := &ring{}
	v := NewVault(VaultOptions{Keyring: r})
	if _, err := v.Load(ctx, "p1"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(r.called()) > 0 {
		t.Error("the keyring was asked")
	}
}
