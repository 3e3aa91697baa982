package ui

import "fyne.io/fyne/v2"

// tone says how a sentence is meant; never by colour alone, each has its sign.
type tone int

const (
	toneHint tone = iota
	toneGood
	toneCare
	toneBad
)

var tones = map[tone]struct {
	sign   string
	colour fyne.ThemeColorName
	wash   fyne.ThemeColorName
}{
	toneHint: {"", colourQuiet, colourQuietWash},
	toneGood: {"✓ ", colourGood, colourGoodWash},
	toneCare: {"▲ ", colourCare, colourCareWash},
	toneBad:  {"× ", colourBad, colourBadWash},
}

// fieldRow is a label, an input and one line under it, which holds the hint or what is wrong.
type fieldRow struct {
	box   *fyne.Container
	label *text
	note  *text
	hint  string
}

func newFieldRow(label, hint string, input fyne.CanvasObject) *fieldRow {
	r := &fieldRow{
		label: newLine(label, sizeSmall, colourQuiet),
		note:  newText(hint, sizeSmall, colourQuiet),
		hint:  hint,
	}
	r.label.bold = true
	r.box = column(4, r.label, input, r.note)
	return r
}

// say shows a sentence in the line; "" brings the hint back.
func (r *fieldRow) say(t tone, sentence string) {
	if sentence == "" {
		t, sentence = toneHint, r.hint
	}
	r.note.set(tones[t].sign+sentence, tones[t].colour)
}
