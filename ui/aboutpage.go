package ui

import (
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/assets"
)

// licenceWidth is how many letters a line of a licence has at most; most were written for eighty.
const licenceWidth = 88

// aboutPage says which build this is, and under which licences everything that is linked into it may be used.
type aboutPage struct {
	w        *words
	facts    []fact
	licences []assets.Licence

	list   *keyedList
	name   *text // of the part whose licence is shown
	shown  *fyne.Container
	scroll *container.Scroll
	body   fyne.CanvasObject

	OnClose func()
	// OnCopy takes the facts, one a line.
	OnCopy func(string)
}

func newAboutPage(w *words, version string) *aboutPage {
	info, _ := debug.ReadBuildInfo()
	p := &aboutPage{w: w, facts: buildFacts(version, info)}
	p.name = newCell(sizeBody, colourInk)
	p.name.bold = true
	p.shown = column(0)
	p.scroll = container.NewScroll(p.shown)
	p.list = newKeyedList(func() int { return len(p.licences) },
		func() fyne.CanvasObject { return inset(8, 4, column(0, newCell(sizeBody, colourInk), small())) }, p.fillRow)
	p.list.OnSelected = p.choose
	p.body = p.layOut()
	return p
}

func (p *aboutPage) layOut() fyne.CanvasObject {
	w := p.w
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.IconPNG))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSquareSize(72))
	lines := column(2, newTitle(w.t("about.name"), sizeHeading))
	for _, f := range p.facts {
		fact := newCell(sizeSmall, colourQuiet)
		fact.content = w.t(f.key, "Value", f.value)
		lines.Add(fact)
	}
	lines.Add(newText(w.t("about.licence"), sizeSmall, colourQuiet))
	copying := container.NewCenter(newButton(w.t("about.copy"), p.copyFacts))
	head := column(6, newPageHead(w, w.t("about.open"), func() { call(p.OnClose) }),
		newPanel(container.NewBorder(nil, nil, container.NewCenter(icon), copying, inset(14, 0, lines))))
	left := newPanel(container.NewBorder(
		column(4, newTitle(w.t("about.parts"), sizeHeading), newText(w.t("about.parts.sentence"), sizeSmall, colourQuiet)), nil, nil, nil, p.list))
	right := newPanel(container.NewBorder(inset(0, 4, p.name), nil, nil, nil, newKeyScroll(p.scroll)))
	content := sharedRow(14, []float32{40, 60}, left, right)
	return inset(20, 14, container.NewBorder(inset(0, 6, head), nil, nil, nil, content))
}

// open reads the list when it is wanted first.
func (p *aboutPage) open() {
	if p.licences != nil {
		return
	}
	list, err := assets.Licences()
	if err != nil { // it is embedded, and a test reads it
		p.show(err.Error())
		return
	}
	p.licences = list
	p.list.Refresh()
	p.list.Select(0)
}

func (p *aboutPage) fillRow(i widget.ListItemID, o fyne.CanvasObject) {
	l, lines := p.licences[i], o.(*fyne.Container).Objects[0].(*fyne.Container).Objects
	lines[0].(*text).set(l.Name, colourInk)
	lines[1].(*text).set(joined(l.Version, strings.Join(l.Kinds, ", ")), colourQuiet)
}

func (p *aboutPage) choose(i widget.ListItemID) {
	l := p.licences[i]
	content, err := l.Text()
	if err != nil {
		content = err.Error()
	}
	p.name.set(strings.TrimSpace(l.Name+" "+l.Version), colourInk)
	p.show(content)
}

// show puts a licence up line by line: wrapping ten thousand letters to the pixel would take seconds.
func (p *aboutPage) show(content string) {
	p.shown.Objects = nil
	for line := range strings.Lines(strings.TrimSpace(content)) {
		for _, part := range folded(strings.TrimRight(line, "\n"), licenceWidth) {
			p.shown.Add(newLine(part, sizeSmall, colourInk))
		}
	}
	p.scroll.ScrollToTop()
	p.scroll.Refresh()
}

// folded breaks a line at spaces so that no part has more letters than width, but for a single long word.
func folded(line string, width int) []string {
	inColumns := func(s string) bool { return utf8.RuneCountInString(s) <= width }
	if inColumns(line) {
		return []string{line} // with its indentation
	}
	return wrap(line, 0, inColumns)
}

func (p *aboutPage) copyFacts() {
	lines := []string{p.w.t("about.name")}
	for _, f := range p.facts {
		lines = append(lines, p.w.t(f.key, "Value", f.value))
	}
	if p.OnCopy != nil {
		p.OnCopy(strings.Join(lines, "\n"))
	}
}

func (dw *desktopWindow) makeAbout() {
	p := newAboutPage(dw.w, dw.deps.Version)
	p.OnClose, p.OnCopy = dw.closeSettings, dw.app.Clipboard().SetContent
	dw.about = p
}

// openAbout shows the page. Pages are turned only while no order is under way.
func (dw *desktopWindow) openAbout() {
	if dw.ordering() || dw.sheets.open != nil {
		return
	}
	dw.turnTo(dw.about.body)
	dw.about.open()
	dw.deps.trace("about")
}
