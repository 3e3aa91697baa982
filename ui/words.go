package ui

import (
	"encoding/json"
	"fmt"
	"strings"

	"billkey/assets"
)

// Languages are the languages of this program, the first one is the default.
var Languages = []string{"ko", "en"}

// words are all sentences of one language. Keys name a sentence; sentences are whole, with {Name} for what is filled in.
type words struct {
	lang  string
	table map[string]string
}

// loadWords reads translations/<lang>.json.
func loadWords(lang string) (*words, error) {
	raw, err := assets.Translations.ReadFile("translations/" + lang + ".json")
	if err != nil {
		return nil, fmt.Errorf("words %q: %w", lang, err)
	}
	w := &words{lang: lang}
	if err := json.Unmarshal(raw, &w.table); err != nil {
		return nil, fmt.Errorf("words %q: %w", lang, err)
	}
	return w, nil
}

// t is the sentence of key with the pairs (name, value) filled in: {Name} by the value, {Name|row|rows} by the word for
// one or for several. An unknown key shows itself; a test keeps that from happening.
func (w *words) t(key string, pairs ...string) string {
	s, ok := w.table[key]
	if !ok {
		return key
	}
	if len(pairs) == 0 {
		return s
	}
	filled := make([]string, len(pairs))
	for i, p := range pairs {
		if i%2 == 0 {
			s = numbered(s, "{"+p+"|", pairs[i+1] == "1")
			p = "{" + p + "}"
		}
		filled[i] = p
	}
	return strings.NewReplacer(filled...).Replace(s)
}

// numbered puts the word for one or for several wherever a sentence leaves the choice.
func numbered(s, opening string, one bool) string {
	for {
		before, rest, found := strings.Cut(s, opening)
		choice, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return s
		}
		single, several, _ := strings.Cut(choice, "|")
		if one {
			several = single
		}
		s = before + several + after
	}
}

// has tells whether there is a sentence for key.
func (w *words) has(key string) bool {
	_, ok := w.table[key]
	return ok
}
