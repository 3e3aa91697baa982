package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestWindowIsNoLargerThanItsScreen(t *testing.T) {
	usual := fyne.NewSize(1280, 800)
	for _, c := range []struct {
		name          string
		width, height int
		want          fyne.Size
	}{
		{"a large screen", 3840, 2160, usual},
		{"a laptop", 1366, 728, fyne.NewSize(1280, 688)},
		{"a small screen", 1024, 640, fyne.NewSize(1024, 600)},
		{"nobody knows", 0, 0, usual},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t, func(d *Deps) { d.Room = func() (int, int) { return c.width, c.height } })
			s.window.window.Resize(usual)
			s.window.fit()
			if got := s.window.window.Canvas().Size(); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}
