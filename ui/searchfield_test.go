package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestTheSearchIsEmptiedByEscAndByTheFilters(t *testing.T) {
	s := newFilledStage(t)
	p := s.window.results
	all := p.list.total
	s.window.window.Canvas().Focus(p.search)
	s.keys("9673")
	s.q.pass(searchRests)
	if p.list.total >= all {
		t.Fatalf("%d rows", p.list.total)
	}
	s.hit(fyne.KeyEscape)
	if p.search.Text != "" || s.focused() != fyne.Focusable(p.search) {
		t.Errorf("Esc left %q", p.search.Text)
	}
	s.hit(fyne.KeyEscape)
	if s.focused() == fyne.Focusable(p.search) {
		t.Error("a second Esc does not leave the search")
	}
	p.search.SetText("9673")
	p.filters.toggle("issued")
	s.press(p.filters.clear)
	s.q.pass(searchRests)
	if p.search.Text != "" || p.narrowed() || p.list.total != all {
		t.Errorf("%q, %d of %d rows", p.search.Text, p.list.total, all)
	}
}

func TestTheSearchHintIsTheLongestThatHasRoom(t *testing.T) {
	s := newStage(t)
	p := s.window.results
	for width, want := range map[float32]string{400: "results.search", 120: "results.search.short"} {
		if p.search.Resize(fyne.NewSize(width, 38)); p.search.PlaceHolder != s.window.w.t(want) {
			t.Errorf("%g wide it says %q", width, p.search.PlaceHolder)
		}
	}
}

// Nothing moves when the button that empties the search comes.
func TestTheSearchKeepsItsSize(t *testing.T) {
	s := newStage(t)
	p := s.window.results
	before := p.finding.MinSize()
	if p.search.SetText("1"); p.finding.MinSize() != before {
		t.Errorf("%v, was %v", p.finding.MinSize(), before)
	}
}
