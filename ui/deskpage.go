package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// half is one of the two halves of the desk.
type half int

const (
	formHalf half = iota
	listHalf
)

// leastListWidth is the least the list needs beside the form, its margin included.
const leastListWidth = 391

// deskPage is the form and the list side by side. A window that is too narrow for both, such as a small one at a large
// scale, shows one at a time, with a tab for each above them, and what the banner says below whichever is shown.
type deskPage struct {
	split  *panes
	tabs   [2]*chip
	strip  *fyne.Container
	scroll *container.Scroll // a window lower than what it shows lets it be scrolled: the toolkit would make it higher
	banner fyne.CanvasObject
	wide   func(banner fyne.CanvasObject) // lays the banner over the list; nil takes it away
	slot   *fyne.Container                // where the banner is in a narrow window
	narrow bool
	body   *fyne.Container

	// OnTab follows a press on a tab.
	OnTab func(half)
	// OnHidden follows a half that went out of sight: what has the cursor in it is to lose it.
	OnHidden func()
	// OnLess follows the loss of height: what has the cursor may be out of sight.
	OnLess func()
	// cursorIn tells in which half the cursor is.
	cursorIn func() half
}

func newDeskPage(w *words, split *panes, banner fyne.CanvasObject, wide func(fyne.CanvasObject)) *deskPage {
	d := &deskPage{split: split, banner: banner, wide: wide, cursorIn: func() half { return formHalf }}
	for h, key := range []string{"desk.form", "results.title"} {
		d.tabs[h] = newChip(w.t(key), func() {
			d.bring(half(h))
			if d.OnTab != nil {
				d.OnTab(half(h))
			}
		})
	}
	d.strip = inset(16, 4, row(8, d.tabs[formHalf], d.tabs[listHalf]))
	d.strip.Hide()
	d.scroll = container.NewScroll(split.body)
	d.slot = container.NewStack()
	d.body = container.New(d, d.strip, d.scroll, d.slot)
	wide(banner)
	return d
}

// bring shows a half, if only one is shown at a time; true tells that it was not shown before.
func (d *deskPage) bring(h half) bool {
	for i, tab := range d.tabs {
		tab.set(half(i) == h)
	}
	if d.split.front == h {
		return false
	}
	d.split.front = h
	relayout(d.split.body)
	d.scroll.Refresh()
	if d.narrow {
		call(d.OnHidden)
	}
	return d.narrow
}

// bannerChanged lays the page out anew: the banner came, went or has another height.
func (d *deskPage) bannerChanged() {
	if d.narrow {
		relayout(d.body)
		return
	}
	d.wide(d.banner)
}

// MinSize is what the tabs need: the rest can be scrolled.
func (d *deskPage) MinSize([]fyne.CanvasObject) fyne.Size {
	return d.strip.MinSize().AddWidthHeight(0, leastTextHeight)
}

// leastTextHeight is the least of a half that is seen.
const leastTextHeight = 40

// Layout chooses between both halves and one, which the width decides and nothing else.
func (d *deskPage) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	if narrow := d.split.both() && s.Width < d.split.left().MinSize().Width+panesGap+leastListWidth; narrow != d.narrow {
		d.turn(narrow)
	}
	top, bottom := float32(0), float32(0)
	if d.narrow {
		top = d.strip.MinSize().Height
		d.slot.Resize(fyne.NewSize(s.Width, d.slot.MinSize().Height)) // texts learn their width, and so their height
		bottom = d.slot.MinSize().Height
	}
	d.strip.Resize(fyne.NewSize(s.Width, top))
	d.slot.Resize(fyne.NewSize(s.Width, bottom))
	d.slot.Move(fyne.NewPos(0, s.Height-bottom))
	rest := fyne.NewSize(s.Width, max(0, s.Height-top-bottom))
	less := rest.Height < d.scroll.Size().Height
	d.scroll.Resize(rest)
	d.scroll.Move(fyne.NewPos(0, top))
	if less {
		call(d.OnLess)
	}
}

// turn goes from both halves to one, the one with the cursor, or back.
func (d *deskPage) turn(narrow bool) {
	d.narrow, d.split.alone = narrow, narrow
	show(d.strip, narrow)
	if narrow {
		d.wide(nil)
		d.slot.Objects = []fyne.CanvasObject{inset(14, 0, d.banner)}
		d.bring(d.cursorIn())
	} else {
		d.slot.Objects = nil
		d.wide(d.banner)
	}
	relayout(d.split.body)
	d.scroll.Refresh()
}
