package ui

import "fyne.io/fyne/v2"

// newKeyList lists what the actions do and by which keys, in the groups of the menus, and then the keys that belong to one
// place: a field, the list, a menu.
func newKeyList(w *words, actions []*action) fyne.CanvasObject {
	left, right := column(14), column(14)
	for _, name := range append(append([]menuName{}, menuOrder[:2]...), menuView, menuHelp) {
		left.Add(keyGroup(w, name, actions))
	}
	for _, name := range []menuName{menuResults, menuFilters} {
		right.Add(keyGroup(w, name, actions))
	}
	right.Add(placeKeys(w))
	return sharedRow(24, []float32{1, 1}, left, right)
}

func keyGroup(w *words, name menuName, actions []*action) fyne.CanvasObject {
	out := column(3, newTitle(w.t(string(name)), sizeBody))
	for _, a := range actions {
		if a.menu == name {
			out.Add(keyLine(w.t(a.say), keyText(a.keys[0])))
		}
	}
	return out
}

// places are the keys of a field, of the list and of what can be pressed; their sentences are <name>.keys and <name>.
var places = []string{"keys.next", "keys.press", "keys.row", "keys.rows", "keys.row_open", "keys.row_menu", "keys.copy", "keys.column",
	"keys.column_width", "keys.column_order"}

func placeKeys(w *words) fyne.CanvasObject {
	out := column(3, newTitle(w.t("keys.places"), sizeBody))
	for _, p := range places {
		out.Add(keyLine(w.t(p), w.t(p+".keys")))
	}
	return out
}

func keyLine(what, key string) fyne.CanvasObject {
	k := newText(key, sizeSmall, colourInk)
	k.bold = true
	return sharedRow(10, []float32{2, 3}, k, newText(what, sizeSmall, colourQuiet))
}

// keyList is what the help's topic of keys shows.
func (p *helpPage) keyList() fyne.CanvasObject { return newKeyList(p.w, p.actions) }
