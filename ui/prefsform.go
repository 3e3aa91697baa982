package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// prefsForm holds what is chosen once for this machine.
type prefsForm struct {
	operator *entry
	language *choice
	look     *choice
	scale    *choice
	notify   *tick
	lock     *lockForm
	ledger   *button
	server   *button // hidden where the place of the ledger cannot be chosen
	placed   *text   // what was chosen, until the next start
	about    *button
	body     *fyne.Container

	OnOperator func(string)
	OnLanguage func(string)
	OnLook     func(string)
	OnScale    func(percent string)
	OnNotify   func(on bool)
	OnLedger   func()
	OnServer   func()
	OnAbout    func()
	OnGrown    func() // follows sentences that may need more room
}

func newPrefsForm(w *words, look, scale, idle string) *prefsForm {
	f := &prefsForm{operator: newEntry()}
	f.operator.OnLeave = func() {
		if f.OnOperator != nil {
			f.OnOperator(f.operator.Text)
		}
	}
	f.language = choiceOf(w, "language.", Languages, w.lang, func(l string) { f.OnLanguage(l) })
	f.look = choiceOf(w, "look.", looks, look, func(l string) { f.OnLook(l) })
	f.scale = choiceOf(w, "scale.", scales, scale, func(s string) { f.OnScale(s) })
	f.notify = newTick(w.t("prefs.notify"), func(on bool) { f.OnNotify(on) })
	f.lock = newLockForm(w, idle)
	f.lock.OnGrown = func() { call(f.OnGrown) }
	f.ledger = newButton(w.t("ledger.open"), func() { call(f.OnLedger) })
	f.server = newButton(w.t("place.open"), func() { call(f.OnServer) })
	f.placed = newText("", sizeSmall, colourQuiet)
	f.placed.Hide()
	f.about = newButton(w.t("about.open"), func() { call(f.OnAbout) })
	f.about.Importance = widget.LowImportance
	f.body = column(10,
		column(2, newTitle(w.t("prefs.title"), sizeHeading), newText(w.t("prefs.at_once"), sizeSmall, colourQuiet)),
		newFieldRow(w.t("prefs.operator"), w.t("prefs.operator.hint"), f.operator).box,
		newFieldRow(w.t("prefs.language"), w.t("prefs.language.hint"), f.language).box,
		newFieldRow(w.t("prefs.look"), w.t("prefs.look.hint"), f.look).box,
		newFieldRow(w.t("prefs.scale"), w.t("prefs.scale.hint"), f.scale).box,
		newFieldRow(w.t("prefs.notify.title"), w.t("prefs.notify.hint"), f.notify).box,
		column(6, f.ledger, f.server, f.placed),
		newText(w.t("prefs.keychain"), sizeSmall, colourQuiet),
		f.lock.body,
		f.about,
	)
	return f
}

// sayPlace tells where the ledger will be kept.
func (f *prefsForm) sayPlace(t tone, sentence string) {
	f.placed.set(tones[t].sign+sentence, tones[t].colour)
	show(f.placed, true)
	relayout(f.body)
	call(f.OnGrown)
}

// choiceOf is a select of fixed values named by the language, with one chosen; changed gets the value.
func choiceOf(w *words, prefix string, values []string, chosen string, changed func(string)) *choice {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = w.t(prefix + v)
	}
	s := newChoice(names, nil)
	s.Selected = names[max(0, slices.Index(values, chosen))]
	s.OnChanged = func(string) { changed(values[s.SelectedIndex()]) }
	return s
}
