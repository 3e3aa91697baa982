package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// stack lays out panels side by side in fixed shares of the width. Where they need more width than there is, as at 150 % on
// a small screen, one stands below the other, each as high as its content, and the window is scrolled.
type stack struct {
	beside  shares
	from    float32 // the least width for panels side by side, whatever is in them
	wheel   *wheelPass
	stacked bool
	width   float32
	fitting bool
}

// mostRows is how many rows of a list are shown in a stack.
const mostRows = 6

// newStack makes the container of the panels.
func newStack(gap float32, parts []float32, panels ...fyne.CanvasObject) *fyne.Container {
	s := &stack{beside: shares{gap, parts}, wheel: newWheelPass()}
	return container.New(s, append(panels, s.wheel)...)
}

// MinSize is that of the widest panel, with the height they have at the width of the last layout.
func (s *stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	panels := objects[:len(objects)-1]
	if s.width > 0 && !s.stacked {
		return fyne.NewSize(widest(panels), s.beside.MinSize(panels).Height)
	}
	total := -s.beside.gap
	for _, p := range panels {
		total += s.beside.gap + wholeHeight(p)
	}
	if s.width == 0 {
		total = 0
	}
	return fyne.NewSize(widest(panels), total)
}

func widest(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for _, o := range objects {
		w = max(w, o.MinSize().Width)
	}
	return w
}

// Layout chooses between the two.
func (s *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width == 0 {
		return // not on the screen yet
	}
	panels := objects[:len(objects)-1]
	s.width, s.stacked = size.Width, size.Width < s.from || s.beside.MinSize(panels).Width > size.Width
	show(s.wheel, s.stacked)
	s.wheel.Resize(size)
	if !s.stacked {
		s.beside.Layout(panels, size)
		return
	}
	y := float32(0)
	for _, p := range panels {
		p.Move(fyne.NewPos(0, y))
		for range 2 { // texts learn their width, and so their height
			p.Resize(fyne.NewSize(size.Width, wholeHeight(p)))
		}
		y += p.Size().Height + s.beside.gap
	}
	s.fit(y - s.beside.gap - size.Height)
}

// fit lets what scrolls around the panels know that they need another height than they were given.
func (s *stack) fit(more float32) {
	c := canvasOf(s.wheel)
	if c == nil || s.fitting || more <= 0 {
		return
	}
	s.fitting = true
	for _, around := range scrollsAround(c.Content(), s.wheel) {
		around.Refresh()
	}
	s.fitting = false
}

// wholeHeight is the height at which nothing in a panel has to be scrolled; of a list no more than some rows.
func wholeHeight(o fyne.CanvasObject) float32 { return o.MinSize().Height + unseen(o) }

func unseen(o fyne.CanvasObject) float32 {
	switch o := o.(type) {
	case *container.Scroll:
		return max(0, o.Content.MinSize().Height-o.MinSize().Height)
	case *keyedList:
		return float32(min(o.Length(), mostRows)-1) * (o.MinSize().Height + size(theme.SizeNamePadding))
	}
	out := float32(0)
	for _, child := range heldBy(o) {
		out += unseen(child)
	}
	return out
}

// wheelPass lies over what is scrolled with the window and takes the wheel there: lists and forms below would keep it,
// although all of them is to be seen. Everything else of the mouse goes through it.
type wheelPass struct{ widget.BaseWidget }

func newWheelPass() *wheelPass {
	w := &wheelPass{}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer draws nothing.
func (w *wheelPass) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Scrolled scrolls the window.
func (w *wheelPass) Scrolled(e *fyne.ScrollEvent) {
	c := canvasOf(w)
	if c == nil {
		return
	}
	for _, around := range scrollsAround(c.Content(), w) {
		around.Scrolled(e)
	}
}
