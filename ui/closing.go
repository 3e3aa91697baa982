package ui

// close wipes, remembers and leaves. An order under way is asked about first: it is journalled and settles by itself. So is
// what was typed for an order and would be lost.
func (dw *desktopWindow) close() {
	var q *question
	switch {
	case dw.ordering():
		q = newQuestion(dw.w.t("close.title"), dw.w.t("close.sentence"), dw.w.t("close.yes"), dw.w.t("close.no"))
	case dw.checking.running:
		sentence := dw.w.t("close.check")
		if dw.keeping.job != nil {
			sentence += "\n" + dw.w.t("close.job")
		}
		q = newQuestion(dw.w.t("close.check.title"), sentence, dw.w.t("close.job.yes"), dw.w.t("close.no"))
	case dw.keeping.job != nil:
		q = newQuestion(dw.w.t("close.job.title"), dw.w.t("close.job"), dw.w.t("close.job.yes"), dw.w.t("close.no"))
	case dw.form != nil && !dw.form.untouched():
		q = newQuestion(dw.w.t("close.typed.title"), dw.w.t("close.typed"), dw.w.t("close.typed.yes"), dw.w.t("clear.no"))
	default:
		dw.quit()
		return
	}
	q.OnYes = dw.quit
	dw.deps.trace("close_asked")
	dw.askOn(dw.front(), q)
}

// quit ends the program. The window is not closed by itself but with the toolkit: until a closed window is gone it still hears
// of the mouse, and what the toolkit then does with the pointer's shape crashes (2.7.1, seen on Windows).
func (dw *desktopWindow) quit() {
	dw.wipeCards()
	dw.keepPlace()
	dw.deps.trace("closed")
	call(dw.stop)
	dw.app.Driver().Quit()
}

// wipeCards overwrites every card field of the window.
func (dw *desktopWindow) wipeCards() {
	if dw.form != nil {
		dw.form.wipeCard()
	}
	dw.checking.form.wipe()
}

// busy tells that an order, a deed on a key or a trial is under way: form and profile stay until it has ended.
func (dw *desktopWindow) busy() bool { return dw.ordering() || dw.checking.running }

// ordering tells that an order or a deed on a key is under way: the form stays in sight.
func (dw *desktopWindow) ordering() bool { return dw.flow != nil && dw.flow.issuing || dw.deeds > 0 }
