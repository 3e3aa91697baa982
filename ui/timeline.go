package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"billkey/api/issuing"
	"billkey/api/ledger"
)

// eventTones are how events are meant; the others are neither good nor bad.
var eventTones = map[string]tone{
	ledger.KindIssued: toneGood, ledger.KindFound: toneCare, ledger.KindDeclined: toneBad, ledger.KindUnknown: toneCare,
	ledger.KindDeleted: toneBad, ledger.KindDeleting: toneCare, ledger.KindSettledByHand: toneCare, issuing.KindCharging: toneCare,
}

// newTimelineRow is one event: a dot on the line of time, when and who, and what. own says that it is of the row the story
// was opened from.
func newTimelineRow(w *words, e ledger.Event, cards storyCards, own, last bool) fyne.CanvasObject {
	head := newCell(sizeSmall, colourQuiet)
	head.content = w.t("story.line", "Time", nearExact(w, e.At, time.Now()), "Operator", e.Operator)
	what := newText(eventSentence(w, e, cards), sizeBody, colourInk)
	what.bold = own
	words := column(1, head, what)
	return container.New(&trail{last: last}, newTimelineDot(eventTones[e.Kind], own), newSurface(colourLine, "", 0, container.NewWithoutLayout()),
		container.New(&gapBelow{10}, words))
}

func newTimelineDot(t tone, own bool) fyne.CanvasObject {
	c := canvas.NewCircle(colour(tones[t].colour))
	if !own {
		c.FillColor = colour(tones[t].wash)
	}
	c.StrokeColor, c.StrokeWidth = colour(tones[t].colour), 1.5
	return c
}

const (
	trailWidth = 26
	trailDot   = 11
)

// trail lays out a dot, the line that leads on to the next one, and the words beside them.
type trail struct{ last bool }

// MinSize is that of the words, and room for the dot.
func (t *trail) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[2].MinSize().AddWidthHeight(trailWidth, 0)
}

// Layout ends the line at the last dot.
func (t *trail) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(2, 3))
	o[0].Resize(fyne.NewSize(trailDot, trailDot))
	show(o[1], !t.last)
	o[1].Move(fyne.NewPos(2+trailDot/2-0.5, trailDot+5))
	o[1].Resize(fyne.NewSize(1.5, max(s.Height-trailDot-4, 0)))
	o[2].Move(fyne.NewPos(trailWidth, 0))
	o[2].Resize(fyne.NewSize(s.Width-trailWidth, s.Height))
}

// gapBelow keeps its object clear of the next one.
type gapBelow struct{ height float32 }

// MinSize is the object's and the gap.
func (g *gapBelow) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(0, g.height)
}

// Layout leaves the gap free.
func (g *gapBelow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(s.Width, s.Height-g.height))
}

// eventSentence names an event; its detail follows whole, since it may be a PG's own words.
func eventSentence(w *words, e ledger.Event, cards storyCards) string {
	switch e.Kind {
	case ledger.KindLookedUp:
		verdict, masked, _ := strings.Cut(e.Detail, " ")
		if w.has("event.looked_up." + verdict) {
			return w.t("event.looked_up."+verdict, "Number", grouped(masked))
		}
	case issuing.KindCharging, ledger.KindCharged, ledger.KindCancelled, issuing.KindNotCharged:
		return chargeSentence(w, e)
	case ledger.KindReplaced:
		return replacedSentence(w, e, cards)
	case ledger.KindBegun, ledger.KindIssued, ledger.KindFound:
		return strings.TrimSuffix(w.t("event."+e.Kind, "Detail", grouped(e.Detail), "Kind", e.Kind), " · ")
	case ledger.KindSettledByHand:
		if state, reason, ok := strings.Cut(e.Detail, ":"); ok {
			return w.t("event.settled_by_hand", "Detail", w.t("state."+state)+" · "+strings.TrimSpace(reason))
		}
	}
	key := "event." + e.Kind
	if !w.has(key) {
		key = "event.other"
	}
	detail := strings.TrimSpace(e.Detail)
	if slices.Contains([]string{ledger.DetailElsewhere, ledger.DetailGoneBefore}, detail) {
		detail = w.t("detail." + detail)
	}
	return strings.TrimSuffix(w.t(key, "Detail", detail, "Kind", e.Kind), " · ")
}

// chargeSentence tells of a test charge: how much, under which of our names, and what the PG said to it.
func chargeSentence(w *words, e ledger.Event) string {
	merchant, rest, _ := strings.Cut(e.Detail, " ")
	amount, rest, _ := strings.Cut(rest, " ")
	if e.Kind != issuing.KindNotCharged {
		rest = ""
	}
	return strings.TrimSuffix(w.t("charge.event."+e.Kind, "Amount", groupedDigits(amount), "ID", merchant, "Message", rest), " · ")
}
