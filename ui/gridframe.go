package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// gridFrame is the line round what has the keyboard. It is made of four plain bars: the software renderer displaces a
// rounded or stroked rectangle whose edge is cut off, and rows are cut off at both ends of the grid.
type gridFrame struct{ sides [4]*canvas.Rectangle }

const gridFrameWidth = 2

func newGridFrame() *gridFrame {
	f := &gridFrame{}
	for i := range f.sides {
		f.sides[i] = canvas.NewRectangle(nil)
		f.sides[i].Hidden = true
	}
	return f
}

func (f *gridFrame) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{f.sides[0], f.sides[1], f.sides[2], f.sides[3]}
}

func (f *gridFrame) resize(s fyne.Size) {
	const w = gridFrameWidth
	f.sides[0].Resize(fyne.NewSize(s.Width, w))
	f.sides[1].Resize(fyne.NewSize(s.Width, w))
	f.sides[1].Move(fyne.NewPos(0, s.Height-w))
	f.sides[2].Resize(fyne.NewSize(w, s.Height))
	f.sides[3].Resize(fyne.NewSize(w, s.Height))
	f.sides[3].Move(fyne.NewPos(s.Width-w, 0))
}

func (f *gridFrame) draw(on bool) {
	for _, side := range f.sides {
		side.FillColor, side.Hidden = colour(colourAccent), !on
	}
}
