package headless

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"billkey/api/credentials"
	"billkey/api/lock"
)

// pinFile is where the lock remembers, in the data folder.
const pinFile = "lock.json"

// pinStore keeps the hash of the PIN in the keychain, and in the file of the rest where there is none: a copy of the data
// folder, such as a back-up, is then no place to guess a short PIN from. It implements [lock.Store].
type pinStore struct {
	path  string
	vault func() *credentials.Vault

	mu sync.Mutex
}

// pinDocument is the file. Members this version does not know are not carried along: there is one writer.
type pinDocument struct {
	Version int `json:"version"`
	// Item names the hash in the keychain; Hash is the hash itself where no keychain took it.
	Item      string    `json:"item,omitempty"`
	Hash      string    `json:"hash,omitempty"`
	Set       bool      `json:"set"`
	Wrong     int       `json:"wrong,omitempty"`
	LastWrong time.Time `json:"last_wrong,omitzero"`
	Removed   time.Time `json:"removed,omitzero"`
}

// openPIN is the lock of a data folder.
func openPIN(dir string, vault func() *credentials.Vault) *lock.Keeper {
	return lock.Open(&pinStore{path: filepath.Join(dir, pinFile), vault: vault}, lock.Options{})
}

// Read gives what is remembered; without a file nothing is.
func (s *pinStore) Read() (lock.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.load()
	return lock.Record{Set: d.Set, Wrong: d.Wrong, LastWrong: d.LastWrong, Removed: d.Removed}, err
}

// Write replaces what is remembered, in one step. Of a file that cannot be read nothing is kept.
func (s *pinStore) Write(r lock.Record) error {
	return s.change(func(d *pinDocument) {
		d.Set, d.Wrong, d.LastWrong, d.Removed = r.Set, r.Wrong, r.LastWrong.Round(0), r.Removed.Round(0)
	})
}

// Hash gives the hash, from wherever it is kept.
func (s *pinStore) Hash(ctx context.Context) ([]byte, error) {
	s.mu.Lock()
	d, err := s.load()
	s.mu.Unlock()
	if err != nil || d.Item == "" {
		return []byte(d.Hash), err
	}
	text, err := s.vault().LoadText(ctx, d.Item)
	return []byte(text), err
}

// Keep stores a hash under a new name, so that a former one holds until the file names the new.
func (s *pinStore) Keep(ctx context.Context, hash []byte) error {
	name := "pin " + rand.Text()
	err := s.vault().SaveText(ctx, name, string(hash))
	if errors.Is(err, context.Canceled) {
		return err
	}
	former, ferr := s.moved(func(d *pinDocument) {
		d.Item, d.Hash = name, ""
		if err != nil { // no keychain, or none that takes it
			d.Item, d.Hash = "", string(hash)
		}
	})
	s.forget(ctx, former)
	return ferr
}

// Drop forgets the hash.
func (s *pinStore) Drop(ctx context.Context) error {
	former, err := s.moved(func(d *pinDocument) { d.Item, d.Hash = "", "" })
	s.forget(ctx, former)
	return err
}

// moved changes where the hash is and tells the item where it was.
func (s *pinStore) moved(f func(*pinDocument)) (former string, err error) {
	err = s.change(func(d *pinDocument) {
		former = d.Item
		f(d)
	})
	return former, err
}

// forget takes an item out of the keychain. One that stays behind opens nothing: no file names it.
func (s *pinStore) forget(ctx context.Context, item string) {
	if item != "" {
		_ = s.vault().DeleteText(ctx, item)
	}
}

func (s *pinStore) load() (pinDocument, error) {
	raw, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return pinDocument{}, nil
	}
	var d pinDocument
	if err == nil {
		err = json.Unmarshal(raw, &d)
	}
	if err != nil {
		return pinDocument{}, fmt.Errorf("%s: %w", pinFile, err)
	}
	return d, nil
}

func (s *pinStore) change(f func(*pinDocument)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.load()
	if err != nil {
		d = pinDocument{}
	}
	f(&d)
	d.Version = 1
	raw, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", pinFile, err)
	}
	return replaceFile(s.path, append(raw, '\n'))
}

// replaceFile writes a file in one step: after a crash the old or the new one is there. Its mode is 0600.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
