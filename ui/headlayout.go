package ui

import (
	"slices"

	"fyne.io/fyne/v2"
)

const (
	headGap = 8
	// leastHead is the least that is left to the words of the header, goodHead what they have before anything gives way.
	leastHead, goodHead = 170, 320
	// usualChoice and leastChoice are widths of the list of profiles.
	usualChoice, leastChoice = 200, 110
)

// headLayout lays out the header: words first, then the list of profiles, then controls up to the right edge. In a window too
// narrow for all of them, those that may give way are left out, the first ones first: the menu has what they do.
type headLayout struct {
	choice fyne.CanvasObject
	give   []fyne.CanvasObject
}

// MinSize is that of a window in which everything that may gave way.
func (l *headLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	least.Width = leastHead
	for _, o := range objects[1:] {
		least.Height = max(least.Height, o.MinSize().Height)
		if o.Visible() && !l.gives(o) {
			least.Width += headGap + l.width(o, leastChoice)
		}
	}
	return least
}

// Layout shows as much as there is room for.
func (l *headLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	free := s.Width - l.MinSize(objects).Width - (goodHead - leastHead)
	choice := float32(leastChoice)
	for i := len(l.give) - 1; i >= 0; i-- {
		need := l.give[i].MinSize().Width + headGap
		show(l.give[i], need <= free)
		free = max(free-need, 0)
	}
	choice += max(min(free, usualChoice-leastChoice), 0)
	x := s.Width
	for i := len(objects) - 1; i > 0; i-- {
		o := objects[i]
		if !o.Visible() {
			continue
		}
		x -= l.width(o, choice)
		o.Resize(fyne.NewSize(l.width(o, choice), o.MinSize().Height))
		o.Move(fyne.NewPos(x, (s.Height-o.MinSize().Height)/2))
		x -= headGap
	}
	words := objects[0]
	words.Resize(fyne.NewSize(x, words.MinSize().Height))
	words.Move(fyne.NewPos(0, (s.Height-words.MinSize().Height)/2))
}

func (l *headLayout) gives(o fyne.CanvasObject) bool { return slices.Contains(l.give, o) }

func (l *headLayout) width(o fyne.CanvasObject, choice float32) float32 {
	if o == l.choice {
		return choice
	}
	return o.MinSize().Width
}
