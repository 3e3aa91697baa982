package credentials

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fileVersion is written into new files. A file with a higher one keeps it.
const fileVersion = 1

// document is the profiles file in memory. What this version does not know is carried along.
type document struct {
	version int
	current string
	records []record
	extra   map[string]json.RawMessage
}

// record is one profile of the file: usable, or set apart with the reason (then raw is kept verbatim).
type record struct {
	profile Profile
	extra   map[string]json.RawMessage
	raw     json.RawMessage
	err     error
}

// header is what the file says beside unknown members.
type header struct {
	Version  int               `json:"version"`
	Current  string            `json:"current,omitempty"`
	Profiles []json.RawMessage `json:"profiles"`
}

// decodeDocument reads a whole file. An error means that the file as such cannot be understood; a
// single profile that cannot be used is a record with an error.
func decodeDocument(data []byte) (document, error) {
	var h header
	if err := json.Unmarshal(data, &h); err != nil {
		return document{}, err
	}
	extra, err := unknownMembers(data, h)
	if err != nil {
		return document{}, err
	}
	if extra == nil {
		return document{}, errors.New("not an object")
	}
	doc := document{version: max(h.Version, fileVersion), current: h.Current, extra: extra}
	for _, raw := range h.Profiles {
		doc.records = append(doc.records, decodeRecord(raw, doc))
	}
	return doc, nil
}

func decodeRecord(raw json.RawMessage, sofar document) record {
	r := record{raw: slices.Clone(raw)}
	if r.err = json.Unmarshal(raw, &r.profile); r.err != nil {
		return r
	}
	if r.extra, r.err = unknownMembers(raw, r.profile); r.err != nil {
		return r
	}
	r.profile = r.profile.tidy()
	switch {
	case !validID(r.profile.ID):
		r.err = &InvalidError{Field: FieldID, Code: CodeMalformed}
	case sofar.index(r.profile.ID) >= 0:
		r.err = &InvalidError{Field: FieldID, Code: CodeTaken}
	default:
		r.err = r.profile.firstProblem()
	}
	return r
}

// unknownMembers are the members of the JSON object data that known does not write.
func unknownMembers(data []byte, known any) (map[string]json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	for _, name := range memberNames(known) {
		delete(all, name)
	}
	return all, nil
}

// encode writes the file: known members, unknown members, profiles in their order.
func (d document) encode() ([]byte, error) {
	h := header{Version: max(d.version, fileVersion), Current: d.current, Profiles: []json.RawMessage{}}
	for _, r := range d.records {
		raw, err := r.encode()
		if err != nil {
			return nil, err
		}
		h.Profiles = append(h.Profiles, raw)
	}
	b, err := withMembers(h, d.extra)
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}

func (r record) encode() (json.RawMessage, error) {
	if r.err != nil {
		return r.raw, nil
	}
	return withMembers(r.profile, r.extra)
}

// withMembers marshals known and adds extra members to the object.
func withMembers(known any, extra map[string]json.RawMessage) (json.RawMessage, error) {
	b, err := json.Marshal(known)
	if err != nil {
		return nil, fmt.Errorf("credentials: encode: %w", err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, fmt.Errorf("credentials: encode: %w", err)
	}
	for name, value := range extra {
		if _, ok := all[name]; !ok {
			all[name] = value
		}
	}
	return json.MarshalIndent(all, "", "  ")
}

// index finds a usable profile; -1 when there is none.
func (d document) index(id string) int {
	return slices.IndexFunc(d.records, func(r record) bool { return r.err == nil && r.profile.ID == id })
}

// named finds a usable profile by its name, ignoring case; -1 when there is none.
func (d document) named(name string) int {
	return slices.IndexFunc(d.records, func(r record) bool {
		return r.err == nil && strings.EqualFold(r.profile.Name, name)
	})
}

// clone copies the list so that a change of it leaves d alone. Records are replaced whole, never edited.
func (d document) clone() document {
	d.records = slices.Clone(d.records)
	d.extra = maps.Clone(d.extra)
	return d
}

// validID tells whether a profile's ID can name a keychain item.
func validID(id string) bool {
	return id != "" && id != EnvID && len(id) <= 64 && tokenProblem(id, 64) == ""
}
