package credentials

import (
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ErrNoProfile is returned for an ID that no profile has.
var ErrNoProfile = errors.New("credentials: no such profile")

// Profiles is the list of profiles in the file profiles.json of one directory. Every change is read,
// made and written under a lock that other processes honour too, and is on disk when the call returns.
// Methods may be called from any goroutine.
type Profiles struct {
	dir string
	mu  sync.Mutex
	doc document
}

// Rejected is a profile of the file that cannot be used: written by hand or by a later version. It
// stays in the file as it is.
type Rejected struct {
	ID, Name string // as far as they could be read
	Err      error  // often an [*InvalidError]
}

// OpenProfiles reads the profiles of dir, which it makes (0700) if it is not there. A file that cannot be
// understood is set aside and told by a [*DamagedError]; the Profiles returned with it are then usable
// and hold the practice profile only.
func OpenProfiles(dir string) (*Profiles, error) {
	p := &Profiles{dir: dir}
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	err := p.locked(func() error {
		removeLeftovers(dir)
		return p.refresh()
	})
	if err != nil && !setAside(err) {
		return nil, err
	}
	return p, err
}

// Reload reads the file again, to see what another process changed.
func (p *Profiles) Reload() error {
	return p.locked(p.refresh)
}

// List is every usable profile, the practice profile first, the others in the order they were added.
func (p *Profiles) List() []Profile {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []Profile{p.practice()}
	for _, r := range p.doc.records {
		if r.err == nil && r.profile.ID != PracticeID {
			list = append(list, r.profile.Clone())
		}
	}
	return list
}

// Rejected lists the profiles of the file that cannot be used.
func (p *Profiles) Rejected() []Rejected {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Rejected
	for _, r := range p.doc.records {
		if r.err != nil {
			list = append(list, Rejected{r.profile.ID, r.profile.Name, r.err})
		}
	}
	return list
}

// Get finds a profile by its ID.
func (p *Profiles) Get(id string) (Profile, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.get(id)
}

// Find finds a profile by its ID or else by its name, ignoring case: what `-profile` takes.
func (p *Profiles) Find(idOrName string) (Profile, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found, ok := p.get(idOrName); ok {
		return found, true
	}
	if i := p.doc.named(idOrName); i >= 0 && idOrName != "" {
		return p.doc.records[i].profile.Clone(), true
	}
	return Profile{}, false
}

// Put adds a profile (no ID: one is made) or changes the one with that ID, and returns it as stored. An
// [*InvalidError] tells what cannot be stored, ErrNoProfile that the ID is gone.
func (p *Profiles) Put(profile Profile) (Profile, error) {
	profile = profile.tidy()
	if err := profile.firstProblem(); err != nil {
		return Profile{}, err
	}
	err := p.update(func(doc *document) error {
		var err error
		profile, err = doc.put(profile)
		return err
	})
	if err != nil && !setAside(err) {
		return Profile{}, err
	}
	return profile.Clone(), err
}

// Delete removes a profile; its keychain item is [Vault.Delete]'s. The practice profile stays.
func (p *Profiles) Delete(id string) error {
	if id == PracticeID {
		return &InvalidError{Field: FieldID, Code: CodeReserved}
	}
	return p.update(func(doc *document) error {
		i := doc.index(id)
		if i < 0 {
			return fmt.Errorf("%w: %s", ErrNoProfile, id)
		}
		doc.records = slices.Delete(doc.records, i, i+1)
		return nil
	})
}

// Current is the ID of the profile chosen last; the practice profile's when that one is gone.
func (p *Profiles) Current() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.get(p.doc.current); ok {
		return p.doc.current
	}
	return PracticeID
}

// SetCurrent remembers the chosen profile for the next start.
func (p *Profiles) SetCurrent(id string) error {
	return p.update(func(doc *document) error {
		if id != PracticeID && doc.index(id) < 0 {
			return fmt.Errorf("%w: %s", ErrNoProfile, id)
		}
		doc.current = id
		return nil
	})
}
