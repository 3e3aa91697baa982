package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestNothingMovesWhereDrawingIsSlow(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(newTheme("light"))
	for _, still := range []bool{false, true} {
		s := newStatusLine(still)
		s.say(toneGood, "calm")
		s.busy("one moment")
		if s.activity.Visible() == still || s.left.content != "one moment" {
			t.Errorf("still %v: %v %q", still, s.activity.Visible(), s.left.content)
		}
		s.busy("")
		if s.activity.Visible() || s.left.content == "one moment" {
			t.Errorf("still %v, afterwards: %v %q", still, s.activity.Visible(), s.left.content)
		}
	}
}
