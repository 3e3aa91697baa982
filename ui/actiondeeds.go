package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"billkey/api/card"
	"billkey/api/ledger"
)

// newOrder empties the form for another customer. It asks first when something typed would be lost.
func (dw *desktopWindow) newOrder() {
	if dw.form.empty() {
		dw.emptyForm()
		return
	}
	dw.askClear(dw.emptyForm)
}

// askClear asks before what was typed into the form is lost.
func (dw *desktopWindow) askClear(yes func()) {
	q := newQuestion(dw.w.t("clear.title"), dw.w.t("clear.sentence"), dw.w.t("clear.yes"), dw.w.t("clear.no"))
	q.OnYes = yes
	dw.ask(q)
}

func (dw *desktopWindow) emptyForm() {
	dw.form.clear()
	dw.focusForm()
	dw.deps.trace("emptied")
}

// escape leaves what is open: a sheet, a page, then the list for the form, and at last what was typed.
func (dw *desktopWindow) escape() {
	switch {
	case dw.leaveOver(), dw.sheets.leave(), !dw.clear(), dw.closeHelp():
	case !dw.deskShown():
		dw.leavePage()
	case !dw.atForm():
	case !dw.form.hasCursor(dw.window.Canvas().Focused()):
		dw.form.cursor(dw.form.next())
	default:
		dw.newOrder()
	}
}

// hasCursor tells whether o is one of the form's controls.
func (f *cardForm) hasCursor(o fyne.Focusable) bool {
	for _, field := range f.order {
		if f.input(field) == o {
			return true
		}
	}
	return slices.Contains([]fyne.Focusable{f.submit, f.replace, f.keep, f.compose}, o)
}

// next is where typing goes on: the first field that is not right yet, else the button.
func (f *cardForm) next() fyne.Focusable {
	for _, p := range f.problems() {
		if p.Level == card.Refuse {
			return f.input(p.Field)
		}
	}
	return f.submit
}

// fillSample does what the first practice button does.
func (dw *desktopWindow) fillSample() {
	b := dw.practiceBar(dw.form, dw.flow)
	b.fillFirst()
}

// toFilters opens the second row of filters with the cursor in it.
func (dw *desktopWindow) toFilters() {
	f := dw.results.filters
	if !f.moreOpen {
		f.toggleMore()
	}
	dw.window.Canvas().Focus(f.values[ledger.ByEnvironment].choice)
}

// movePanes makes the form narrower or wider by steps.
func (dw *desktopWindow) movePanes(steps float32) {
	const each = 32
	dw.split.drag(steps * each)
}

// otherLook changes from light to dark and back.
func (dw *desktopWindow) otherLook() {
	look := "dark"
	if dw.dark() {
		look = "light"
	}
	dw.staying(func() { dw.settings.prefs.OnLook(look) })
}

func (dw *desktopWindow) dark() bool {
	if t, ok := dw.app.Settings().Theme().(*deskTheme); ok && t.only != nil {
		return *t.only == theme.VariantDark
	}
	return dw.app.Settings().ThemeVariant() == theme.VariantDark
}

// otherLanguage changes to the next language.
func (dw *desktopWindow) otherLanguage() {
	next := Languages[(slices.Index(Languages, dw.w.lang)+1)%len(Languages)]
	dw.staying(func() { dw.settings.prefs.OnLanguage(next) })
}

// zoom goes one size up or down.
func (dw *desktopWindow) zoom(step int) {
	to := slices.Index(scales, dw.prefs.scale()) + step
	if to >= 0 && to < len(scales) {
		dw.rescale(scales[to])
	}
}

// staying goes back to the desk after a change that builds the window anew, and there to the half in which work was going on,
// unless the settings were open.
func (dw *desktopWindow) staying(change func()) {
	settings, at := dw.shows(dw.settings.body), dw.halfInUse()
	change()
	if settings {
		return
	}
	dw.closeSettings()
	if at == listHalf && dw.sheets.open == nil {
		dw.both.bring(listHalf)
		dw.enterHalf(listHalf)
	}
}

// halfInUse is the one that is shown, or has the cursor where both are.
func (dw *desktopWindow) halfInUse() half {
	if dw.both.narrow {
		return dw.both.split.front
	}
	return dw.halfWithCursor()
}

// halfWithCursor is the list's where a control has the cursor that is none of the form's.
func (dw *desktopWindow) halfWithCursor() half {
	if o := dw.window.Canvas().Focused(); o != nil && dw.form != nil && !dw.form.hasCursor(o) {
		return listHalf
	}
	return formHalf
}

// enterHalf puts the cursor into a half whose tab was pressed: where typing goes on in the form, and into the list.
func (dw *desktopWindow) enterHalf(h half) {
	switch {
	case h == formHalf && dw.form != nil:
		dw.form.cursor(dw.form.next())
	case h == listHalf && dw.hasRows():
		dw.focusResults()
	case h == listHalf:
		dw.window.Canvas().Focus(dw.results.search)
	}
}

// cursorInSight scrolls to what has the cursor.
func (dw *desktopWindow) cursorInSight() {
	if o, ok := dw.window.Canvas().Focused().(fyne.CanvasObject); ok && dw.deskShown() {
		bringIntoSight(o)
	}
}

// leaveBanner puts the cursor where work goes on, if a button of the banner that is gone has it.
func (dw *desktopWindow) leaveBanner() {
	switch dw.window.Canvas().Focused() {
	case fyne.Focusable(dw.banner.dismiss), fyne.Focusable(dw.banner.help):
		dw.enterHalf(dw.both.split.front)
	}
}
