package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

const (
	gridNamesFrom = 640 // width of the grid from which on the names of the marks have room
	gridNamesMost = 60  // width of that room at most
	gridTickGap   = 5
	gridNameScale = 0.9 // of small text
	gridNameGap   = 26
)

// gridMarks draws ticks beside the track of the scroll bar, and their names where there is room. What would overlap is
// left out.
type gridMarks struct {
	marks []gridMark
	ticks []*canvas.Rectangle
	names []*canvas.Text
	at    []gridMark // of the names, in their order
	ruler *gridRuler
	laid  gridMarksLaid
}

// gridMarksLaid is what the places of the marks depend on.
type gridMarksLaid struct {
	size fyne.Size
	rows float64
}

func newGridMarks() *gridMarks { return &gridMarks{ruler: newGridRuler()} }

func (m *gridMarks) set(marks []gridMark) {
	m.marks = marks
	m.forget()
}

func (m *gridMarks) forget() { m.laid = gridMarksLaid{} }

func (m *gridMarks) letters() float32 { return size(sizeSmall) * gridNameScale }

// room is the width the names take beside the bar, none in a narrow grid.
func (m *gridMarks) room(width float32) float32 {
	if width < gridNamesFrom {
		return 0
	}
	widest := float32(0)
	for _, k := range m.marks {
		widest = max(widest, m.ruler.width(k.label, m.letters(), false))
	}
	if widest == 0 {
		return 0
	}
	return min(widest+4, gridNamesMost)
}

func (m *gridMarks) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(m.ticks)+len(m.names)+1)
	for _, t := range m.ticks {
		out = append(out, t)
	}
	for _, n := range m.names {
		out = append(out, n)
	}
	return out
}

// draw places the marks anew when the bar or the list has changed its size; y is where a row is on the bar.
func (m *gridMarks) draw(p *gridPlace, s fyne.Size, y func(int) float32) {
	now := gridMarksLaid{s, p.rows()}
	if m.laid == now {
		return
	}
	m.laid = now
	m.ticks, m.names, m.at = m.ticks[:0], m.names[:0], m.at[:0]
	if now.rows == 0 {
		return
	}
	lastTick, lastName := float32(-100), float32(-100)
	for _, k := range m.marks {
		if at := y(k.at); k.at < p.total && at-lastTick >= gridTickGap {
			lastTick = at
			named := s.Width > gridBarWidth && at-lastName >= gridNameGap
			m.addTick(s.Width, at, named)
			if named {
				lastName = at
				m.addName(k, s.Width, at)
			}
		}
	}
}

func (m *gridMarks) addTick(width, y float32, named bool) {
	t := canvas.NewRectangle(colour(colourFaint))
	long := float32(3)
	if named {
		long = 5
	}
	t.Move(fyne.NewPos(width-gridBarWidth+2, y-0.5))
	t.Resize(fyne.NewSize(long, 1))
	m.ticks = append(m.ticks, t)
}

func (m *gridMarks) addName(k gridMark, width, y float32) {
	room, h := width-gridBarWidth, m.letters()*1.4
	shown, _ := m.ruler.cut(k.label, room, m.letters(), false)
	n := canvas.NewText(shown, colour(colourQuiet))
	n.TextSize, n.Alignment = m.letters(), fyne.TextAlignTrailing
	n.Move(fyne.NewPos(0, y-h/2))
	n.Resize(fyne.NewSize(room-1, h))
	m.names, m.at = append(m.names, n), append(m.at, k)
}

// named is the row of the mark whose name is at a place.
func (m *gridMarks) named(at fyne.Position) (int, bool) {
	for i, n := range m.names {
		p, s := n.Position(), n.Size()
		if at.X < p.X+s.Width && at.Y >= p.Y && at.Y < p.Y+s.Height {
			return m.at[i].at, true
		}
	}
	return 0, false
}
