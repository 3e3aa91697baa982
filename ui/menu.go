package ui

import (
	"image/color"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// The toolkit's own menu bar is used on macOS only, where it is the system's. Elsewhere it is a part of the window that
// opens on every press of Alt alone, and takes all keys while it is open: what is typed after Alt+Tab, or after the key
// that switches to Hangul where that is the right Alt, would be lost without a sign. It also does what is greyed out, and
// does so under an open sheet. So there is one button in the header, and F10; everything goes through perform.

// nativeMenu tells that the system shows the menus.
const nativeMenu = runtime.GOOS == "darwin"

// menuInk is a colour of text that a menu's shortcuts can be read in. The toolkit takes the opacity of a colour of 16 bits,
// makes it a little less, and keeps its lower 8 bits only: of full opacity a fifth is left. Of this one, which looks the
// same, nearly all is.
func menuInk(c color.NRGBA) color.Color {
	const opacity = 0xffc9
	return color.NRGBA64{R: uint16(c.R) * 0x101, G: uint16(c.G) * 0x101, B: uint16(c.B) * 0x101, A: opacity}
}

// menus are the program's menus in the present language, greyed out as things stand.
func (dw *desktopWindow) menus() []*fyne.Menu {
	out := make([]*fyne.Menu, len(menuOrder))
	for i, name := range menuOrder {
		out[i] = dw.menuOf(name)
	}
	return out
}

func (dw *desktopWindow) menuOf(name menuName) *fyne.Menu {
	m := fyne.NewMenu(dw.w.t(string(name)))
	for _, a := range dw.actions {
		if a.menu != name || a.keysOnly {
			continue
		}
		if a.apart && len(m.Items) > 0 {
			m.Items = append(m.Items, fyne.NewMenuItemSeparator())
		}
		m.Items = append(m.Items, dw.menuItem(a))
	}
	if name == menuResults {
		filters := fyne.NewMenuItem(dw.w.t(string(menuFilters)), nil)
		filters.ChildMenu = dw.menuOf(menuFilters)
		m.Items = append(m.Items, fyne.NewMenuItemSeparator(), filters)
	}
	return m
}

func (dw *desktopWindow) menuItem(a *action) *fyne.MenuItem {
	i := fyne.NewMenuItem(dw.w.t(a.say), func() { dw.perform(a) })
	i.Disabled = !dw.possible(a)
	i.Checked = a.on != nil && a.on()
	i.Shortcut = &a.keys[0]
	return i
}

// openMenu opens the menus below their button, each as a submenu.
func (dw *desktopWindow) openMenu() {
	top := fyne.NewMenu("")
	for _, m := range dw.menus() {
		i := fyne.NewMenuItem(m.Label, nil)
		i.ChildMenu = m
		top.Items = append(top.Items, i)
	}
	b := dw.header.menu
	dw.popUp(top, menuBelow(b).AddXY(0, b.Size().Height))
}

// popUp opens a menu with its first line chosen, so that Enter and the arrows work at once.
func (dw *desktopWindow) popUp(m *fyne.Menu, at fyne.Position) { dw.popUpAt(m, at, 0) }

// popUpAt opens a menu with the chosen line the keys go on from.
func (dw *desktopWindow) popUpAt(m *fyne.Menu, at fyne.Position, line int) {
	p := widget.NewPopUpMenu(m, dw.window.Canvas())
	p.ShowAtPosition(at)
	for range line + 1 {
		p.ActivateNext()
	}
}

// showMainMenu gives the menus to the system that shows them.
func (dw *desktopWindow) showMainMenu() {
	if nativeMenu {
		dw.window.SetMainMenu(fyne.NewMainMenu(dw.menus()...))
	}
}

// refreshMainMenu greys out anew what stands in the system's menus.
func (dw *desktopWindow) refreshMainMenu() {
	if m := dw.window.MainMenu(); nativeMenu && m != nil {
		dw.greyOut(m.Items)
	}
}

func (dw *desktopWindow) greyOut(menus []*fyne.Menu) {
	fresh := map[string]*fyne.MenuItem{}
	for _, a := range dw.actions {
		fresh[dw.w.t(a.say)] = dw.menuItem(a)
	}
	for _, m := range menus {
		for _, i := range m.Items {
			if i.ChildMenu != nil {
				dw.greyOut([]*fyne.Menu{i.ChildMenu})
			} else if now := fresh[i.Label]; now != nil {
				i.Disabled, i.Checked = now.Disabled, now.Checked
			}
		}
	}
}
