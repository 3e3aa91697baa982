package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"billkey/api/ledger"
)

// The toolkit's own menu bar is used on macOS only, where it is the system's. Elsewhere it is a part of the window that
// opens on every press of Alt alone, and takes all keys while it is open: what is typed after Alt+Tab, or after the key
// that switches to Hangul where that is the right Alt, would be lost without a sign. It also does what is greyed out, and
// does so under an open sheet. So there is one button in the header, and F10; everything goes through perform.

// nativeMenu tells that the system shows the menus.
const nativeMenu = runtime.GOOS == "darwin"

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

// chooseProfile lists the profiles below the header.
func (dw *desktopWindow) chooseProfile() {
	m := fyne.NewMenu("")
	for _, p := range dw.deps.Profiles.List() {
		i := fyne.NewMenuItem(profileName(dw.w, p), func() { dw.switchTo(p.ID) })
		i.Checked = p.ID == dw.profile.ID
		m.Items = append(m.Items, i)
	}
	dw.popUp(m, menuBelow(dw.header.choice))
}

// choosePeriod lists the periods to filter by.
func (dw *desktopWindow) choosePeriod() {
	f := dw.results.filters
	m := fyne.NewMenu("")
	for _, period := range periods {
		i := fyne.NewMenuItem(dw.w.t("period."+period), func() { f.periodChosen(period) })
		i.Checked = f.filter.Period == period || f.filter.Period == "" && period == periods[0]
		m.Items = append(m.Items, i)
	}
	dw.popUp(m, menuBelow(f.period))
}

// hasMonths tells that the list is sorted by time and knows its months.
func (dw *desktopWindow) hasMonths() bool {
	known := false
	monthStarts(dw.results.list, func(int, ledger.Month) bool { known = true; return false })
	return known
}

// chooseMonth lists the months of the list, those of a year in a submenu.
func (dw *desktopWindow) chooseMonth() {
	top, years := fyne.NewMenu(""), map[string]*fyne.Menu{}
	monthStarts(dw.results.list, func(at int, m ledger.Month) bool {
		year := m.Start.Format("2006")
		if years[year] == nil {
			years[year] = fyne.NewMenu("")
			i := fyne.NewMenuItem(year, nil)
			i.ChildMenu = years[year]
			top.Items = append(top.Items, i)
		}
		years[year].Items = append(years[year].Items, fyne.NewMenuItem(m.Start.Format(dw.w.t("format.month.long")), func() { dw.goTo(at) }))
		return true
	})
	dw.popUp(top, menuBelow(dw.results.grid))
}

// goTo puts the cursor on a row and the row at the top.
func (dw *desktopWindow) goTo(row int) {
	g := dw.results.grid
	g.selectRow(row, false, false)
	g.scrollTo(row)
	g.focus()
}
