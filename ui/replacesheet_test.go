package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"billkey/api/issuing"
)

func TestReplacingCanBePressedOnceEnoughIsTyped(t *testing.T) {
	w, _ := loadWords("ko")
	s := newReplaceSheet(w, issuing.Lookup{UID: "gildong_0001_1111", Key: &issuing.Key{Masked: "411111******1111"}})
	for _, c := range []struct {
		typed string
		on    bool
	}{{"", false}, {"111", false}, {"1111", true}, {"11", false}} {
		s.lastFour.fill([]byte(c.typed))
		if s.deed.Disabled() == c.on {
			t.Errorf("%q: the button is on: %t", c.typed, !s.deed.Disabled())
		}
	}
	s = newReplaceSheet(w, issuing.Lookup{UID: "gildong_0001", Key: &issuing.Key{}})
	if !s.deed.Disabled() {
		t.Error("the button is on before anything is typed")
	}
	s.uid.SetText("gildong_0001")
	if s.deed.Disabled() {
		t.Error("the button is off after the customer_uid was typed")
	}
}

// A used customer_uid says what can be done, whole, in a form of the usual width.
func TestBlockedFormSaysWhatToDoInOneLine(t *testing.T) {
	for _, lang := range Languages {
		s := newStage(t, func(d *Deps) { d.Language = lang })
		s.customer("gildong_0001_1111", cardVisa)
		s.keys("<enter>gildong_0001_1111")
		s.q.pass(restAfter)
		line := s.window.form.readBack
		if got, room := line.measure(line.content).Width, float32(440-2*16); line.content == "" || got > room {
			t.Errorf("%q needs %v of %v", line.content, got, room)
		}
		s.window.window.Resize(fyne.NewSize(1024, 640))
		s.window.flow.askReplace()
		s.q.drain()
		s.says("replace.warning", "replace.advice", "replace.pg")
		s.shot("replace-" + lang)
	}
}
