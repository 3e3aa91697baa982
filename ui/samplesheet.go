package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

const (
	samplesWidth  = 460
	samplesHeight = 272 // seven rows, in a window of 640
)

// sampleSheet chooses among the practice cards: above how they end, below the cards that end so. A menu of them would be
// taller than a small window.
type sampleSheet struct {
	w       *words
	samples []Sample
	groups  []string // that have cards
	shown   []Sample // of the group that is chosen
	kind    *choice
	list    *keyedList
	room    *fyne.Container // of the list
	body    fyne.CanvasObject

	OnTake   func(Sample)
	OnCancel func()
}

func newSampleSheet(w *words, samples []Sample) *sampleSheet {
	s := &sampleSheet{w: w, samples: samples}
	for _, g := range sampleGroups {
		if len(s.of(g)) > 0 {
			s.groups = append(s.groups, g)
		}
	}
	s.room = container.New(&atLeast{samplesHeight})
	s.kind = choiceOf(w, "sample.group.", s.groups, s.groups[0], s.show)
	s.show(s.groups[0])
	s.body = column(12,
		newTitle(w.t("samples.title"), sizeHeading),
		newText(w.t("samples.sentence"), sizeBody, colourQuiet),
		newFieldRow(w.t("samples.kind"), "", s.kind).box,
		newSurface(colourPanel, colourLine, 8, s.room),
		answers(newButton(w.t("cancel"), func() { call(s.OnCancel) }), layout.NewSpacer()),
	)
	return s
}

// of are the cards of a group.
func (s *sampleSheet) of(group string) []Sample {
	var out []Sample
	for _, one := range s.samples {
		if sampleGroup(one.Code) == group {
			out = append(out, one)
		}
	}
	return out
}

// show lists a group. The list is a new one: the toolkit's would keep the row the keys were on.
func (s *sampleSheet) show(group string) {
	s.shown = s.of(group)
	s.list = newKeyedList(func() int { return len(s.shown) },
		func() fyne.CanvasObject { return inset(10, 6, newLine("", sizeBody, colourInk)) }, s.fillRow)
	s.list.OnSelected = s.selected
	s.room.Objects = []fyne.CanvasObject{s.list}
	s.room.Refresh()
}

func (s *sampleSheet) fillRow(i widget.ListItemID, o fyne.CanvasObject) {
	if i < len(s.shown) {
		o.(*fyne.Container).Objects[0].(*text).set(shortName(s.w, s.shown[i]), colourInk)
	}
}

func (s *sampleSheet) selected(i widget.ListItemID) {
	if s.OnTake != nil && i < len(s.shown) {
		s.OnTake(s.shown[i])
	}
}

// askSample lets a practice card be chosen for the form.
func (dw *desktopWindow) askSample(b *samplesBar) {
	if dw.busy() || dw.sheets.open != nil {
		return
	}
	s := newSampleSheet(dw.w, b.samples)
	s.OnCancel = func() { dw.sheets.leave() }
	s.OnTake = func(one Sample) {
		dw.sheets.close()
		b.take(one)
	}
	dw.sheets.show(s.body, samplesWidth, s.kind, nil)
}
