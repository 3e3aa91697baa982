package credentials

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// locked runs f with the list and the directory held, against other goroutines and other processes.
func (p *Profiles) locked(f func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	release, err := lockDir(p.dir)
	if err != nil {
		return err
	}
	defer release()
	return f()
}

// refresh replaces the list by what the file says now. A file that is gone is an empty list.
func (p *Profiles) refresh() error {
	doc, err := readDocument(p.dir)
	if errors.Is(err, fs.ErrNotExist) {
		doc, err = document{}, nil
	}
	if err == nil || setAside(err) {
		p.doc = doc
	}
	return err
}

// update makes one change on top of what the file says now. When the file is gone or damaged, the list in
// memory is the base, so that nothing known is lost; a [*DamagedError] is then returned after the
// change is on disk.
func (p *Profiles) update(change func(*document) error) error {
	return p.locked(func() error {
		doc, damaged := readDocument(p.dir)
		if damaged != nil {
			if !errors.Is(damaged, fs.ErrNotExist) && !setAside(damaged) {
				return damaged
			}
			doc = p.doc.clone()
		}
		if err := change(&doc); err != nil {
			return err
		}
		if err := writeDocument(p.dir, doc); err != nil {
			return err
		}
		p.doc = doc
		if setAside(damaged) {
			return damaged
		}
		return nil
	})
}

// get finds a profile; the caller holds the lock.
func (p *Profiles) get(id string) (Profile, bool) {
	if id == PracticeID {
		return p.practice(), true
	}
	if i := p.doc.index(id); i >= 0 {
		return p.doc.records[i].profile.Clone(), true
	}
	return Profile{}, false
}

// practice is the practice profile, as edited or as it comes.
func (p *Profiles) practice() Profile {
	if i := p.doc.index(PracticeID); i >= 0 {
		return p.doc.records[i].profile.Clone()
	}
	return practiceProfile()
}

// put adds or replaces a valid profile. Unknown members of a replaced one stay.
func (d *document) put(profile Profile) (Profile, error) {
	if i := d.named(profile.Name); i >= 0 && d.records[i].profile.ID != profile.ID && profile.Name != "" {
		return Profile{}, &InvalidError{Field: FieldName, Code: CodeTaken}
	}
	i := d.index(profile.ID)
	switch {
	case i >= 0:
		d.records[i] = record{profile: profile, extra: d.records[i].extra}
	case profile.ID == "":
		profile.ID = newID()
		d.records = append(d.records, record{profile: profile})
	case profile.ID == PracticeID:
		d.records = slices.Insert(d.records, 0, record{profile: profile})
	default:
		return Profile{}, fmt.Errorf("%w: %s", ErrNoProfile, profile.ID)
	}
	return profile, nil
}
