package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// panes lays out two halves side by side and the line between them, which can be dragged. The toolkit's own draws a bar
// there that weighs more than what it parts.
type panes struct {
	line *panesLine
	body *fyne.Container
	// share of the width is the left half's; neither gets less than it needs.
	share float64
	alone bool // only one half is shown, front
	front half
	whole bool // there is no left half
}

const panesGap = 13

// mostForm is the greatest width of the left half on a wide screen: a form's fields are as wide as what is typed.
const mostForm = 640

func newPanes(left, right fyne.CanvasObject, share float64) *panes {
	p := &panes{share: share}
	p.line = newPanesLine(p.drag)
	p.body = container.New(p, left, p.line, right)
	return p
}

func (p *panes) left() fyne.CanvasObject  { return p.body.Objects[0] }
func (p *panes) right() fyne.CanvasObject { return p.body.Objects[2] }

// hideLeft gives the right half all there is.
func (p *panes) hideLeft() {
	p.whole = true
	p.body.Refresh()
}

// both tells that there are two halves, whether or not both are shown.
func (p *panes) both() bool { return !p.whole }

// only is the half that is shown alone; nil where both are.
func (p *panes) only() fyne.CanvasObject {
	switch {
	case p.whole || p.alone && p.front == listHalf:
		return p.right()
	case p.alone:
		return p.left()
	}
	return nil
}

// MinSize is both halves' and the gap. A half that is alone keeps as much free of the edge that the other one was at.
func (p *panes) MinSize(o []fyne.CanvasObject) fyne.Size {
	if only := p.only(); only != nil {
		return only.MinSize().AddWidthHeight(panesGap, 0)
	}
	l, r := o[0].MinSize(), o[2].MinSize()
	return fyne.NewSize(l.Width+panesGap+r.Width, max(l.Height, r.Height))
}

// Layout parts the width.
func (p *panes) Layout(o []fyne.CanvasObject, s fyne.Size) {
	only := p.only()
	for i := range o {
		show(o[i], only == nil || o[i] == only)
	}
	if only != nil {
		only.Resize(s.SubtractWidthHeight(panesGap, 0))
		only.Move(fyne.NewPos(0, 0))
		if only == p.right() {
			only.Move(fyne.NewPos(panesGap, 0))
		}
		return
	}
	x := p.at(o, s.Width)
	for i, w := range []float32{x, panesGap, s.Width - x - panesGap} {
		o[i].Resize(fyne.NewSize(w, s.Height))
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[1].Move(fyne.NewPos(x, 0))
	o[2].Move(fyne.NewPos(x+panesGap, 0))
}

// at is where the left half ends.
func (p *panes) at(o []fyne.CanvasObject, width float32) float32 {
	free := width - panesGap
	return max(min(free*float32(p.share), free-o[2].MinSize().Width, mostForm), o[0].MinSize().Width)
}

func (p *panes) drag(dx float32) {
	width := p.body.Size().Width
	free := float64(width - panesGap)
	if free <= 0 {
		return
	}
	p.share = float64(p.at(p.body.Objects, width)+dx) / free
	p.share = float64(p.at(p.body.Objects, width)) / free // no farther than the halves let it
	p.body.Refresh()
}

// panesLine is what is dragged: three dots in the gap, as on other things that are taken hold of, coloured under the mouse.
// A bar would be taken for one that scrolls.
type panesLine struct {
	widget.BaseWidget
	dots  [3]*canvas.Circle
	hover bool
	drag  func(dx float32)
}

func newPanesLine(drag func(dx float32)) *panesLine {
	l := &panesLine{drag: drag}
	for i := range l.dots {
		l.dots[i] = canvas.NewCircle(nil)
	}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer draws the line.
func (l *panesLine) CreateRenderer() fyne.WidgetRenderer {
	return &gridRenderer{of: l, layOut: l.layOut, draw: l.draw,
		objects: func() []fyne.CanvasObject { return []fyne.CanvasObject{l.dots[0], l.dots[1], l.dots[2]} }}
}

func (l *panesLine) layOut(s fyne.Size) {
	const across, apart = 3, 7
	for i, d := range l.dots {
		d.Move(fyne.NewPos((s.Width-across)/2, (s.Height-across)/2+float32(i-1)*apart))
		d.Resize(fyne.NewSquareSize(across))
	}
	l.draw()
}

func (l *panesLine) draw() {
	ink := colourFaint
	if l.hover {
		ink = colourAccent
	}
	for _, d := range l.dots {
		d.FillColor = colour(ink)
		d.Refresh()
	}
}

// Dragged moves the line.
func (l *panesLine) Dragged(e *fyne.DragEvent) { l.drag(e.Dragged.DX) }

// DragEnd is needed to be a [fyne.Draggable].
func (l *panesLine) DragEnd() {}

// Cursor tells that the line can be dragged.
func (l *panesLine) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn shows the line.
func (l *panesLine) MouseIn(*desktop.MouseEvent) { l.light(true) }

// MouseMoved is needed to be a [desktop.Hoverable].
func (l *panesLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut hides it again.
func (l *panesLine) MouseOut() { l.light(false) }

func (l *panesLine) light(on bool) {
	l.hover = on
	l.Refresh()
}
