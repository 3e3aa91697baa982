package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/api/card"
)

// samplesBar fills the form in practice with a card whose end is known: the first of them with one press.
type samplesBar struct {
	w       *words
	form    *cardForm
	samples []Sample
	first   *button
	more    *button
	body    fyne.CanvasObject

	// OnMore asks for the sheet with all cards.
	OnMore func()
	// OnFilled asks for a free customer_uid for the card that was filled in.
	OnFilled func()
}

func newSamplesBar(w *words, samples []Sample, form *cardForm) *samplesBar {
	b := &samplesBar{w: w, form: form, samples: samples}
	b.first = newButton(w.t("practice.fill"), b.fillFirst)
	b.more = newButton(w.t("practice.more"), func() { call(b.OnMore) })
	b.more.Importance = widget.LowImportance
	b.body = container.NewBorder(nil, nil, b.first, b.more)
	return b
}

// fillFirst fills in a card that is issued.
func (b *samplesBar) fillFirst() { b.fill(b.samples[0]); call(b.OnFilled) }

// take fills in a card of the sheet; a customer_uid that was typed stays.
func (b *samplesBar) take(s Sample) {
	b.fill(s)
	call(b.OnFilled)
}

// sampleGroups are the practice cards by how they end. A card belongs to the last group whose beginning its code has.
var sampleGroups = []string{"ok", "charge", "decline", "decline_kcp", "decline_toss", "decline_inicis", "fault"}

func sampleGroup(code string) string {
	group := ""
	for _, g := range sampleGroups {
		if strings.HasPrefix(code, g+"_") && len(g) > len(group) {
			group = g
		}
	}
	return group
}

func sampleName(w *words, s Sample) string {
	key := "sample." + s.Code
	if !w.has(key) {
		key = "sample.other"
	}
	return w.t(key, "Code", s.Code, "LastFour", s.Number[max(0, len(s.Number)-4):])
}

// shortName is the name without what its group, which stands above it, has said.
func shortName(w *words, s Sample) string {
	name, divider := sampleName(w, s), " · "
	switch group := sampleGroup(s.Code); {
	case group == "fault": // there it says how the order ends
		return name
	case strings.HasPrefix(group, "decline"):
		divider = ": "
	}
	if _, short, ok := strings.Cut(name, divider); ok {
		return short
	}
	return name
}

// fill types a practice card: its number, a far expiry, a birth date and PIN digits. Consent stays the operator's.
func (b *samplesBar) fill(s Sample) {
	number := []byte(s.Number)
	b.form.number.fill(number)
	b.form.expiry.fill(expiryAhead(b.form.now()))
	b.form.pin.fill([]byte("12"))
	b.form.holder.fill([]byte("900101"))
	if b.form.uid.Text == "" {
		b.form.focus(card.FieldUID)
		return
	}
	b.form.focus(card.FieldConsent)
}

func expiryAhead(now time.Time) []byte {
	return []byte(now.In(card.Seoul).AddDate(3, 0, 0).Format("0106"))
}
