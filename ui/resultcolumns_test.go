package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// drawn are the texts of a column as they stand in the rows in sight, newest first.
func (s *stage) drawn(key string) []string {
	s.t.Helper()
	g := s.window.results.grid
	first, last := g.rowsInSight()
	for k, slot := range g.slots {
		if g.arranged[slot.column].key != key {
			continue
		}
		var out []string
		for i := first; i <= last; i++ {
			out = append(out, g.body.lines[i%len(g.body.lines)].cells[k].text.Text)
		}
		return out
	}
	s.t.Fatalf("%s has no column", key)
	return nil
}

// The serial and the last four tell a customer's cards from each other: in the smallest of usual windows a composed
// customer_uid stands whole, and a longer one loses something of its member's name.
func TestAComposedCustomerUIDIsReadInASmallWindow(t *testing.T) {
	for _, lang := range []string{"ko", "en"} {
		s := newStage(t, func(d *Deps) { d.Language = lang })
		s.window.window.Resize(fyne.NewSize(1024, 640))
		const long = "kim_minjun_of_the_long_names_0044_4444"
		s.registered(long, "gildong_0001_1234", "gildong_0044_4444")
		layAnew(s.window.window.Canvas().Content())
		got := s.drawn("customer_uid")
		if len(got) != 3 || got[0] != "gildong_0044_4444" || got[1] != "gildong_0001_1234" {
			t.Fatalf("%s: %q", lang, got)
		}
		if head, tail, cut := strings.Cut(got[2], "…"); !cut || tail != "_0044_4444" || head == "" || !strings.HasPrefix(long, head) {
			t.Errorf("%s: %q", lang, got[2])
		}
	}
}

func TestTheEndOfACustomerUIDThatStays(t *testing.T) {
	for uid, want := range map[string]int{
		"gildong_0001_1234": 10, "홍길동_0001_1234": 10, "m_0001_1234_2_1111": 7, "gildong": 4, "gildong_1234": 4,
		"m_" + fmt.Sprintf("%012d", 7) + "_1234": 4, "": 4,
	} {
		if got := uidTail(uid); got != want {
			t.Errorf("%q: %d", uid, got)
		}
	}
}
