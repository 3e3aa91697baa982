package ui

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestGridPlaceReachesBothEndsExactly(t *testing.T) {
	for _, total := range []int{1, 10, 11, 1_000_000, 10_000_000, math.MaxInt32} {
		for _, height := range []float32{0, 20, 48, 480, 481.5, 530, 2000} {
			p := gridPlace{total: total, row: 48, height: height}
			p.by(1e9 * 48)
			for range 3 {
				p.by(math.MaxFloat32 / 2)
			}
			p.to(total)
			if got := p.last(); got != total-1 && height > 0 {
				t.Errorf("%d rows in %v: the last in sight is %d", total, height, got)
			}
			if foot := p.top(total-1) + p.row; float32(total)*48 > height && math.Abs(float64(foot-height)) > 0.01 {
				t.Errorf("%d rows in %v: the last row ends at %v", total, height, foot)
			}
			p.to(0)
			if p.first != 0 || p.offset != 0 {
				t.Errorf("%d rows in %v: the first is at %d, %v", total, height, p.first, p.offset)
			}
		}
	}
}

// A place is always within the list, and pixels there and back lead to where they began.
func TestGridPlaceKeepsWithinTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := gridPlace{total: rapid.IntRange(0, 10_000_000).Draw(t, "total"), row: 48,
			height: float32(rapid.IntRange(0, 2000).Draw(t, "height"))}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				p.by(float32(rapid.IntRange(-40000, 40000).Draw(t, "pixels")))
			case 1:
				p.to(rapid.IntRange(-5, 10_000_005).Draw(t, "row"))
			case 2:
				p.toShare(rapid.Float64Range(-0.1, 1.1).Draw(t, "share"), 600)
			case 3:
				p.setHeight(float32(rapid.IntRange(0, 2000).Draw(t, "new height")))
			case 4:
				p.reveal(rapid.IntRange(0, max(p.total-1, 0)).Draw(t, "revealed"))
			}
			checkPlace(t, p)
		}
	})
}

func checkPlace(t *rapid.T, p gridPlace) {
	if p.first < 0 || p.offset < 0 || p.offset >= p.row || p.first > max(p.total, 0) {
		t.Fatalf("out of the list: %+v", p)
	}
	if p.total > 0 && p.height > 0 && p.last() < p.first {
		t.Fatalf("nothing in sight: %+v", p)
	}
	if foot := p.top(p.total) - p.height; p.total-p.first < 100 && p.first > 0 && foot < -0.01 {
		t.Fatalf("room below the last row: %+v", p)
	}
	there := p
	there.by(25)
	if moved := there; moved.first < p.total-100 {
		there.by(-25)
		if there.first != p.first || math.Abs(float64(there.offset-p.offset)) > 0.001 {
			t.Fatalf("there and back from %+v leads to %+v", p, there)
		}
	}
}

func TestGridSelectionIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s gridSelection
		want := map[int]bool{}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			from := rapid.IntRange(0, 30).Draw(t, "from")
			to := from + rapid.IntRange(0, 6).Draw(t, "more")
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				s.add(from, to)
				for i := from; i <= to; i++ {
					want[i] = true
				}
			case 1:
				s.remove(from, to)
				for i := from; i <= to; i++ {
					delete(want, i)
				}
			case 2:
				s.toggle(from)
				if want[from] = !want[from]; !want[from] {
					delete(want, from)
				}
			case 3:
				s.set(from, to)
				clear(want)
				for i := from; i <= to; i++ {
					want[i] = true
				}
			case 4:
				by := rapid.IntRange(-4, 4).Draw(t, "by")
				s.shift(by)
				want = movedSet(want, by)
			}
			compareSets(t, &s, want)
		}
	})
}

func movedSet(set map[int]bool, by int) map[int]bool {
	out := map[int]bool{}
	for i := range set {
		if i+by >= 0 {
			out[i+by] = true
		}
	}
	return out
}

func compareSets(t *rapid.T, s *gridSelection, want map[int]bool) {
	if s.count() != len(want) {
		t.Fatalf("%d rows selected, want %d: %v", s.count(), len(want), s.spans)
	}
	for i := range 60 {
		if s.has(i) != want[i] {
			t.Fatalf("row %d: %v in %v", i, s.has(i), s.spans)
		}
	}
	for k, i := range s.list() {
		if !want[i] || k > 0 && s.list()[k-1] >= i {
			t.Fatalf("listed %v", s.list())
		}
	}
	for k := 1; k < len(s.spans); k++ {
		if s.spans[k].from <= s.spans[k-1].to+1 {
			t.Fatalf("spans that touch: %v", s.spans)
		}
	}
}
