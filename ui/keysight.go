package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// bringIntoSight scrolls so far that a control that has got the cursor can be seen; the toolkit's Tab leads out of sight.
func bringIntoSight(o fyne.CanvasObject) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	if s := scrollAround(root, o, nil); s != nil {
		scrollTo(s, o)
	}
}

// scrollTo moves as little as needed, with some room round the control.
func scrollTo(s *container.Scroll, o fyne.CanvasObject) {
	const room = 30
	if s.Content.Size().Height < s.Content.MinSize().Height {
		s.Refresh() // rows have come that it does not know of
	}
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s.Content).Y
	height, most := s.Size().Height, max(s.Content.Size().Height-s.Size().Height, 0)
	switch bottom := top + o.Size().Height + room; {
	case top-room < s.Offset.Y:
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, max(0, top-room)))
	case bottom > s.Offset.Y+height:
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, min(bottom-height, most)))
	}
}

// scrollAround is the innermost scroll that holds o; nil where there is none. in is the one that holds from.
func scrollAround(from, o fyne.CanvasObject, in *container.Scroll) *container.Scroll {
	if from == o {
		return in
	}
	if s, ok := from.(*container.Scroll); ok {
		in = s
	}
	for _, child := range heldBy(from) {
		if s := scrollAround(child, o, in); s != nil {
			return s
		}
	}
	return nil
}

// heldBy is what an object is made of, as far as controls can be in it.
func heldBy(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case *container.Split:
		return []fyne.CanvasObject{o.Leading, o.Trailing}
	case *container.ThemeOverride:
		return []fyne.CanvasObject{o.Content}
	case *widget.PopUp:
		return []fyne.CanvasObject{o.Content}
	case *watched:
		return []fyne.CanvasObject{o.content}
	case *surface:
		return []fyne.CanvasObject{o.content}
	case *keyScroll:
		return []fyne.CanvasObject{o.scroll}
	}
	return nil
}
