package credentials

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ErrNotProfiles tells that an import is not a list of profiles.
var ErrNotProfiles = errors.New("credentials: not an export of profiles")

// transfer is the form of an export: `{"version":1,"profiles":[…]}`.
type transfer struct {
	Version  int       `json:"version"`
	Profiles []Profile `json:"profiles"`
}

// Export writes the profiles with the given IDs as JSON, all but the practice profile when none is given.
// It holds no key and no secret, and nothing of the file this version does not know.
func (p *Profiles) Export(w io.Writer, ids ...string) error {
	out := transfer{Version: fileVersion, Profiles: []Profile{}}
	for _, profile := range p.List() {
		if profile.ID != PracticeID && (len(ids) == 0 || slices.Contains(ids, profile.ID)) {
			out.Profiles = append(out.Profiles, profile)
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(out.Profiles, func(q Profile) bool { return q.ID == id }) {
			return fmt.Errorf("%w: %s", ErrNoProfile, id)
		}
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return fmt.Errorf("credentials: export: %w", err)
	}
	if _, err := w.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("credentials: export: %w", err)
	}
	return nil
}

// Import adds every profile of an export, or none, and returns them as stored. Each gets a new ID: a file
// from elsewhere must not point a host of its own at keys that are already in the keychain. A name
// that is taken gets a number. Members this version does not know are dropped.
func (p *Profiles) Import(r io.Reader) ([]Profile, error) {
	incoming, err := readTransfer(r)
	if err != nil {
		return nil, err
	}
	var added []Profile
	err = p.update(func(doc *document) error {
		added = nil
		for i, profile := range incoming {
			profile.Name = doc.freeName(profile.Name)
			if err := profile.firstProblem(); err != nil {
				return fmt.Errorf("credentials: import, profile %d: %w", i+1, err)
			}
			stored, err := doc.put(profile)
			if err != nil {
				return fmt.Errorf("credentials: import, profile %d: %w", i+1, err)
			}
			added = append(added, stored)
		}
		return nil
	})
	if err != nil && !setAside(err) {
		return nil, err
	}
	return added, err
}

func readTransfer(r io.Reader) ([]Profile, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileSize+1))
	if err != nil {
		return nil, fmt.Errorf("credentials: import: %w", err)
	}
	var in transfer
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotProfiles, err)
	}
	if in.Profiles == nil || len(data) > maxFileSize {
		return nil, ErrNotProfiles
	}
	for i := range in.Profiles {
		in.Profiles[i].ID = ""
		in.Profiles[i] = in.Profiles[i].tidy()
	}
	return in.Profiles, nil
}

// freeName is the name itself, or with the lowest number that makes it free.
func (d document) freeName(name string) string {
	free := name
	for n := 2; name != "" && d.named(free) >= 0; n++ {
		free = fmt.Sprintf("%s (%d)", name, n)
	}
	return free
}
