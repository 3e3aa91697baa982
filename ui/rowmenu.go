package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// item is one line of a menu, greyed out when it is not possible. The toolkit's keys reach what is greyed out too.
func item(label string, possible bool, deed func()) *fyne.MenuItem {
	m := fyne.NewMenuItem(label, func() {
		if possible {
			deed()
		}
	})
	m.Disabled = !possible
	return m
}

// rowMenu opens everything that can be done with the selected rows. cell is the text under the mouse, "" for none.
func (dw *desktopWindow) rowMenu(at fyne.Position, cell string) {
	w, picked := dw.w, dw.results.picked()
	n := dw.results.grid.selectionCount()
	one, change, inForce := dw.onePicked(), dw.oneToChange(), dw.inForcePicked()
	m := fyne.NewMenu("",
		item(w.t("row.story"), one, func() { dw.openStory(picked[0]) }),
		item(lookWord(w, n), dw.canLookUp(), dw.lookUpPicked),
		item(w.t("row.look.all", "Count", number(int64(dw.results.list.total))), dw.canLookUpAll(), dw.lookUpAll),
		item(w.t("row.again"), change, func() { dw.registerAgain(picked[0]) }),
		item(w.t("row.note"), change, func() { dw.askNote(picked[0]) }),
		fyne.NewMenuItemSeparator(),
		item(w.t("row.charge"), inForce, func() { dw.askCharge(picked[0]) }),
		item(w.t("row.delete"), inForce, func() { dw.askDelete(picked[0]) }),
		fyne.NewMenuItemSeparator(),
		item(w.t("row.copy.cell"), cell != "", func() { dw.copyText(cell) }),
		item(w.t("row.copy.row"), n > 0, dw.results.copyRows),
		fyne.NewMenuItemSeparator(),
		item(w.t("export.open"), dw.results.list.total > 0, dw.askExport),
	)
	widget.ShowPopUpMenuAtPosition(m, dw.window.Canvas(), at)
}

// lookWord says how many rows would be looked up; of none it names the deed alone.
func lookWord(w *words, n int) string {
	if n == 0 {
		return w.t("row.look")
	}
	return w.t("row.look.some", "Count", number(int64(n)))
}

// columnMenu opens what is shown of the list: columns and their density. It opens again after each column, at the same
// line: they are rarely chosen one at a time.
func (dw *desktopWindow) columnMenu(at fyne.Position) { dw.columnMenuAt(at, 0) }

func (dw *desktopWindow) columnMenuAt(at fyne.Position, chosen int) {
	w, p := dw.w, dw.results
	m := fyne.NewMenu("")
	for i, c := range p.grid.columns() {
		line := fyne.NewMenuItem(c.name, func() {
			p.showColumn(c.key, c.hidden)
			dw.columnMenuAt(at, i)
		})
		line.Checked = !c.hidden
		m.Items = append(m.Items, line)
	}
	dense := fyne.NewMenuItem(w.t("results.dense"), func() { p.setDense(!p.view.Dense) })
	dense.Checked = p.view.Dense
	m.Items = append(m.Items, fyne.NewMenuItemSeparator(), dense, fyne.NewMenuItem(w.t("results.columns.usual"), p.usualColumns))
	dw.popUpAt(m, at, chosen)
}

func (dw *desktopWindow) copyText(s string) {
	dw.app.Clipboard().SetContent(s)
	dw.status.passing(dw.run, dw.w.t("status.copied"))
}

// menuBelow is where the menu of a button opens.
func menuBelow(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}
