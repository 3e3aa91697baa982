package main

import (
	"image"
	"image/color"
	"math"
)

const (
	// tile is the side of the squares that pictures are compared by: about that of a Korean letter in the window.
	tile = 16
	// farthest is how far what is shown may have moved: Wine puts its window where its title bar has room.
	farthest = 16
	// same is the correlation from which two tiles show the same. Edges drawn a little otherwise cost less than a tenth,
	// another letter, or the box of a font that lacks it, seldom has half.
	same = 0.8
	// alike is the share of such tiles from which a text is the same. Times of day may differ.
	alike = 0.85
	// enough is how many tiles have to have text for anything to be said.
	enough = 100
)

// brightness is a picture without colours.
type brightness struct {
	bounds image.Rectangle
	at     []float64
}

func brightnessOf(m image.Image) brightness {
	b := brightness{m.Bounds(), nil}
	for y := b.bounds.Min.Y; y < b.bounds.Max.Y; y++ {
		for x := b.bounds.Min.X; x < b.bounds.Max.X; x++ {
			b.at = append(b.at, float64(color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y))
		}
	}
	return b
}

// tile is one square, nil where the picture ends.
func (b brightness) tile(at image.Point) []float64 {
	if !image.Rect(at.X, at.Y, at.X+tile, at.Y+tile).In(b.bounds) {
		return nil
	}
	out := make([]float64, 0, tile*tile)
	for y := range tile {
		from := (at.Y+y-b.bounds.Min.Y)*b.bounds.Dx() + at.X - b.bounds.Min.X
		out = append(out, b.at[from:from+tile]...)
	}
	return out
}

// lettered tells whether a tile has text: light and dark change often both along and across. Lines, boxes and plain colour
// do not.
func lettered(t []float64) bool {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range t {
		low, high = min(low, v), max(high, v)
	}
	if high-low < 60 {
		return false
	}
	along, across, middle := 0, 0, (low+high)/2
	for i := range t {
		if i%tile > 0 && (t[i] > middle) != (t[i-1] > middle) {
			along++
		}
		if i >= tile && (t[i] > middle) != (t[i-tile] > middle) {
			across++
		}
	}
	return along >= tile && across >= tile
}

// correlation is 1 for the same drawing in whatever colours, about 0 for two that have nothing to do with each other.
func correlation(a, b []float64) float64 {
	if a == nil || b == nil {
		return 0
	}
	var meanA, meanB float64
	for i := range a {
		meanA, meanB = meanA+a[i]/float64(len(a)), meanB+b[i]/float64(len(b))
	}
	var ab, aa, bb float64
	for i := range a {
		x, y := a[i]-meanA, b[i]-meanB
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return math.Abs(ab) / math.Sqrt(aa*bb)
}

// likeness is how much of the text in an area of one picture is in another one, wherever it moved to as a whole.
func likeness(want, got image.Image, area image.Rectangle) (share float64, tiles int) {
	w, g := brightnessOf(want), brightnessOf(got)
	var text []image.Point
	for y := area.Min.Y; y < area.Max.Y; y += tile {
		for x := area.Min.X; x < area.Max.X; x += tile {
			if t := w.tile(image.Pt(x, y)); t != nil && lettered(t) {
				text = append(text, image.Pt(x, y))
			}
		}
	}
	moved := movement(w, g, text)
	var found float64
	for _, at := range text {
		best := 0.0
		for _, near := range around(1) { // letters stand on whole points, rounded on their own
			best = max(best, correlation(w.tile(at), g.tile(at.Add(moved).Add(near))))
		}
		if best >= same {
			found++
		}
	}
	return found / float64(max(len(text), 1)), len(text)
}

// movement is where to the text moved: what fits some of the tiles best.
func movement(w, g brightness, text []image.Point) (best image.Point) {
	most := -1.0
	for _, by := range around(farthest) {
		sum := 0.0
		for i := 0; i < len(text); i += max(1, len(text)/24) {
			sum += correlation(w.tile(text[i]), g.tile(text[i].Add(by)))
		}
		if sum > most {
			most, best = sum, by
		}
	}
	return best
}

// around are the points at most so far away, along each axis.
func around(far int) (out []image.Point) {
	for y := -far; y <= far; y++ {
		for x := -far; x <= far; x++ {
			out = append(out, image.Pt(x, y))
		}
	}
	return out
}
