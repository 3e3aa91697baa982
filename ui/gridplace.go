package ui

import "math"

// gridPlace says which rows of a long list are in sight. It counts in rows and in pixels within one row, never in pixels
// from the top: float32 loses single rows from some ten thousand on.
type gridPlace struct {
	total  int
	row    float32 // height of a row
	height float32 // height of what is seen
	first  int     // the first row in sight
	offset float32 // how much of it is above the upper edge; less than a row
}

// whole is how many rows fit.
func (p *gridPlace) whole() int { return int(p.height / p.row) }

// ending is the place at which row n-1 stands at the lower edge.
func (p *gridPlace) ending(n int) (first int, offset float32) {
	whole := p.whole()
	rest := p.height - float32(whole)*p.row
	switch {
	case n <= whole:
		return 0, 0
	case rest == 0:
		return n - whole, 0
	}
	return n - whole - 1, p.row - rest
}

func (p *gridPlace) clamp() {
	first, offset := p.ending(p.total)
	if p.before(first, offset) {
		return
	}
	p.first, p.offset = first, offset
}

// before is true when the place lies within the list and not behind another one.
func (p *gridPlace) before(first int, offset float32) bool {
	return p.first >= 0 && (p.first < first || p.first == first && p.offset <= offset)
}

// by moves on by pixels; down the list is positive.
func (p *gridPlace) by(pixels float32) {
	at := float64(p.offset) + float64(pixels)
	rows := math.Floor(at / float64(p.row))
	p.first += int(rows)
	p.offset = min(max(float32(at-rows*float64(p.row)), 0), math.Nextafter32(p.row, 0))
	if p.first < 0 {
		p.first, p.offset = 0, 0
	}
	p.clamp()
}

// to makes row i the first one, as far as the list goes on.
func (p *gridPlace) to(i int) {
	p.first, p.offset = max(i, 0), 0
	p.clamp()
}

// reveal moves as little as needed to show the whole of row i.
func (p *gridPlace) reveal(i int) {
	if i <= p.first {
		p.to(i)
		return
	}
	if first, offset := p.ending(i + 1); !(p.first > first || p.first == first && p.offset >= offset) {
		p.first, p.offset = first, offset
		p.clamp()
	}
}

// last is the last row in sight, if only in part; before the first when none is.
func (p *gridPlace) last() int {
	n := int(math.Ceil(float64(p.height+p.offset) / float64(p.row)))
	return min(p.first+n, p.total) - 1
}

// top is the y of a row in sight.
func (p *gridPlace) top(i int) float32 { return float32(i-p.first)*p.row - p.offset }

// at is the row at a y; false where there is none.
func (p *gridPlace) at(y float32) (int, bool) {
	i := p.first + int(math.Floor(float64(y+p.offset)/float64(p.row)))
	return i, y >= 0 && y < p.height && i >= 0 && i < p.total
}

// rows is how far the list can be moved, in rows.
func (p *gridPlace) rows() float64 {
	first, offset := p.ending(p.total)
	return float64(first) + float64(offset/p.row)
}

// share is how far the list has been moved, 0 to 1.
func (p *gridPlace) share() float64 { return p.shareOf(float64(p.first) + float64(p.offset/p.row)) }

func (p *gridPlace) shareOf(row float64) float64 {
	if rows := p.rows(); rows > 0 {
		return min(row/rows, 1)
	}
	return 0
}

// toShare moves to a share of the list. Where a pixel of the scroll bar is more than a row, whole rows are shown.
func (p *gridPlace) toShare(share float64, track float32) {
	rows := p.rows()
	at := min(max(share, 0), 1) * rows
	whole := math.Floor(at)
	p.first, p.offset = int(whole), 0
	if share >= 1 {
		p.first, p.offset = p.ending(p.total)
	} else if rows < float64(track) {
		p.offset = float32(math.Floor((at - whole) * float64(p.row))) // whole pixels keep letters sharp
	}
	p.clamp()
}

// setRow changes the height of a row and keeps the first one.
func (p *gridPlace) setRow(height float32) {
	p.row, p.offset = height, 0
	p.clamp()
}

func (p *gridPlace) setHeight(height float32) {
	p.height = height
	p.clamp()
}
