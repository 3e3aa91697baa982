package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"billkey/api/lock"
	"billkey/assets"
	"billkey/ui/platform/owner"
)

// coverWidth is the width of the lock screen's panel.
const coverWidth = 380

// coverPage is all there is on the window while it is locked. With a PIN it asks for it; without one it keeps nobody out
// and says so.
type coverPage struct {
	w    *words
	pin  *digitField // nil where no PIN is set
	open *button
	// owner has the system ask for the account's owner; nil where that was not chosen.
	owner  *button
	by     owner.Means
	asked  *text // what the system's question came to
	asking bool
	note   *text
	// forgot says what to do about a forgotten PIN, once a wrong one was entered.
	forgot *text
	body   fyne.CanvasObject

	// OnPIN follows a PIN that was entered; who takes it wipes it.
	OnPIN func(lock.PIN)
	// OnOpen follows the button where there is no PIN.
	OnOpen func()
	// OnOwner asks for the account's owner.
	OnOwner func()

	gone  context.Context // ends with the page
	leave context.CancelFunc
}

// newCoverPage makes the page. by is what the system may ask with, "" where it may not; wiped tells that something was typed before, which is gone.
func newCoverPage(w *words, withPIN bool, by owner.Means, wiped bool) *coverPage {
	p := &coverPage{w: w, by: by}
	p.gone, p.leave = context.WithCancel(context.Background())
	parts := []fyne.CanvasObject{newTitle(w.t("cover.title"), sizeHeading)}
	if wiped {
		parts = append(parts, newText(w.t("cover.detail"), sizeBody, colourQuiet))
	}
	if withPIN {
		parts = append(parts, p.pinRow())
		p.open = newButton(w.t("cover.open"), p.submit)
	} else {
		p.note = newText(w.t("cover.no_pin"), sizeSmall, colourQuiet)
		parts = append(parts, p.note)
		p.open = newButton(w.t("cover.back"), func() { call(p.OnOpen) })
	}
	p.open.Importance = highImportance
	parts = append(parts, p.open)
	if withPIN && by != "" {
		p.owner = newButton(w.t("cover.owner."+string(by)), func() { call(p.OnOwner) })
		p.asked = newText("", sizeSmall, colourQuiet)
		p.asked.minLines = 2
		parts = append(parts, column(4, p.owner, p.asked))
		p.sayOwner(toneHint, w.t("cover.owner.hint."+string(by)))
	}
	panel := newPanel(inset(8, 8, column(12, parts...)))
	p.body = container.NewCenter(fixedWidth(column(22, badge(w), panel), coverWidth))
	return p
}

func (p *coverPage) pinRow() fyne.CanvasObject {
	p.pin = newMaskedField(lock.MaxDigits)
	p.pin.OnSubmit, p.pin.OnEdited = p.submit, func(bool) { p.say(toneHint, "") }
	r := newFieldRow(p.w.t("cover.pin"), "", p.pin)
	p.note = r.note
	p.note.minLines = 2 // nothing jumps when a sentence comes
	p.forgot = newText("", sizeSmall, colourQuiet)
	p.forgot.minLines = 2
	return column(4, r.box, p.forgot)
}

// badge is the program's own sign and name.
func badge(w *words) fyne.CanvasObject {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.IconPNG))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSize(52, 52))
	return container.NewCenter(row(14, icon, container.NewCenter(newTitle(w.t("program.name"), sizeHeading))))
}

// first is what has the cursor.
func (p *coverPage) first() fyne.Focusable {
	if p.pin != nil {
		return p.pin
	}
	return p.open
}

func (p *coverPage) submit() {
	switch {
	case p.pin.disabled:
	case p.pin.digits.Len() == 0:
		if p.owner != nil {
			call(p.OnOwner)
		}
	case p.pin.digits.Len() < lock.MinDigits:
		p.say(toneBad, p.w.t("lock.pin.length"))
	case p.OnPIN != nil:
		pin := lock.NewPIN(p.pin.digits.Bytes())
		p.wipe()
		p.enable(false)
		p.say(toneHint, p.w.t("lock.checking"))
		p.OnPIN(pin)
	}
}

// ask shows that the system is asking, or has asked.
func (p *coverPage) ask(on bool) {
	p.asking = on
	p.owner.enable(!on)
	if on {
		p.sayOwner(toneHint, p.w.t("cover.owner.asking."+string(p.by)))
	}
}

// waitFor says when the next PIN is looked at, and takes none until then; 0 takes one.
func (p *coverPage) waitFor(d time.Duration, now time.Time) {
	if p.pin == nil {
		return
	}
	p.wipe()
	p.enable(d <= 0)
	if d > 0 {
		p.say(toneBad, waitSentence(p.w, d, now))
	}
}

// waitSentence counts whole seconds up, so that it never says "in 0 seconds".
func waitSentence(w *words, d time.Duration, now time.Time) string {
	s := int64((d + time.Second - 1) / time.Second)
	at := clock(now.Add(d))
	if s < 60 {
		return w.t("lock.wait", "Seconds", number(s), "Time", at)
	}
	return w.t("lock.wait.minutes", "Minutes", number(s/60), "Seconds", number(s%60), "Time", at)
}

func clock(t time.Time) string { return t.Local().Format("15:04:05") }

func (p *coverPage) enable(on bool) {
	p.pin.setDisabled(!on)
	p.open.enable(on)
}

func (p *coverPage) wipe() {
	if p.pin != nil {
		p.pin.wipe()
	}
}

func (p *coverPage) sayOwner(t tone, sentence string) {
	p.asked.set(tones[t].sign+sentence, tones[t].colour)
}

func (p *coverPage) say(t tone, sentence string) { p.note.set(tones[t].sign+sentence, tones[t].colour) }
