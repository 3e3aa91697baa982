package ui

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"billkey/api/inspect"
)

// exchanges is what the request log reads from. [*inspect.Log] is one.
type exchanges interface {
	List(inspect.Filter) []inspect.Exchange
	Version() int64
	Clear()
}

// inspectorPage is the request log: the last exchanges of this run, masked, and each of them whole.
type inspectorPage struct {
	w     *words
	run   runner
	log   exchanges
	trace tracer
	// clipboard takes what is copied; save writes a file and returns where it is.
	clipboard func(string)
	save      func(name string, list []inspect.Exchange) (string, error)

	path, status, code, uid *entry
	minutes                 *entry
	failed                  *tick
	list                    *keyedList
	detail                  *viewer
	meaning, note, count    *text
	hint                    *text           // stands there while no exchange is chosen
	shownOne                *fyne.Container // the exchange that is
	copies                  []*button
	shown                   []inspect.Exchange
	selected                inspect.Exchange
	seen                    int64
	visible                 bool
	body                    fyne.CanvasObject

	OnClose func()
}

func newInspectorPage(w *words, run runner, log exchanges) *inspectorPage {
	p := &inspectorPage{w: w, run: run, log: log, trace: func(string, ...any) {}}
	p.path, p.status, p.code, p.uid = p.filter("path"), p.filter("status"), p.filter("code"), p.filter("uid")
	p.minutes = p.filter("minutes")
	p.failed = newTick(w.t("inspector.failed"), func(bool) { p.reload() })
	p.list = newKeyedList(func() int { return len(p.shown) }, func() fyne.CanvasObject { return newExchangeRow() },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*exchangeRow).show(w, p.shown[i]) })
	p.list.OnSelected = func(i widget.ListItemID) { p.open(p.shown[i]) }
	p.detail = newViewer()
	p.meaning, p.note, p.count = newText("", sizeBody, colourInk), newText("", sizeSmall, colourQuiet), small()
	p.meaning.minLines = 2
	p.body = p.layOut()
	return p
}

func (p *inspectorPage) filter(key string) *entry {
	e := newEntry()
	e.SetPlaceHolder(p.w.t("inspector.filter." + key))
	e.OnChanged = func(string) { p.reload() }
	return e
}

func (p *inspectorPage) layOut() fyne.CanvasObject {
	har := newButton(p.w.t("inspector.har"), p.saveHAR)
	wipe := newButton(p.w.t("inspector.clear"), func() { p.log.Clear(); p.reload() })
	filters := column(8, sharedRow(8, []float32{3, 2}, p.path, p.uid), sharedRow(8, []float32{3, 3, 3, 2}, p.status, p.code, p.minutes, p.failed))
	left := newPanel(container.NewBorder(column(8, filters, p.count), newFlow(8, har, wipe), nil, nil, p.list))
	p.hint = newText(p.w.t("inspector.hint"), sizeBody, colourQuiet)
	p.shownOne = container.NewBorder(p.meaning, column(8, p.note, p.copyButtons()), nil, nil, p.detail)
	p.shownOne.Hide()
	right := newPanel(container.NewStack(column(0, p.hint), p.shownOne))
	return newPage(p.w, p.w.t("inspector.title"), func() { call(p.OnClose) }, sharedRow(14, []float32{45, 55}, left, right))
}

func (p *inspectorPage) copyButtons() fyne.CanvasObject {
	out := newFlow(8)
	for _, c := range []struct {
		key  string
		make func(inspect.Exchange) string
	}{
		{"text", inspect.Exchange.Text}, {"curl", inspect.Exchange.Curl}, {"go", inspect.Exchange.Go}, {"node", inspect.Exchange.Node},
	} {
		b := newButton(p.w.t("inspector.copy."+c.key), func() { p.copy(c.make(p.selected)) })
		b.enable(false)
		p.copies = append(p.copies, b)
		out.Add(b)
	}
	return out
}

func (p *inspectorPage) copy(s string) {
	p.clipboard(s)
	p.note.set(tones[toneGood].sign+p.w.t("inspector.copied"), colourGood)
}

// saveHAR writes what the filter shows.
func (p *inspectorPage) saveHAR() {
	list := p.shown
	p.run.run(func(context.Context) func() {
		path, err := p.save("billkey-requests.har", list)
		return func() {
			if err != nil {
				p.note.set(tones[toneBad].sign+p.w.t("settings.failed", "Reason", reason(p.w, err)), colourBad)
				return
			}
			p.note.set(tones[toneGood].sign+p.w.t("inspector.saved", "Path", path), colourGood)
		}
	})
}

func (p *inspectorPage) wanted() inspect.Filter {
	f := inspect.Filter{Path: p.path.Text, Status: p.status.Text, UID: p.uid.Text, Failed: p.failed.Checked}
	if n, err := strconv.Atoi(p.code.Text); err == nil {
		f.Code = &n
	}
	if n, err := strconv.Atoi(p.minutes.Text); err == nil {
		f.From = time.Now().Add(-time.Duration(n) * time.Minute)
	}
	return f
}

// reload is cheap: at most 500 exchanges, in memory.
func (p *inspectorPage) reload() {
	p.seen = p.log.Version()
	p.shown = p.log.List(p.wanted())
	p.count.set(p.w.t("results.hits", "Count", number(int64(len(p.shown)))), colourQuiet)
	p.list.UnselectAll()
	p.list.Refresh()
}

// refresh reloads when something has been exchanged since; the window asks once a second while the page is open.
func (p *inspectorPage) refresh() {
	if p.visible && p.log.Version() != p.seen {
		p.reload()
	}
}

func (p *inspectorPage) open(x inspect.Exchange) {
	p.selected = x
	p.hint.Hide()
	p.shownOne.Show()
	for _, b := range p.copies {
		b.enable(true)
	}
	t := exchangeTone(x)
	p.meaning.set(tones[t].sign+p.w.t("meaning."+string(x.Meaning)), tones[t].colour)
	p.note.set("", colourQuiet)
	p.detail.SetText(x.Text())
	p.trace("inspected", "exchange", x.ID)
}
