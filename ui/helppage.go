package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/api/issuing"
)

// topic is one page of the help: paragraphs from the translations, a picture after the first, and what only it has.
type topic struct {
	name    string
	picture func(w *words) fyne.CanvasObject
	more    func(p *helpPage) fyne.CanvasObject
}

// topics in the order in which the questions arise.
var topics = []topic{
	{name: "uid", picture: drawUID},
	{name: "replace", picture: drawReplacing},
	{name: "unknown", picture: drawUnknown},
	{name: "phone", picture: drawCard, more: (*helpPage).declines},
	{name: "practice", more: (*helpPage).practice},
	{name: "console"},
	{name: "backup"},
	{name: "security"},
	{name: "keys", more: (*helpPage).keyList},
}

// helpPage answers the questions that arise at the desk: topics left, the answer right.
type helpPage struct {
	w       *words
	samples []Sample
	actions []*action // whose keys it lists
	links   []*topicLink
	answer  *fyne.Container
	scroll  *container.Scroll
	at      int
	marks   map[issuing.Class]fyne.CanvasObject // where a class of declines stands
	panels  *fyne.Container
	canvas  fyne.Canvas
	body    fyne.CanvasObject

	OnClose func()
	// OnSample follows the press of a practice card.
	OnSample func(Sample)
}

// leastHelp is the least width for topics and answer side by side.
const leastHelp = 760

func newHelpPage(w *words, canvas fyne.Canvas, samples []Sample) *helpPage {
	p := &helpPage{w: w, canvas: canvas, samples: samples, answer: column(12)}
	list := column(4)
	for i, t := range topics {
		l := newTopicLink(w.t("help."+t.name+".title"), func() { p.press(i) })
		l.OnMove = func(by int) { p.move(i, by) }
		l.OnPage = p.page
		p.links = append(p.links, l)
		list.Add(l)
	}
	p.scroll = scrolled(p.answer)
	p.panels = newStack(14, []float32{26, 74}, newPanel(scrolled(list)), newPanel(p.scroll))
	p.panels.Layout.(*stack).from = leastHelp // every topic looks alike
	p.body = newPage(w, w.t("help.title"), func() { call(p.OnClose) }, p.panels)
	return p
}

// press shows a topic, which has the cursor from then on.
func (p *helpPage) press(i int) {
	p.canvas.Focus(p.links[i])
	p.turn(i)
	p.reveal("")
}

// turn shows a topic.
func (p *helpPage) turn(i int) {
	p.at = i
	for j, l := range p.links {
		l.mark(j == i)
	}
	t := topics[i]
	p.marks = map[issuing.Class]fyne.CanvasObject{}
	p.answer.Objects = []fyne.CanvasObject{newTitle(p.w.t("help."+t.name+".title"), sizeHeading)}
	for n := 1; p.w.has("help." + t.name + "." + strconv.Itoa(n)); n++ {
		p.answer.Add(newText(p.w.t("help."+t.name+"."+strconv.Itoa(n)), sizeBody, colourInk))
		if n == 1 && t.picture != nil {
			p.answer.Add(t.picture(p.w))
		}
	}
	if t.more != nil {
		p.answer.Add(t.more(p))
	}
	relayout(p.answer)
	p.scroll.ScrollToTop()
	relayout(p.scroll)
	relayout(p.panels) // another answer has another height
}

// show turns to a topic by its name.
func (p *helpPage) show(name string) {
	if p.marks == nil { // made when it is first read: the window comes sooner
		p.turn(0)
	}
	for i, t := range topics {
		if t.name == name {
			p.turn(i)
		}
	}
}

// reveal scrolls to a class of declines in the answer, and to the answer itself where it stands below the topics.
func (p *helpPage) reveal(class issuing.Class) {
	around := p.scrolls()
	o, within := p.marks[class]
	switch {
	case within:
	case around != p.scroll:
		o = p.scroll
	default:
		return
	}
	if at, ok := placeIn(around.Content, o); ok {
		around.ScrollToOffset(fyne.NewPos(0, at.Y))
	}
}

// scrolls is what scrolls the answer: the window, where it stands below the topics.
func (p *helpPage) scrolls() *container.Scroll {
	if p.panels.Layout.(*stack).stacked {
		if all := scrollsAround(p.canvas.Content(), p.panels); len(all) > 0 {
			return all[0]
		}
	}
	return p.scroll
}

// move goes to another topic with the cursor.
func (p *helpPage) move(from, by int) {
	if to := from + by; to >= 0 && to < len(p.links) {
		p.turn(to)
		if c := canvasOf(p.links[to]); c != nil {
			c.Focus(p.links[to])
		}
	}
}

// page scrolls the answer by most of its height.
func (p *helpPage) page(by float32) {
	s := p.scrolls()
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -by*s.Size().Height*0.8)})
}

// declines lists what a decline asks for, what to do and what to say.
func (p *helpPage) declines() fyne.CanvasObject {
	out := column(8)
	for _, c := range issuing.Classes {
		block := newSurface(colourQuietWash, "", 10, inset(14, 10, column(4,
			newTitle(p.w.t("class."+string(c)), sizeBody),
			newText(p.w.t("advice."+string(c)), sizeSmall, colourQuiet),
			newText(p.w.t("phone."+string(c)), sizeBody, colourInk))))
		p.marks[c] = block
		out.Add(block)
	}
	return out
}

// practice lists the practice cards by how they end.
func (p *helpPage) practice() fyne.CanvasObject {
	out := column(2)
	for _, g := range sampleGroups {
		title := inset(0, 6, newTitle(p.w.t("sample.group."+g), sizeBody))
		out.Add(title)
		for _, s := range p.samples {
			if sampleGroup(s.Code) == g {
				b := newButton(sampleName(p.w, s), func() { p.OnSample(s) })
				b.Importance, b.Alignment = widget.LowImportance, widget.ButtonAlignLeading
				out.Add(b)
			}
		}
	}
	return out
}

// topicLink is a line of the list of topics. The arrows go to the next one.
type topicLink struct {
	button
	OnMove func(by int)
	OnPage func(by float32)
}

func newTopicLink(label string, tapped func()) *topicLink {
	l := &topicLink{}
	l.Text, l.OnTapped, l.Alignment, l.Importance = label, tapped, widget.ButtonAlignLeading, widget.LowImportance
	l.ExtendBaseWidget(l)
	return l
}

// mark shows which topic is open.
func (l *topicLink) mark(on bool) {
	l.Importance = widget.LowImportance
	if on {
		l.Importance = widget.MediumImportance
	}
	l.Refresh()
}

// FocusGained shows the focus.
func (l *topicLink) FocusGained() {
	l.button.FocusGained()
	bringIntoSight(l)
}

// TypedKey goes up and down the list and pages through the answer.
func (l *topicLink) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyUp:
		l.OnMove(-1)
	case fyne.KeyDown:
		l.OnMove(1)
	case fyne.KeyPageUp:
		l.OnPage(-1)
	case fyne.KeyPageDown:
		l.OnPage(1)
	default:
		if !passKey(l, k) {
			l.button.TypedKey(k)
		}
	}
}
