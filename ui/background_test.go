package ui

import "testing"

// The clock of an order went on for ever when its second had passed just before the end, and both waited for the window.
func TestWhatWasStoppedIsNotDoneThoughItsTimeHadPassed(t *testing.T) {
	done := 0
	do, never := revocable(func() { done++ })
	queue := []func(){do, never, do}
	for _, f := range queue {
		f()
	}
	if done != 1 {
		t.Errorf("done %d times", done)
	}
}
