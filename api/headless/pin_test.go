package headless

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"billkey/api/credentials"
	"billkey/api/lock"
)

// pinRing is a keychain of one test; broken ones take nothing and give nothing.
type pinRing struct {
	items  map[string]string
	broken bool
}

func (r *pinRing) Get(_, user string) (string, error) {
	switch text, ok := r.items[user]; {
	case r.broken:
		return "", errors.New("no keychain")
	case ok:
		return text, nil
	}
	return "", keyring.ErrNotFound
}

func (r *pinRing) Set(_, user, text string) error {
	if r.broken {
		return errors.New("no keychain")
	}
	r.items[user] = text
	return nil
}

func (r *pinRing) Delete(_, user string) error {
	if _, ok := r.items[user]; !ok {
		return keyring.ErrNotFound
	}
	delete(r.items, user)
	return nil
}

// pinFolder is a data folder with a keychain beside it.
type pinFolder struct {
	t    *testing.T
	dir  string
	ring *pinRing
}

func newPINFolder(t *testing.T) *pinFolder {
	t.Helper()
	return &pinFolder{t, t.TempDir(), &pinRing{items: map[string]string{}}}
}

// open is the lock as a new process finds it.
func (f *pinFolder) open() *lock.Keeper {
	v := credentials.NewVault(credentials.VaultOptions{Keyring: f.ring})
	return openPIN(f.dir, func() *credentials.Vault { return v })
}

func (f *pinFolder) set(digits string) {
	f.t.Helper()
	if err := f.open().Set(f.t.Context(), lock.NewPIN([]byte(digits))); err != nil {
		f.t.Fatal(err)
	}
}

func (f *pinFolder) opens(digits string) bool {
	return f.open().Try(f.t.Context(), lock.NewPIN([]byte(digits))) == nil
}

// file is lock.json as it is, which only its owner may read.
func (f *pinFolder) file() string {
	f.t.Helper()
	path := filepath.Join(f.dir, pinFile)
	raw, err := os.ReadFile(path)
	if err != nil {
		f.t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		f.t.Errorf("mode %v: %v", info.Mode(), err)
	}
	return string(raw)
}

func TestHashIsInTheKeychainAndInTheFileOnlyWithoutOne(t *testing.T) {
	f := newPINFolder(t)
	f.set("258013")
	if strings.Contains(f.file(), "argon2id") || len(f.ring.items) != 1 {
		t.Errorf("%s\n%v", f.file(), f.ring.items)
	}
	if !f.opens("258013") || f.opens("258014") {
		t.Error("does not open by its PIN alone")
	}
	if err := f.open().Change(t.Context(), lock.NewPIN([]byte("258013")), lock.NewPIN([]byte("135724"))); err != nil {
		t.Fatal(err)
	}
	if len(f.ring.items) != 1 || !f.opens("135724") {
		t.Errorf("the former hash is still kept: %v", f.ring.items)
	}

	f = newPINFolder(t)
	f.ring.broken = true
	f.set("258013")
	if !strings.Contains(f.file(), "$argon2id$v=19$m=65536,t=3,p=4$") || !f.opens("258013") || f.opens("258014") {
		t.Error(f.file())
	}
}

func TestTwoFoldersHaveTwoPINs(t *testing.T) {
	a := newPINFolder(t)
	b := &pinFolder{t, t.TempDir(), a.ring}
	a.set("258013")
	b.set("135724")
	if !a.opens("258013") || !b.opens("135724") || a.opens("135724") {
		t.Error("one PIN took the other's place")
	}
}

func TestKeychainThatLostTheHashDoesNotOpen(t *testing.T) {
	f := newPINFolder(t)
	f.set("258013")
	clear(f.ring.items)
	if err := f.open().Try(t.Context(), lock.NewPIN([]byte("258013"))); !errors.Is(err, credentials.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestDamagedLockFileIsLocked(t *testing.T) {
	f := newPINFolder(t)
	f.set("258013")
	if err := os.WriteFile(filepath.Join(f.dir, pinFile), []byte(`{"set":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if !f.open().State().Set || f.opens("258013") {
		t.Error("a damaged file opens")
	}
}

func TestForgottenPINIsRemovedByCommandAndThatIsRemembered(t *testing.T) {
	f := newFaces(t)
	if r := f.run("", "pin"); r.code != ExitOK || !strings.Contains(r.out, "No PIN is set") {
		t.Errorf("%+v", r)
	}
	if r := f.run("", "pin", "-reset"); r.code != ExitOK || !strings.Contains(r.out, "No PIN is set") {
		t.Errorf("%+v", r)
	}
	folder := &pinFolder{t, f.dir, &pinRing{broken: true}}
	folder.set("258013")
	if r := f.run("", "pin"); r.code != ExitOK || !strings.Contains(r.out, "A PIN is set") || !folder.open().State().Set {
		t.Errorf("%+v", r)
	}
	if r := f.run("", "pin", "-reset"); r.code != ExitOK || !strings.Contains(r.out, "removed") {
		t.Errorf("%+v", r)
	}
	s := folder.open().State()
	var d pinDocument
	if err := json.Unmarshal([]byte(folder.file()), &d); err != nil || s.Set || s.Removed.IsZero() || d.Hash != "" {
		t.Errorf("%+v %+v %v", s, d, err)
	}
}
