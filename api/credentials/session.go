package credentials

import (
	"errors"
	"sync"
)

// Kept says where a profile's keys are.
type Kept int

// The places.
const (
	NowhereKept Kept = iota // nowhere, or not looked for yet
	InKeychain              // in the keychain of the operating system
	ThisSession             // in the memory of this process, until it ends
)

// session is the vault's memory: keys that no keychain took, and what was seen in the keychain.
type session struct {
	mu   sync.Mutex
	keys map[string]Keys
	seen map[string]bool
}

// get gives a copy, so that a caller who wipes it does not wipe the kept one.
func (s *session) get(id string) (Keys, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.keys[id]
	if !ok {
		return Keys{}, false
	}
	return k.Clone(), true
}

func (s *session) put(id string, k Keys) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys == nil {
		s.keys = map[string]Keys{}
	}
	s.keys[id].Wipe()
	s.keys[id] = k.Clone()
}

func (s *session) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys[id].Wipe()
	delete(s.keys, id)
}

// saw notes what an answer of the keychain says about an item; most errors say nothing.
func (s *session) saw(id string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil || errors.Is(err, ErrNotFound) {
		if s.seen == nil {
			s.seen = map[string]bool{}
		}
		s.seen[id] = err == nil
	}
}

func (s *session) kept(id string) Kept {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.keys[id]; ok {
		return ThisSession
	}
	if s.seen[id] {
		return InKeychain
	}
	return NowhereKept
}

func (s *session) wipe() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, k := range s.keys {
		k.Wipe()
		delete(s.keys, id)
	}
}
