package credentials

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// onlyGet fails reads and lets writes through.
func onlyGet(err error) func(string) error {
	return func(call string) error {
		if call == "get" {
			return err
		}
		return nil
	}
}

func TestReadBackThatFailsIsTheResultOfTheCall(t *testing.T) {
	t.Parallel()
	broken := errors.New("bus went away")
	r := &ring{}
	v := NewVault(VaultOptions{Keyring: r})
	mustSave(t, v, "p1", "old")
	r.bend(onlyGet(broken))
	kept, err := v.Save(t.Context(), "p1", stepKeys("new"))
	if kept != ThisSession || !errors.Is(err, broken) || !reasonIs(err, Other) {
		t.Errorf("save: %s %v", keptWord(kept), err)
	}
	wantKeys(t, v, "p1", "new")
	if err := v.Delete(t.Context(), "p1"); !errors.Is(err, broken) {
		t.Errorf("delete: %v", err)
	}
}

func TestReadBackOfSomethingElseIsNotKept(t *testing.T) {
	t.Parallel()
	r := &ring{deaf: true, items: map[string]string{Service + " p1": "not ours"}}
	kept, err := NewVault(VaultOptions{Keyring: r}).Save(t.Context(), "p1", stepKeys("a"))
	if kept != ThisSession || !reasonIs(err, NotKept) || !errors.Is(err, errItem) {
		t.Errorf("got %s %v", keptWord(kept), err)
	}
}

func TestKeptFollowsWhatTheKeychainAnswered(t *testing.T) {
	t.Parallel()
	r := &ring{}
	mustSave(t, NewVault(VaultOptions{Keyring: r}), "p1", "a")
	v := NewVault(VaultOptions{Keyring: r})
	for _, step := range []struct {
		name string
		do   func()
		want Kept
	}{
		{"not looked yet", func() {}, NowhereKept},
		{"loaded", func() { wantKeys(t, v, "p1", "a") }, InKeychain},
		{"keychain away", func() {
			r.bend(failing(errors.New("away")))
			_, _ = v.Load(t.Context(), "p1")
		}, InKeychain},
		{"saved meanwhile", func() { _, _ = v.Save(t.Context(), "p1", stepKeys("b")) }, ThisSession},
		{"gone elsewhere", func() {
			r.bend(nil)
			v.Wipe()
			delete(r.items, Service+" p1")
			_, _ = v.Load(t.Context(), "p1")
		}, NowhereKept},
	} {
		step.do()
		if got := v.Kept("p1"); got != step.want {
			t.Errorf("%s: %s", step.name, keptWord(got))
		}
	}
}

func TestDamagedFileThatCannotBeMovedIsLeftAlone(t *testing.T) {
	t.Parallel()
	gone := filepath.Join(t.TempDir(), "no", "such", fileName)
	err := moveAside(gone, errors.New("cut"))
	var damaged *DamagedError
	if !errors.As(err, &damaged) || damaged.SetAside != "" || setAside(err) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestFailedChangeLeavesFileAndListAsTheyWere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := openProfiles(t, dir)
	mustPut(t, p, full())
	before := string(read(t, dir))
	_, err := p.Put(Profile{ID: "gone", Name: "x", Environment: Test})
	for _, err := range []error{err, p.Delete("gone"), p.SetCurrent("gone")} {
		if !errors.Is(err, ErrNoProfile) {
			t.Errorf("got %v", err)
		}
	}
	if string(read(t, dir)) != before || len(p.List()) != 2 {
		t.Error("something changed")
	}
}
