package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// keyWords are the keys that are not called as the toolkit calls them.
var keyWords = map[fyne.KeyName]string{
	fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyEscape: "Esc", fyne.KeyMinus: "−",
}

// keyText is how a shortcut is written, such as Ctrl+Shift+M; on macOS ⌘.
func keyText(k desktop.CustomShortcut) string {
	var parts []string
	for _, m := range []struct {
		modifier fyne.KeyModifier
		name     string
	}{
		{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"}, {fyne.KeyModifierSuper, "⌘"},
	} {
		if k.Modifier&m.modifier != 0 {
			parts = append(parts, m.name)
		}
	}
	name := string(k.KeyName)
	if n, ok := keyWords[k.KeyName]; ok {
		name = n
	}
	return strings.Join(append(parts, name), "+")
}
