package ui

import "slices"

// gridSpan is a run of rows, both ends included.
type gridSpan struct{ from, to int }

// gridSelection is a set of rows kept as runs in order, so that a selection of a million rows costs as much as one row.
type gridSelection struct{ spans []gridSpan }

// set selects one run alone.
func (s *gridSelection) set(from, to int) { s.spans = []gridSpan{{from, to}} }

func (s *gridSelection) clear() { s.spans = nil }

// add selects a run too.
func (s *gridSelection) add(from, to int) {
	var out []gridSpan
	for _, x := range s.spans {
		if x.to+1 < from || x.from-1 > to {
			out = append(out, x)
			continue
		}
		from, to = min(from, x.from), max(to, x.to)
	}
	at, _ := slices.BinarySearchFunc(out, from, byStart)
	s.spans = slices.Insert(out, at, gridSpan{from, to})
}

// remove takes a run out of the selection.
func (s *gridSelection) remove(from, to int) {
	var out []gridSpan
	for _, x := range s.spans {
		if x.from < from {
			out = append(out, gridSpan{x.from, min(x.to, from-1)})
		}
		if x.to > to {
			out = append(out, gridSpan{max(x.from, to+1), x.to})
		}
	}
	s.spans = out
}

func (s *gridSelection) toggle(i int) {
	if s.has(i) {
		s.remove(i, i)
		return
	}
	s.add(i, i)
}

func (s *gridSelection) has(i int) bool {
	at, found := slices.BinarySearchFunc(s.spans, i, byStart)
	return found || at > 0 && s.spans[at-1].to >= i
}

func byStart(s gridSpan, i int) int { return s.from - i }

func (s *gridSelection) count() int {
	n := 0
	for _, x := range s.spans {
		n += x.to - x.from + 1
	}
	return n
}

// list is every row of the selection.
func (s *gridSelection) list() []int {
	out := make([]int, 0, s.count())
	for _, x := range s.spans {
		for i := x.from; i <= x.to; i++ {
			out = append(out, i)
		}
	}
	return out
}

// shift moves the selection with its rows.
func (s *gridSelection) shift(by int) {
	for i := range s.spans {
		s.spans[i].from += by
		s.spans[i].to += by
	}
	if len(s.spans) > 0 && s.spans[0].from < 0 {
		s.remove(s.spans[0].from, -1)
	}
}

// cut drops what is selected behind the end of the list; true when there was some.
func (s *gridSelection) cut(total int) bool {
	n := len(s.spans)
	if n == 0 || s.spans[n-1].to < total {
		return false
	}
	s.remove(total, s.spans[n-1].to)
	return true
}
