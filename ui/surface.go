package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// surface is a coloured, rounded background under a content; its colours follow the theme.
type surface struct {
	widget.BaseWidget
	fill, stroke fyne.ThemeColorName // stroke "" draws none
	radius       float32
	content      fyne.CanvasObject
}

func newSurface(fill, stroke fyne.ThemeColorName, radius float32, content fyne.CanvasObject) *surface {
	s := &surface{fill: fill, stroke: stroke, radius: radius, content: content}
	s.ExtendBaseWidget(s)
	return s
}

// newPanel is a card on the canvas.
func newPanel(content fyne.CanvasObject) *surface {
	return newSurface(colourPanel, colourLine, 12, inset(18, 16, content))
}

func (s *surface) setFill(fill fyne.ThemeColorName) {
	s.fill = fill
	s.Refresh()
}

// CreateRenderer draws a rectangle under the content.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{s: s, back: canvas.NewRectangle(nil)}
	r.back.Resize(s.Size())
	r.Refresh()
	return r
}

type surfaceRenderer struct {
	s    *surface
	back *canvas.Rectangle
}

func (r *surfaceRenderer) Destroy() {}

func (r *surfaceRenderer) MinSize() fyne.Size { return r.s.content.MinSize() }

func (r *surfaceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.s.content}
}

func (r *surfaceRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.s.content.Resize(size)
}

func (r *surfaceRenderer) Refresh() {
	r.back.FillColor = colour(r.s.fill)
	r.back.CornerRadius = r.s.radius
	r.back.StrokeWidth = 0
	if r.s.stroke != "" {
		r.back.StrokeColor, r.back.StrokeWidth = colour(r.s.stroke), 1
	}
	r.back.Refresh()
}

// inset pads a content: x left and right, y above and below.
func inset(x, y float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(y, y, x, x), content)
}

// column stacks from top to bottom with one gap, and passes over what is hidden.
func column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), objects...)
}

// row stacks from left to right with one gap.
func row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedHBoxLayout(gap), objects...)
}

// fixedWidth gives an object a width of its own.
func fixedWidth(o fyne.CanvasObject, width float32) fyne.CanvasObject {
	return container.New(&fixed{width}, o)
}

type fixed struct{ width float32 }

// MinSize is the fixed width.
func (f *fixed) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(f.width, o[0].MinSize().Height)
}

// Layout fills the room.
func (f *fixed) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

// trailing puts its first object behind the second, which takes the rest of the width.
type trailing struct{ gap float32 }

// MinSize is both side by side.
func (t *trailing) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+t.gap+b.Width, max(a.Height, b.Height))
}

// Layout gives the first its own width.
func (t *trailing) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := o[0].MinSize().Width
	o[0].Resize(fyne.NewSize(w, s.Height))
	o[0].Move(fyne.NewPos(s.Width-w, 0))
	o[1].Resize(fyne.NewSize(s.Width-w-t.gap, s.Height))
	o[1].Move(fyne.NewPos(0, 0))
}

// relayout lays out anew after something came, went or changed its height. Twice: a wrapping text knows its height only
// after it was given its width.
func relayout(o fyne.CanvasObject) {
	o.Refresh()
	o.Refresh()
}

// atLeast keeps a height free for its object.
type atLeast struct{ height float32 }

// MinSize is the object's own, and not lower than the height.
func (a *atLeast) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(m.Width, max(m.Height, a.height))
}

// Layout fills the room.
func (a *atLeast) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

// scrolled scrolls an object and keeps its right edge clear of the scroll bar.
func scrolled(o fyne.CanvasObject) *container.Scroll {
	return container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, 14), o))
}
