package assets

import (
	"embed"
	"encoding/json"
	"strings"
)

//go:embed licences
var licences embed.FS

// Licence is how one part of the program may be used: a module it is linked with, or a font.
type Licence struct {
	Name    string   `json:"name"`              // a module's path, or the name of the part
	Version string   `json:"version,omitempty"` // as in go.mod
	Kinds   []string `json:"kinds"`             // SPDX identifiers, where there are such
	Texts   []string `json:"texts"`             // names of files
}

// Licences are those of everything linked into the program on any system, as scripts/licences found them.
func Licences() ([]Licence, error) {
	raw, err := licences.ReadFile("licences/index.json")
	if err != nil {
		return nil, err
	}
	var out []Licence
	return out, json.Unmarshal(raw, &out)
}

// Text is the whole text, in English, as its authors wrote it.
func (l Licence) Text() (string, error) {
	var parts []string
	for _, name := range l.Texts {
		raw, err := licences.ReadFile("licences/" + name)
		if err != nil {
			return "", err
		}
		parts = append(parts, string(raw))
	}
	return strings.Join(parts, "\n"+strings.Repeat("—", 20)+"\n\n"), nil
}
