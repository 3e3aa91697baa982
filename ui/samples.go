package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"billkey/api/card"
)

// samplesBar fills the form in practice with a card whose end is known.
type samplesBar struct {
	w       *words
	form    *cardForm
	samples []Sample
	choice  *choice
	body    fyne.CanvasObject
}

func newSamplesBar(w *words, samples []Sample, form *cardForm) *samplesBar {
	b := &samplesBar{w: w, form: form, samples: samples}
	names := make([]string, len(samples))
	for i, s := range samples {
		names[i] = sampleName(w, s)
	}
	b.choice = newChoice(names, func(string) { b.fill(b.samples[b.choice.SelectedIndex()]) })
	b.choice.PlaceHolder = w.t("practice.choose")
	b.body = newSurface(colourQuietWash, "", 10, inset(14, 8, container.NewBorder(nil, nil,
		container.NewCenter(newLine(w.t("practice.hint"), sizeSmall, colourQuiet)), nil, inset(10, 0, b.choice))))
	return b
}

func sampleName(w *words, s Sample) string {
	key := "sample." + s.Code
	if !w.has(key) {
		key = "sample.other"
	}
	return w.t(key, "Code", s.Code, "LastFour", s.Number[max(0, len(s.Number)-4):])
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
