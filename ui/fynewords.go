package ui

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// useFyneWords gives the toolkit's own buttons and menus our language: it ships no Korean. Our keys for them begin
// with "fyne." and go on with the toolkit's English word.
func useFyneWords(w *words) {
	own := map[string]string{}
	for key, sentence := range w.table {
		if word, ok := strings.CutPrefix(key, "fyne."); ok {
			own[word] = sentence
		}
	}
	raw, err := json.Marshal(own)
	if err == nil {
		err = lang.AddTranslationsForLocale(raw, lang.SystemLocale())
	}
	if err != nil {
		fyne.LogError("the toolkit's own words", err)
	}
}
