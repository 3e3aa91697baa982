package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// leastAbove is what must be seen above what is pinned: a field with its label and what is said of it.
const leastAbove = 84

// mostBetween is how far below the end of the content the foot is on a high screen. Sentences that come have room in it, so that
// nothing moves.
const mostBetween = 96

// pinned scrolls a content above a foot that stays in sight. Where that would leave no room to see a field whole, the foot is
// scrolled too.
type pinned struct {
	content, foot fyne.CanvasObject
	scroll        *container.Scroll
	all           *fyne.Container // what is scrolled
	low           bool
	body          *fyne.Container
}

func newPinned(content, foot fyne.CanvasObject) *pinned {
	p := &pinned{content: content, foot: foot, all: column(0, content)}
	p.scroll = container.NewVScroll(p.all)
	p.body = container.New(p, p.scroll, foot)
	return p
}

// MinSize is the content's width, and little height.
func (p *pinned) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(max(p.content.MinSize().Width, p.foot.MinSize().Width), leastAbove)
}

// Layout pins the foot where there is room for it.
func (p *pinned) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	foot := p.foot.MinSize().Height
	if low := s.Height < foot+leastAbove; low != p.low {
		p.turn(low)
	}
	if p.low {
		p.scroll.Resize(s)
		return
	}
	above := min(s.Height-foot, p.content.MinSize().Height+mostBetween)
	p.scroll.Resize(fyne.NewSize(s.Width, above))
	p.foot.Resize(fyne.NewSize(s.Width, foot))
	p.foot.Move(fyne.NewPos(0, above))
}

func (p *pinned) turn(low bool) {
	p.low = low
	if low {
		p.body.Objects = []fyne.CanvasObject{p.scroll}
		p.all.Objects = []fyne.CanvasObject{p.content, p.foot}
	} else {
		p.all.Objects = []fyne.CanvasObject{p.content}
		p.body.Objects = []fyne.CanvasObject{p.scroll, p.foot}
	}
	p.scroll.Refresh()
}
