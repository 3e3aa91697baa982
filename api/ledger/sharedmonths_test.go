package ledger

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// Two words that never occur in the same slot are no reason to read a month; where they do, it is known in which.
func TestWordsAreAskedForWhenTheirPartsOccurTogether(t *testing.T) {
	l := onlyServer(t)
	start := int64(monthAt(micros(nine))) * monthMicros
	at := func(slot int) time.Time { return time.UnixMicro(start + int64(slot)*slotMicros + slotMicros/2) }
	for i, c := range []struct {
		slot int
		uid  string
	}{{3, "abcd"}, {40, "wxyz"}, {63, "abcd_1"}, {63, "wxyz_1"}, {10, "abcd_2"}, {20, "abcd_3"}} {
		issued(t, l, attempt(fmt.Sprintf("%s.%d", c.uid, i), at(c.slot)))
	}
	issued(t, l, attempt("abcd_4", at(200))) // some months later
	found(t, l, "abcd")                      // takes in what was written
	all := span{micros(at(0)), micros(at(200))}.months(false)
	for _, c := range []struct {
		words []string
		slots []int // of the first of the months
	}{
		{[]string{"abcd"}, []int{3, 10, 20, 63}}, {[]string{"wxyz"}, []int{40, 63}}, {[]string{"abcd", "wxyz"}, []int{63}},
		{[]string{"abcd_2"}, []int{10}}, {[]string{"abcd_2", "wxyz"}, nil},
	} {
		in, err := l.holding(t.Context(), c.words, all)
		if err != nil {
			t.Fatal(err)
		}
		var slots uint64
		for _, h := range in {
			if h.month == monthAt(start) {
				slots = h.slots
			}
		}
		var want uint64
		for _, n := range c.slots {
			want |= 1 << n
		}
		if slots != want {
			t.Errorf("%q: %064b, want %064b", c.words, slots, want)
		}
	}
}

// Where they begin and end is as the server counts it, up to the ends of what can be written.
func TestSlotsBeginAndEnd(t *testing.T) {
	for _, c := range []struct {
		in         heldMonth
		begin, end int64
	}{
		{heldMonth{0, 1}, 0, slotMicros},
		{heldMonth{2, 1<<5 | 1<<9}, 2*monthMicros + 5*slotMicros, 2*monthMicros + 10*slotMicros},
		{heldMonth{2, 1 << 63}, 2*monthMicros + 63*slotMicros, 3 * monthMicros},
		{newHeldMonth(7, math.MaxUint64), 7 * monthMicros, 8 * monthMicros},
		{newHeldMonth(lastMonth, 1<<7), lastMonth * monthMicros, math.MaxInt64},
	} {
		if b, e := c.in.begin(), c.in.end(); b != c.begin || e != c.end {
			t.Errorf("%v: %d to %d", c.in, b, e)
		}
	}
}

// A slot is noted beside those of earlier days, whatever was noted last.
func TestSlotsAreAddedDayByDay(t *testing.T) {
	l := onlyServer(t)
	start := int64(monthAt(micros(nine))) * monthMicros
	for i, slot := range []int64{3, 40, 3, 12} {
		issued(t, l, attempt(fmt.Sprintf("abcd.%d", i), time.UnixMicro(start+slot*slotMicros+1)))
		found(t, l, "abcd") // takes it in
	}
	got := one[int64](t, l.reads(), "SELECT slots FROM part_months WHERE part = 'abcd'")
	if want := int64(1<<3 | 1<<12 | 1<<40); got != want {
		t.Errorf("%b, want %b", got, want)
	}
}
