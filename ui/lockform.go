package ui

import (
	"fyne.io/fyne/v2"

	"billkey/ui/platform/owner"
)

// lockForm is the part of the settings about the lock screen: when it comes, its PIN, and whether the window is seen in
// pictures of the screen.
type lockForm struct {
	w                   *words
	idle                *choice
	state               *text
	set, change, remove *button
	withPIN             bool
	owner               *tick
	by                  owner.Means // what the system asks with; "" until it is known to ask
	ownerNote           *text
	ownerBox            *fyne.Container
	capture             *tick
	captured            *text // why there is no such switch, or why it failed
	body                *fyne.Container

	OnIdle func(minutes string)
	// OnPIN asks for a sheet that does this with the PIN.
	OnPIN func(pinDeed)
	// OnOwner has the lock screen opened by whom the system recognizes, too.
	OnOwner func(on bool)
	// OnCapture takes the window out of pictures of the screen, or lets it in again.
	OnCapture func(on bool)
	// OnGrown follows sentences that may need more room.
	OnGrown func()
}

func newLockForm(w *words, idle string) *lockForm {
	f := &lockForm{w: w, state: newText("", sizeSmall, colourQuiet), captured: newText("", sizeSmall, colourQuiet)}
	f.idle = choiceOf(w, "idle.", idleMinutes, idle, func(m string) { f.OnIdle(m) })
	f.set = newButton(w.t("lock.pin.set"), func() { f.OnPIN(pinSet) })
	f.change = newButton(w.t("lock.pin.change"), func() { f.OnPIN(pinChange) })
	f.remove = newButton(w.t("lock.pin.remove"), func() { f.OnPIN(pinRemove) })
	f.capture = newTick(w.t("lock.capture"), func(on bool) { f.OnCapture(on) })
	f.owner, f.ownerNote = newTick("", func(on bool) { f.OnOwner(on) }), newText("", sizeSmall, colourQuiet)
	f.ownerBox = column(4, f.owner, f.ownerNote)
	f.ownerBox.Hide()
	f.body = column(10,
		newTitle(w.t("lock.settings"), sizeHeading),
		newFieldRow(w.t("prefs.idle"), w.t("prefs.idle.hint"), f.idle).box,
		column(6, f.state, row(8, f.set, f.change, f.remove)),
		f.ownerBox,
		column(4, f.capture, f.captured),
	)
	f.showPIN(false)
	return f
}

// showPIN tells whether a PIN is set, and offers what can be done about it.
func (f *lockForm) showPIN(set bool) {
	f.withPIN = set
	key := "lock.pin.none"
	if set {
		key = "lock.pin.is_set"
	}
	f.say(toneHint, f.w.t(key))
	show(f.set, !set)
	show(f.change, set)
	show(f.remove, set)
	f.sayOwner()
	relayout(f.body)
}

// showOwner tells whether the system asks for the account's owner and with what, and whether that opens the lock screen.
func (f *lockForm) showOwner(by owner.Means, on, offered bool) {
	f.by = by
	f.owner.SetText(f.w.t("lock.owner." + string(by)))
	f.owner.set(on)
	show(f.owner, offered || on) // what was chosen can be taken back
	f.ownerBox.Show()
	f.sayOwner()
	relayout(f.body)
	call(f.OnGrown)
}

// sayOwner says what the choice does. Without a PIN there is none: the system may recognize nobody one day.
func (f *lockForm) sayOwner() {
	if f.by == "" {
		return
	}
	key := "lock.owner.hint."
	switch {
	case !f.owner.Visible():
		key = "lock.owner.none."
	case !f.withPIN:
		key = "lock.owner.no_pin."
	}
	f.owner.Enable()
	if !f.withPIN {
		f.owner.Disable()
	}
	f.ownerNote.set(f.w.t(key+string(f.by)), colourQuiet)
}

func (f *lockForm) say(t tone, sentence string) {
	f.state.set(tones[t].sign+sentence, tones[t].colour)
	relayout(f.body)
	call(f.OnGrown)
}

// showCapture tells how the window is seen in pictures of the screen; offered is false where the system has no such switch.
func (f *lockForm) showCapture(on, offered bool, failed string) {
	f.capture.set(on)
	show(f.capture, offered)
	t, sentence := toneHint, f.w.t("lock.capture.hint")
	switch {
	case !offered:
		sentence = f.w.t("lock.capture.none")
	case failed != "":
		t, sentence = toneBad, f.w.t("lock.capture.failed", "Reason", failed)
	}
	f.captured.set(tones[t].sign+sentence, tones[t].colour)
	relayout(f.body)
	call(f.OnGrown)
}
