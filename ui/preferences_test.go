package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestWindowIsRememberedAsOneValueAndReadFromThoseOfEarlier(t *testing.T) {
	p := preferences{test.NewTempApp(t).Preferences()}
	if got := p.window(); got != (windowState{Width: 1280, Height: 800, Split: 0.36}) {
		t.Errorf("at first %+v", got)
	}
	p.p.SetFloat(prefWidth, 1100)
	p.p.SetFloat(prefHeight, 620)
	p.p.SetFloat(prefSplit, 0.5)
	p.p.SetString(prefPlace, "10,20")
	before := windowState{Width: 1100, Height: 620, Place: "10,20", Split: 0.5}
	if got := p.window(); got != before {
		t.Errorf("what 0.1.0 kept: %+v", got)
	}
	changes := 0
	p.p.AddChangeListener(func() { changes++ })
	left := windowState{Width: 1000, Height: 700, Place: "30,40", Split: 0.4}
	p.setWindow(left)
	if got := p.window(); got != left || changes != 1 {
		t.Errorf("%+v after %d writes", got, changes)
	}
}
