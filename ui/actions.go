package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// menuName is one of the program's menus; its sentence key.
type menuName string

// The menus, in their order. menuFilters stands inside menuResults.
const (
	menuFile         menuName = "menu.file"
	menuRegistration menuName = "menu.registration"
	menuResults      menuName = "menu.results"
	menuFilters      menuName = "menu.filters"
	menuView         menuName = "menu.view"
	menuHelp         menuName = "menu.help"
)

var menuOrder = []menuName{menuFile, menuRegistration, menuResults, menuView, menuHelp}

// action is one thing the program does. Shortcuts, menus and the page of keys are all made from the table of them.
type action struct {
	say  string // sentence key of what it does
	menu menuName
	// keys are its shortcuts; the first is shown. One without a modifier is a function key or Esc.
	keys []desktop.CustomShortcut
	// where it may be done at all; nil is anywhere but behind the cover and under something that lies over the window.
	where func() bool
	// can narrows that to what makes sense now; nil is always.
	can func() bool
	// on tells a switch's state; nil is no switch.
	on func() bool
	do func()
	// apart draws a line above it in the menu.
	apart bool
	// keysOnly leaves it out of the menus.
	keysOnly bool
}

// possible tells whether the action can be done now.
func (dw *desktopWindow) possible(a *action) bool {
	where := a.where
	if where == nil {
		where = dw.free
	}
	return where() && (a.can == nil || a.can())
}

// perform does an action if it can be done now. Every way to it leads through here: a shortcut that comes while a sheet is
// open does nothing, and so does a menu's greyed-out line, which the toolkit's keys reach as well.
func (dw *desktopWindow) perform(a *action) {
	if dw.possible(a) {
		a.do()
	}
}

// addShortcuts hands the keys of every action to the window.
func (dw *desktopWindow) addShortcuts() {
	plain := map[fyne.KeyName]*action{}
	for _, a := range dw.actions {
		for _, k := range a.keys {
			if k.Modifier == 0 {
				plain[k.KeyName] = a
				continue
			}
			dw.window.Canvas().AddShortcut(&k, func(fyne.Shortcut) { dw.perform(a) })
		}
	}
	dw.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if a := plain[e.Name]; a != nil {
			dw.perform(a)
		}
	})
}

// shows tells that a page is what stands below the header.
func (dw *desktopWindow) shows(page fyne.CanvasObject) bool {
	return len(dw.desk.Objects) > 0 && dw.desk.Objects[0] == page
}

// clear tells that nothing lies over the window: no sheet, no menu and no list of a select.
func (dw *desktopWindow) clear() bool { return dw.window.Canvas().Overlays().Top() == nil }

// free is where pages can be changed.
func (dw *desktopWindow) free() bool { return dw.clear() && !dw.covered() }

// atDeskNow is where form and results can be used.
func (dw *desktopWindow) atDeskNow() bool { return dw.free() && dw.deskShown() }

// atForm is where an order can be typed.
func (dw *desktopWindow) atForm() bool { return dw.atDeskNow() && dw.flow != nil && !dw.flow.issuing }

func (dw *desktopWindow) idleNow() bool { return !dw.busy() }

// mayLeave is for pages that may be turned to also while the set-up is checked.
func (dw *desktopWindow) mayLeave() bool { return !dw.ordering() }

// anywhere is for what may be done whatever is shown.
func anywhere() bool { return true }

func ctrl(key fyne.KeyName) desktop.CustomShortcut {
	return desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func ctrlShift(key fyne.KeyName) desktop.CustomShortcut {
	return desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

func plainKey(key fyne.KeyName) desktop.CustomShortcut { return desktop.CustomShortcut{KeyName: key} }

func keys(k ...desktop.CustomShortcut) []desktop.CustomShortcut { return k }
