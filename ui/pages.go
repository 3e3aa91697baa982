package ui

import (
	"cmp"

	"fyne.io/fyne/v2"

	"billkey/api/credentials"
)

func (dw *desktopWindow) makeSettings() {
	s := newSettingsPage(dw.w, dw.run, dw.deps.Profiles, dw.deps.Vault, dw.prefs.look(), dw.prefs.scale(), dw.prefs.idleChoice())
	s.forget, s.cursor = dw.deps.Forget, dw.focus
	s.try, s.trace, s.saveText, s.clipboard = dw.deps.Try, dw.deps.trace, dw.deps.SaveText, dw.app.Clipboard().Content
	s.newest = dw.deps.NewestFile
	s.OnAsk = dw.ask
	s.OnImport = func(i *importSheet) {
		i.OnCancel = func() { dw.sheets.leave() }
		i.OnChosen = dw.sheets.close
		dw.sheets.show(i.body, 520, i.path, nil)
	}
	s.OnClose = dw.leavePage
	s.OnChanged = dw.profileChanged
	s.prefs.operator.SetText(dw.prefs.operator(dw.deps.Account))
	s.prefs.OnOperator = func(name string) {
		if name != dw.prefs.operator(dw.deps.Account) { // passing through the field is no answer
			dw.prefs.setOperator(name)
		}
	}
	s.prefs.notify.Checked = dw.prefs.notifies()
	s.prefs.OnNotify = dw.prefs.setNotifies
	dw.makeLockForm(s.prefs.lock)
	s.prefs.OnLedger = dw.openLedgerPage
	s.prefs.OnServer = dw.openServerSheet
	show(s.prefs.server, dw.deps.Place != nil)
	s.prefs.OnAbout = dw.openAbout
	s.prefs.OnLook = func(l string) {
		dw.prefs.setLook(l)
		dw.app.Settings().SetTheme(newTheme(l))
		dw.rebuild(dw.w.lang) // what is not on screen now would keep the old colours
	}
	s.prefs.OnScale = dw.rescale
	s.prefs.OnLanguage = func(l string) {
		dw.prefs.setLanguage(l)
		dw.rebuild(l)
	}
	dw.settings = s
}

// rebuild makes the content anew and stays in the settings.
func (dw *desktopWindow) rebuild(lang string) {
	if dw.busy() {
		return
	}
	kept := dw.takeTyped()
	if err := dw.speak(lang); err != nil {
		dw.giveTyped(kept)
		dw.banner.show(failed(err))
		return
	}
	dw.window.Canvas().Unfocus() // what had the cursor is gone, and would go on taking the keys
	dw.openSettings()
	dw.giveTyped(kept)
}

func (dw *desktopWindow) openSettings() {
	if dw.busy() || dw.sheets.open != nil {
		return
	}
	dw.settings.open(dw.profile.ID)
	dw.lookForOwner()
	dw.turnTo(dw.settings.body)
	dw.deps.trace("settings")
}

// addAccount opens the settings with an empty profile.
func (dw *desktopWindow) addAccount() {
	dw.openSettings()
	dw.settings.add()
}

// leavePage goes back to the desk. It asks first when an account that was typed would be lost.
func (dw *desktopWindow) leavePage() {
	if !dw.shows(dw.settings.body) || !dw.settings.form.changed() {
		dw.closeSettings()
		return
	}
	q := newQuestion(dw.w.t("settings.leave.title"), dw.w.t("settings.leave"), dw.w.t("settings.leave.yes"), dw.w.t("clear.no"))
	q.OnYes = func() {
		dw.settings.open(dw.profile.ID) // wipes what was typed
		dw.closeSettings()
	}
	dw.ask(q)
}

func (dw *desktopWindow) closeSettings() {
	dw.turnTo(dw.both.body)
	dw.focusForm()
	dw.askOperator()
	dw.deps.trace("desk")
}

// turnTo shows another page below the header. What is no longer seen loses the cursor: keys would go on reaching it.
func (dw *desktopWindow) turnTo(page fyne.CanvasObject) {
	if !dw.shows(page) && !dw.covered() {
		dw.window.Canvas().Unfocus()
	}
	dw.requests.visible = page == dw.requests.body
	dw.desk.Objects = []fyne.CanvasObject{page}
	relayout(dw.desk)
	for _, around := range scrollsAround(dw.root, dw.desk) {
		around.Refresh() // the page before may have needed more room
		around.ScrollToOffset(fyne.Position{})
	}
}

func (dw *desktopWindow) makeInspector() {
	p := newInspectorPage(dw.w, dw.run, dw.deps.Requests)
	p.trace, p.save, p.clipboard = dw.deps.trace, dw.deps.SaveRequests, dw.app.Clipboard().SetContent
	p.OnClose = dw.closeSettings
	dw.requests = p
}

func (dw *desktopWindow) makeCheck() {
	if dw.checking != nil {
		dw.checking.form.wipe()
	}
	p := newCheckPage(dw.w, dw.run, dw.deps)
	p.clipboard, p.locked = dw.app.Clipboard().SetContent, dw.locked
	p.form.OnTouched = dw.touched
	p.profile = func() credentials.Profile { return dw.profile }
	p.operator = func() string { return dw.prefs.operator(dw.deps.Account) }
	p.OnClose = dw.closeSettings
	p.shown, p.OnAway, p.OnRunning = func() bool { return dw.shows(p.body) }, dw.banner.show, dw.showBusy
	dw.checking = p
}

// showBusy says wherever one is what is under way: an order, else a check. What would change the profile waits for both.
func (dw *desktopWindow) showBusy() {
	what := dw.ordered
	dw.header.enable(what == "")
	if dw.checking.running {
		dw.header.enableSettings(false)
		what = cmp.Or(what, dw.w.t("check.page.running"))
	}
	dw.status.busy(what)
}

func (dw *desktopWindow) openCheck() {
	if !dw.canCheck() || dw.sheets.open != nil {
		return
	}
	dw.checking.show()
	dw.turnTo(dw.checking.body)
	dw.deps.trace("check")
}

func (dw *desktopWindow) openInspector() {
	if dw.ordering() || dw.sheets.open != nil {
		return
	}
	dw.requests.reload()
	dw.turnTo(dw.requests.body)
	dw.deps.trace("requests")
}

func (dw *desktopWindow) deskShown() bool {
	return len(dw.desk.Objects) > 0 && dw.desk.Objects[0] == fyne.CanvasObject(dw.both.body)
}
