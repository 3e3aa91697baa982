package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"billkey/assets"
)

// program stands first; its version is not a licence's matter.
const program = "Billkey Desk"

// collect returns the files of assets/licences: index.json, and the texts it names.
func collect(root string) (map[string][]byte, error) {
	modules, err := linked(root)
	if err != nil {
		return nil, err
	}
	c := &collection{files: map[string][]byte{}}
	own, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil {
		return nil, err
	}
	if err := c.add(program, "", map[string]string{"": tidy(string(own))}); err != nil {
		return nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		texts, err := modules[path].texts()
		if err != nil {
			return nil, err
		}
		if err := c.add(path, modules[path].version, texts); err != nil {
			return nil, err
		}
	}
	if err := c.addOthers(root); err != nil {
		return nil, err
	}
	return c.files, c.writeIndex()
}

type collection struct {
	index []assets.Licence
	files map[string][]byte
}

// add files the texts of one part under names that say what they are; the same text is kept once.
func (c *collection) add(name, version string, texts map[string]string) error {
	l := assets.Licence{Name: name, Version: version}
	for _, from := range slices.Sorted(maps.Keys(texts)) {
		found := kinds(texts[from])
		if len(found) == 0 {
			return fmt.Errorf("%s: %s is no licence known here: extend phrases or passedOver", name, from)
		}
		sum := sha256.Sum256([]byte(texts[from]))
		file := strings.ReplaceAll(strings.ToLower(found[0]), " ", "-") + fmt.Sprintf("-%x.txt", sum[:4])
		c.files[file] = []byte(texts[from])
		if !slices.Contains(l.Texts, file) { // the module's own stays before those of its parts
			l.Texts = append(l.Texts, file)
		}
		l.Kinds = append(l.Kinds, found...)
	}
	slices.Sort(l.Kinds)
	l.Kinds = slices.Compact(l.Kinds)
	if len(l.Texts) == 0 {
		return fmt.Errorf("%s has no licence file", name)
	}
	c.index = append(c.index, l)
	return nil
}

func (c *collection) writeIndex() error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(c.index); err != nil {
		return err
	}
	c.files["index.json"] = out.Bytes()
	return nil
}
