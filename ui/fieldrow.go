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
	// others say what is to be known of them in this row's line, while there is nothing worse to say here; nil: a line of
	// one's own.
	others []*fieldRow
	told   banner // what the row last said
	line   *fieldRow
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
	r.told = banner{tone: t, title: sentence}
	line := r
	if r.line != nil {
		line = r.line
	}
	line.show()
}

// show says the worst there is to say. Of equals, what the line's own row has to say, unless something is wrong: then all
// of it.
func (r *fieldRow) show() {
	worst := r.told
	for _, o := range r.others {
		switch {
		case o.told.title == "":
		case o.told.tone > worst.tone || worst.title == "":
			worst = o.told
		case o.told.tone == worst.tone && worst.tone >= toneCare:
			worst.title = o.told.title + " " + worst.title // the others stand before it
		}
	}
	if worst.title == "" {
		worst = banner{tone: toneHint, title: r.hint}
	}
	r.note.set(tones[worst.tone].sign+worst.title, tones[worst.tone].colour)
}

// shareNote lets other rows speak in the line of one.
func shareNote(line *fieldRow, others ...*fieldRow) {
	line.others = others
	for _, o := range others {
		o.line = line
	}
}
