package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"billkey/api/ledger"
)

// storySheet tells what happened to one customer_uid, newest first, and what can be done about an open order.
type storySheet struct {
	w      *words
	entry  ledger.Entry
	lines  *fyne.Container
	note   *text
	reason *entry
	look   *button
	issued *button
	failed *button
	closer *button
	help   *button
	body   fyne.CanvasObject

	OnLook func()
	OnHelp func()
	// OnSettle ends an unknown order by the operator's word.
	OnSettle func(state ledger.State, reason string)
	OnClose  func()
}

func newStorySheet(w *words, e ledger.Entry) *storySheet {
	s := &storySheet{w: w, entry: e, lines: column(7), reason: newEntry()}
	s.note = newText("", sizeSmall, colourQuiet)
	s.reason.SetPlaceHolder(w.t("story.reason"))
	s.look = newButton(w.t("story.look"), func() { call(s.OnLook) })
	s.issued = newButton(w.t("story.issued"), func() { s.settle(ledger.Issued) })
	s.failed = newButton(w.t("story.not_issued"), func() { s.settle(ledger.NotIssued) })
	s.closer = newButton(w.t("banner.close"), func() { call(s.OnClose) })
	s.help = newHelpLink(w.t(helpLabel(e.State)), func() { call(s.OnHelp) })
	show(s.help, isOpen(e) || e.State == ledger.Declined)
	scroll := scrolled(s.lines)
	scroll.SetMinSize(fyne.NewSize(0, 280))
	s.body = column(12,
		newTitle(w.t("story.title", "UID", e.CustomerUID), sizeHeading),
		entryLine(w, e),
		consentLine(w, e),
		newSurface(colourQuietWash, "", 10, inset(14, 10, newKeyScroll(scroll))),
		s.decide(),
		s.note,
		container.NewHBox(s.look, layout.NewSpacer(), s.help, s.closer),
	)
	show(s.look, isOpen(e))
	return s
}

func isOpen(e ledger.Entry) bool { return e.State == ledger.Unknown || e.State == ledger.Pending }

// decide is the part for an order whose end nobody knows.
func (s *storySheet) decide() fyne.CanvasObject {
	part := column(8,
		newText(s.w.t("story.decide"), sizeBody, colourCare),
		s.reason,
		container.NewHBox(s.issued, s.failed),
	)
	show(part, isOpen(s.entry))
	return part
}

func (s *storySheet) settle(state ledger.State) {
	if strings.TrimSpace(s.reason.Text) == "" {
		s.say(toneBad, s.w.t("failure.no_reason"))
		return
	}
	if s.OnSettle != nil {
		s.OnSettle(state, s.reason.Text)
	}
}

func (s *storySheet) say(t tone, sentence string) {
	s.note.set(tones[t].sign+sentence, tones[t].colour)
}

func (s *storySheet) first() fyne.Focusable { return s.closer }

// tell shows the events as a timeline; those of the row it was opened from stand out.
func (s *storySheet) tell(events []ledger.Event, cards storyCards) {
	s.lines.RemoveAll()
	for i, e := range slices.Backward(events) {
		s.lines.Add(newTimelineRow(s.w, e, cards, e.EntryID == s.entry.ID, i == 0))
	}
	s.lines.Refresh()
}

// entryLine is the state as the list shows it, and the card.
func entryLine(w *words, e ledger.Entry) fyne.CanvasObject {
	t := tones[stateLooks[e.State].tone]
	state := newLine(stateWord(w, e.State), sizeSmall, t.colour)
	state.bold = true
	badge := newSurface(t.wash, "", 6, inset(gridBadgePad, 2, state))
	card := newText(w.t("card.line", "Company", companyOf(e), "Number", grouped(e.Masked)), sizeBody, colourInk)
	return container.NewBorder(nil, nil, container.NewCenter(badge), nil, inset(8, 0, card))
}

// consentLine tells when the customer agreed; keys that became known from elsewhere have no such time.
func consentLine(w *words, e ledger.Entry) fyne.CanvasObject {
	t := newText(w.t("story.consent", "Time", exactTime(w, e.ConsentAt)), sizeSmall, colourQuiet)
	show(t, !e.ConsentAt.IsZero())
	return t
}
