package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"billkey/api/credentials"
	"billkey/api/ledger"
)

// makeActions is the table of everything the program does, in the order of the menus. What has no key stands in no table:
// the deeds of a page or a sheet are its buttons, which Tab reaches.
func (dw *desktopWindow) makeActions() []*action {
	return slices.Concat(dw.fileActions(), dw.registrationActions(),
		dw.inList(dw.resultActions()), dw.inList(dw.rowDeeds()), dw.inList(dw.filterActions()), dw.inList(dw.listActions()),
		dw.viewActions(), dw.helpActions())
}

// inList has actions show the list they are about.
func (dw *desktopWindow) inList(actions []*action) []*action {
	for _, a := range actions {
		do := a.do
		a.do = func() {
			if dw.both.bring(listHalf) {
				dw.enterHalf(listHalf)
			}
			do()
		}
	}
	return actions
}

func (dw *desktopWindow) fileActions() []*action {
	return []*action{
		{say: "action.profile", menu: menuFile, keys: keys(ctrl(fyne.KeyP)), can: dw.idleNow, do: dw.chooseProfile},
		{say: "live.unlock", menu: menuFile, keys: keys(ctrlShift(fyne.KeyO)), can: dw.canUnlock, do: dw.unlock},
		{say: "action.operator", menu: menuFile, keys: keys(ctrl(fyne.KeyO)), where: dw.atDeskNow, can: dw.mayWrite, do: dw.openOperator},
		{say: "check.open", menu: menuFile, keys: keys(ctrl(fyne.KeyK)), can: dw.canCheck, do: dw.openCheck, apart: true},
		{say: "inspector.open", menu: menuFile, keys: keys(ctrl(fyne.KeyI)), can: dw.mayLeave, do: dw.openInspector},
		{say: "ledger.title", menu: menuFile, keys: keys(ctrl(fyne.KeyB)), can: dw.mayLeave, do: dw.openLedgerPage},
		{say: "settings.open", menu: menuFile, keys: keys(ctrl(fyne.KeyComma)), can: dw.idleNow, do: dw.openSettings},
		{say: "action.save", menu: menuFile, keys: keys(ctrl(fyne.KeyS)), can: dw.canSave, do: func() { dw.settings.save() }},
		{say: "action.lock", menu: menuFile, keys: keys(ctrl(fyne.KeyL)), where: dw.uncovered, do: dw.lock, apart: true},
		{say: "action.quit", menu: menuFile, keys: keys(ctrl(fyne.KeyQ)), where: anywhere, do: dw.close},
	}
}

func (dw *desktopWindow) registrationActions() []*action {
	return []*action{
		{say: "action.new", menu: menuRegistration, keys: keys(ctrl(fyne.KeyN)), where: dw.atForm, do: dw.newOrder},
		{say: "action.issue", menu: menuRegistration, keys: keys(ctrl(fyne.KeyReturn), ctrl(fyne.KeyEnter)), where: dw.atForm,
			do: func() { dw.flow.submit() }},
		{say: "action.replace", menu: menuRegistration, keys: keys(plainKey(fyne.KeyF6)), where: dw.atForm,
			can: func() bool { return dw.flow.mode() == modeBlocked }, do: func() { dw.flow.askReplace() }},
		{say: "action.compose", menu: menuRegistration, keys: keys(ctrl(fyne.KeyU)), where: dw.atForm, do: func() { dw.flow.compose() }},
		{say: "action.sample", menu: menuRegistration, keys: keys(ctrl(fyne.KeyT)), where: dw.atForm, can: dw.practises, do: dw.fillSample},
		{say: "action.dismiss", menu: menuRegistration, keys: keys(ctrl(fyne.KeyPeriod)), can: func() bool { return dw.banner.body.Visible() },
			do: func() { dw.banner.hide() }, apart: true},
		{say: "action.escape", menu: menuRegistration, keys: keys(plainKey(fyne.KeyEscape)), where: anywhere, do: dw.escape, keysOnly: true},
	}
}

func (dw *desktopWindow) resultActions() []*action {
	return []*action{
		{say: "action.search", menu: menuResults, keys: keys(ctrl(fyne.KeyF)), where: dw.atDeskNow,
			do: func() { dw.window.Canvas().Focus(dw.results.search) }},
		{say: "action.list", menu: menuResults, keys: keys(ctrl(fyne.KeyG)), where: dw.atDeskNow, can: dw.hasRows, do: dw.focusResults},
		{say: "action.month", menu: menuResults, keys: keys(ctrl(fyne.KeyJ)), where: dw.atDeskNow, can: dw.canChooseMonth, do: dw.chooseMonth},
		{say: "action.export", menu: menuResults, keys: keys(ctrl(fyne.KeyE)), where: dw.atDeskNow, can: dw.hasRows, do: dw.askExport},
	}
}

func (dw *desktopWindow) rowDeeds() []*action {
	one := func(say string, key fyne.KeyName, deed func(ledger.Entry)) *action {
		return &action{say: say, menu: menuResults, keys: keys(plainKey(key)), where: dw.atDeskNow, can: dw.onePicked, do: dw.onPicked(deed)}
	}
	story := one("row.story", fyne.KeyF3, dw.openStory)
	story.apart = true
	charge, remove := one("row.charge", fyne.KeyF7, dw.askCharge), one("row.delete", fyne.KeyF8, dw.askDelete)
	charge.can, remove.can = dw.inForcePicked, dw.inForcePicked
	note, again := one("row.note", fyne.KeyF2, dw.askNote), one("row.again", fyne.KeyF4, dw.registerAgain)
	note.can, again.can = dw.oneToChange, dw.oneToChange
	return []*action{
		story,
		note, again,
		{say: "row.look", menu: menuResults, keys: keys(ctrl(fyne.KeyR)), where: dw.atDeskNow, can: dw.canLookUp, do: dw.lookUpPicked},
		{say: "action.look_all", menu: menuResults, keys: keys(ctrlShift(fyne.KeyR)), where: dw.atDeskNow, can: dw.canLookUpAll, do: dw.lookUpAll},
		charge, remove,
		{say: "action.row_menu", menu: menuResults, keys: keys(ctrl(fyne.KeyM)), where: dw.atDeskNow,
			do: func() { dw.rowMenu(menuBelow(dw.results.actions.more), "") }},
	}
}

func (dw *desktopWindow) filterActions() []*action {
	all := []*action{
		{say: "action.period", menu: menuFilters, keys: keys(ctrl(fyne.KeyD)), where: dw.atDeskNow, do: dw.choosePeriod},
		{say: "filter.more", menu: menuFilters, keys: keys(ctrlShift(fyne.KeyF)), where: dw.atDeskNow, do: dw.toFilters},
		{say: "action.unfiltered", menu: menuFilters, keys: keys(ctrlShift(fyne.KeyA)), where: dw.atDeskNow,
			can: func() bool { return dw.results.narrowed() }, do: func() { call(dw.results.empty.OnClear) }},
	}
	digits := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}
	for i, g := range stateGroups {
		all = append(all, &action{say: "state." + g.key, menu: menuFilters, keys: keys(ctrl(digits[i])), where: dw.atDeskNow,
			on: func() bool { return dw.results.filters.chips[g.key].on },
			do: func() { dw.results.filters.toggle(g.key) }, apart: i == 0})
	}
	return all
}

func (dw *desktopWindow) listActions() []*action {
	return []*action{
		{say: "action.columns", menu: menuView, keys: keys(ctrlShift(fyne.KeyM)), where: dw.atDeskNow, can: dw.hasRows,
			do: func() { dw.columnMenu(menuBelow(dw.results.grid)) }},
		{say: "results.dense", menu: menuView, keys: keys(ctrlShift(fyne.KeyH)), where: dw.atDeskNow, on: func() bool { return dw.results.view.Dense },
			do: func() { dw.results.setDense(!dw.results.view.Dense) }},
	}
}

func (dw *desktopWindow) viewActions() []*action {
	return []*action{
		{say: "action.narrower", menu: menuView, keys: keys(ctrl(fyne.KeyLeftBracket)), where: dw.atDeskNow, do: func() { dw.movePanes(-1) }, apart: true},
		{say: "action.wider", menu: menuView, keys: keys(ctrl(fyne.KeyRightBracket)), where: dw.atDeskNow, do: func() { dw.movePanes(1) }},
		{say: "action.larger", menu: menuView, keys: keys(ctrl(fyne.KeyPlus), ctrl(fyne.KeyEqual), ctrlShift(fyne.KeyEqual)), can: dw.idleNow,
			do: func() { dw.staying(func() { dw.zoom(1) }) }, apart: true},
		{say: "action.smaller", menu: menuView, keys: keys(ctrl(fyne.KeyMinus)), can: dw.idleNow, do: func() { dw.staying(func() { dw.zoom(-1) }) }},
		{say: "action.usual_size", menu: menuView, keys: keys(ctrl(fyne.Key0)), can: dw.idleNow, do: func() { dw.staying(func() { dw.rescale("100") }) }},
		{say: "action.look", menu: menuView, keys: keys(ctrlShift(fyne.KeyD)), can: dw.idleNow, do: dw.otherLook, apart: true},
		{say: "action.language", menu: menuView, keys: keys(ctrlShift(fyne.KeyL)), can: dw.idleNow, do: dw.otherLanguage},
	}
}

func (dw *desktopWindow) helpActions() []*action {
	return []*action{
		{say: "action.help", menu: menuHelp, keys: keys(plainKey(fyne.KeyF1)), can: dw.mayLeave, do: func() { dw.openHelp(dw.topicHere()) }},
		{say: "help.keys.title", menu: menuHelp, keys: keys(ctrl(fyne.KeySlash)), can: dw.mayLeave, do: func() { dw.openHelp("keys") }},
		{say: "about.open", menu: menuHelp, keys: keys(plainKey(fyne.KeyF12)), can: dw.mayLeave, do: dw.openAbout},
		{say: "action.menu", menu: menuHelp, keys: keys(plainKey(fyne.KeyF10)), do: dw.openMenu, keysOnly: true},
	}
}

func (dw *desktopWindow) uncovered() bool { return !dw.covered() }

func (dw *desktopWindow) canSave() bool {
	return dw.shows(dw.settings.body) && !dw.settings.form.save.Disabled() && dw.idleNow()
}

func (dw *desktopWindow) practises() bool {
	return dw.profile.Environment == credentials.Practice && len(dw.deps.Samples) > 0
}

func (dw *desktopWindow) hasRows() bool { return dw.results.list.total > 0 }

func (dw *desktopWindow) canUnlock() bool { return dw.locked() && dw.mayWrite() }

func (dw *desktopWindow) canCheck() bool { return dw.mayLeave() && dw.mayWrite() }

func (dw *desktopWindow) canLookUp() bool {
	return dw.results.grid.selectionCount() > 0 && dw.mayWrite()
}

func (dw *desktopWindow) canLookUpAll() bool { return dw.hasRows() && dw.mayWrite() }

// onePicked tells that exactly one row is selected, and loaded.
func (dw *desktopWindow) onePicked() bool {
	return dw.results.grid.selectionCount() == 1 && len(dw.results.picked()) == 1
}

func (dw *desktopWindow) oneToChange() bool { return dw.onePicked() && dw.mayWrite() }

// inForcePicked tells that the one selected row's key can be charged or deleted.
func (dw *desktopWindow) inForcePicked() bool {
	return dw.oneToChange() && dw.results.picked()[0].State == ledger.Issued
}
