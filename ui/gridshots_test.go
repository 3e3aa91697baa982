package ui

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// The pictures are to be looked at, not compared.
func TestGridPictures(t *testing.T) {
	if os.Getenv("BILLKEY_SHOTS") == "" {
		t.Skip("BILLKEY_SHOTS names no folder")
	}
	for _, look := range []string{"light", "dark"} {
		for _, width := range []float32{520, 1000, 1600} {
			s := newGridStage(t, look, 1_000_000, fyne.NewSize(width, 560))
			s.window.SetContent(newPanel(s.g))
			s.g.setMarks(gridTestMarks(1_000_000))
			s.g.focus()
			s.click(1, 0)
			s.click(3, fyne.KeyModifierControl)
			s.click(4, fyne.KeyModifierControl)
			s.rows().MouseIn(gridMouse(50, 6*gridRowHeight+9))
			name := fmt.Sprintf("grid-%s-%.0f", look, width)
			saveShot(t, s.window.Canvas(), name+"-top")
			s.pictureOfDrag(name)
			s.pictureOfHead(name)
		}
		gridPictureDense(t, look)
	}
}

func (s *gridStage) pictureOfDrag(name string) {
	y, _ := s.g.bar.thumbAt()
	x := s.g.bar.Size().Width - 5
	s.g.bar.MouseDown(gridMouse(x, y+4))
	s.g.bar.Dragged(gridDragTo(x, s.g.bar.Size().Height/2))
	full := s.g.row
	s.g.row = func(i int) (gridRow, bool) {
		if i > s.g.firstRow()+4 {
			return gridRow{}, false
		}
		return full(i)
	}
	s.g.refreshRows()
	saveShot(s.t.(*testing.T), s.window.Canvas(), name+"-drag")
	s.g.row = full
	s.g.bar.DragEnd()
}

func (s *gridStage) pictureOfHead(name string) {
	h := s.g.head
	s.g.scrollTo(1_000_000)
	s.window.Canvas().Focus(h)
	h.at = 1
	from, to := s.g.slots[1], s.g.slots[3]
	h.MouseDown(gridMouse(from.x+30, 10))
	h.Dragged(gridDragTo(from.x+60, 10))
	h.Dragged(gridDragTo(to.x+to.w-10, 10))
	saveShot(s.t.(*testing.T), s.window.Canvas(), name+"-head-end")
	h.DragEnd()
}

func gridPictureDense(t *testing.T, look string) {
	s := newGridStage(t, look, 12, fyne.NewSize(900, 480))
	s.window.SetContent(newPanel(s.g))
	s.g.setDense(true)
	s.g.setSort("uid", true)
	s.g.focus()
	s.g.selectRow(2, false, false)
	test.FocusNext(s.window.Canvas())
	saveShot(t, s.window.Canvas(), "grid-"+look+"-dense")
}
