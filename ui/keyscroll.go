package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// keyScroll scrolls what holds nothing that takes the cursor, such as a long text: by the mouse, and by the keys when it
// has the cursor itself.
type keyScroll struct {
	widget.BaseWidget
	scroll  *container.Scroll
	frame   *gridFrame // tells that the keys go here
	focused bool
}

func newKeyScroll(scroll *container.Scroll) *keyScroll {
	s := &keyScroll{scroll: scroll, frame: newGridFrame()}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer draws the content with a frame over it.
func (s *keyScroll) CreateRenderer() fyne.WidgetRenderer {
	return &gridRenderer{of: s, layOut: func(size fyne.Size) {
		s.scroll.Resize(size)
		s.frame.resize(size)
	}, draw: s.draw, objects: func() []fyne.CanvasObject { return append([]fyne.CanvasObject{s.scroll}, s.frame.objects()...) }, min: s.scroll.MinSize()}
}

func (s *keyScroll) draw() {
	s.frame.draw(s.focused)
	canvas.Refresh(s)
}

// FocusGained shows the frame.
func (s *keyScroll) FocusGained() { s.focused = true; s.draw() }

// FocusLost hides it.
func (s *keyScroll) FocusLost() { s.focused = false; s.draw() }

// TypedRune goes on by a page with Space.
func (s *keyScroll) TypedRune(r rune) {
	if r == ' ' {
		s.by(s.scroll.Size().Height)
	}
}

// TypedKey scrolls.
func (s *keyScroll) TypedKey(k *fyne.KeyEvent) {
	const line, overlap = 40, 40
	page := s.scroll.Size().Height - overlap
	switch k.Name {
	case fyne.KeyUp:
		s.by(-line)
	case fyne.KeyDown:
		s.by(line)
	case fyne.KeyPageUp:
		s.by(-page)
	case fyne.KeyPageDown:
		s.by(page)
	case fyne.KeyHome:
		s.scroll.ScrollToTop()
	case fyne.KeyEnd:
		s.scroll.ScrollToBottom()
	default:
		passKey(s, k)
	}
}

// TypedShortcut leaves the window's shortcuts to the window.
func (s *keyScroll) TypedShortcut(sc fyne.Shortcut) { passShortcut(s, sc) }

func (s *keyScroll) by(pixels float32) {
	most := max(s.scroll.Content.MinSize().Height-s.scroll.Size().Height, 0)
	s.scroll.ScrollToOffset(fyne.NewPos(0, min(max(s.scroll.Offset.Y+pixels, 0), most)))
}
