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
	for _, s := range scrollsAround(root, o) {
		scrollTo(s, o)
	}
}

// scrollTo moves as little as needed, with some room round the control.
func scrollTo(s *container.Scroll, o fyne.CanvasObject) {
	if least := s.Content.MinSize(); s.Content.Size().Height < least.Height || s.Content.Size().Width < least.Width {
		s.Refresh() // rows have come that it does not know of
	}
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(o).Subtract(d.AbsolutePositionForObject(s.Content))
	to := fyne.NewPos(
		offsetFor(s.Offset.X, s.Size().Width, s.Content.Size().Width, at.X, o.Size().Width),
		offsetFor(s.Offset.Y, s.Size().Height, s.Content.Size().Height, at.Y, o.Size().Height))
	if to != s.Offset {
		s.ScrollToOffset(to)
	}
}

// offsetFor is the offset, in one direction, at which a control can be seen with some room round it, as far as there is any: its
// beginning, if it is longer than the view.
func offsetFor(offset, view, content, at, length float32) float32 {
	room := max(min(30, (view-length)/2), 0)
	switch most := max(content-view, 0); {
	case at-room < offset:
		return min(max(at-room, 0), most)
	case at+length+room > offset+view:
		return min(at+length+room-view, max(at-room, 0), most)
	}
	return offset
}

// scrollsAround are the scrolls that hold o, innermost first.
func scrollsAround(from, o fyne.CanvasObject) []*container.Scroll {
	all, _ := scrollsTo(from, o)
	return all
}

func scrollsTo(from, o fyne.CanvasObject) (all []*container.Scroll, found bool) {
	if from == o {
		return nil, true
	}
	for _, child := range heldBy(from) {
		if all, found = scrollsTo(child, o); !found {
			continue
		}
		if s, ok := from.(*container.Scroll); ok {
			all = append(all, s)
		}
		return all, true
	}
	return nil, false
}

// placeIn is where o stands in an object around it. Unlike the toolkit's positions it is known before the first picture.
func placeIn(outer, o fyne.CanvasObject) (fyne.Position, bool) {
	if outer == o {
		return fyne.Position{}, true
	}
	for _, child := range heldBy(outer) {
		if at, ok := placeIn(child, o); ok {
			return at.Add(child.Position()), true
		}
	}
	return fyne.Position{}, false
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
