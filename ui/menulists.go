package ui

import (
	"fyne.io/fyne/v2"

	"billkey/api/ledger"
)

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

// canChooseMonth tells that the list knows its months, or will once it is sorted by time.
func (dw *desktopWindow) canChooseMonth() bool {
	known := false
	monthStarts(dw.results.list, func(int, ledger.Month) bool { known = true; return false })
	return known || dw.hasRows() && dw.results.view.Sort != string(ledger.ByTime)
}

// chooseMonth lists the months of the list. Only a list sorted by time has months: another one is sorted so first.
func (dw *desktopWindow) chooseMonth() {
	if p := dw.results; p.view.Sort != string(ledger.ByTime) {
		p.sortBy("time")
		p.whenCounted = func() {
			if dw.atDeskNow() && dw.canChooseMonth() {
				dw.listMonths()
			}
		}
		return
	}
	dw.listMonths()
}

// listMonths opens the list of months, those of a year in a submenu.
func (dw *desktopWindow) listMonths() {
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
