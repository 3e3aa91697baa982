//go:build unix

package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// BenchmarkGridScroll is a step over a million rows: the work of the grid alone, and with the picture of the whole window by
// the toolkit's software renderer. "still" is that picture without any step.
func BenchmarkGridScroll(b *testing.B) {
	steps := []struct {
		name string
		step func(g *grid, i int)
	}{
		{"still", func(*grid, int) {}},
		{"pixels", func(g *grid, i int) { g.scrollBy(float32(25 - 50*(i/400%2))) }},
		{"row", func(g *grid, i int) { g.scrollBy(gridRowHeight) }},
		{"page", func(g *grid, i int) { g.scrollBy(g.body.Size().Height) }},
		{"jump", func(g *grid, i int) { g.scrollTo(i * 7_654_321 % 1_000_000) }},
	}
	for _, picture := range []bool{false, true} {
		for _, s := range steps {
			name := s.name
			if picture {
				name += "-picture"
			}
			b.Run(name, func(b *testing.B) { benchGrid(b, s.step, picture) })
		}
	}
}

func benchGrid(b *testing.B, step func(*grid, int), picture bool) {
	s := newGridStage(b, "light", 1_000_000, fyne.NewSize(1000, 760))
	s.window.SetContent(newPanel(s.g))
	s.g.OnRange = nil
	s.g.scrollTo(500_000)
	s.window.Canvas().Capture() // fills the toolkit's caches
	b.ReportAllocs()
	before, n := processorTime(b), 0
	for i := 0; b.Loop(); i++ {
		n++
		if s.g.firstRow() > 990_000 {
			s.g.scrollTo(1000)
		}
		step(s.g, i)
		if picture {
			s.window.Canvas().Capture()
		}
	}
	b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(n), "cpu-ms/step")
}
