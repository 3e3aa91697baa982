package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// shares lays out objects side by side in fixed shares of the width. Where that is too narrow for one of them, it gets what
// it needs and the others share the rest: a row needs no more width than all of its objects do together.
type shares struct {
	gap   float32
	parts []float32
}

func sharedRow(gap float32, parts []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&shares{gap, parts}, objects...)
}

// MinSize is all objects side by side.
func (s *shares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	out := fyne.NewSize(s.gap*float32(len(objects)-1), 0)
	for _, o := range objects {
		m := o.MinSize()
		out = fyne.NewSize(out.Width+m.Width, max(out.Height, m.Height))
	}
	return out
}

// Layout gives every object its share.
func (s *shares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, w := range s.widths(objects, size.Width-s.gap*float32(len(objects)-1)) {
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(w, size.Height))
		x += w + s.gap
	}
}

// widths shares what is free; whoever's share is too narrow is taken out and served first.
func (s *shares) widths(objects []fyne.CanvasObject, free float32) []float32 {
	out, served := make([]float32, len(objects)), make([]bool, len(objects))
	for again := true; again; {
		again = false
		sum := float32(0)
		for i := range objects {
			if !served[i] {
				sum += s.parts[i]
			}
		}
		for i, o := range objects {
			if served[i] {
				continue
			}
			out[i] = max(0, free*s.parts[i]/sum)
			if m := o.MinSize().Width; m > out[i]+0.01 {
				out[i], served[i], again = m, true, true
				free -= m
				break
			}
		}
	}
	return out
}
