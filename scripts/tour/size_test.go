package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// geometry is where a window is on the screen, in pixels.
type geometry struct{ x, y, w, h int }

// geometry asks the display, not the program.
func (d *desk) geometry(window string) (g geometry) {
	d.t.Helper()
	var screen, id int
	if _, err := fmt.Sscanf(strings.Join(strings.Fields(d.x("getwindowgeometry", "--shell", window)), " "),
		"WINDOW=%d X=%d Y=%d WIDTH=%d HEIGHT=%d SCREEN=%d", &id, &g.x, &g.y, &g.w, &g.h, &screen); err != nil {
		d.t.Fatal(err)
	}
	return g
}

func TestSizeOfTheWindowIsKept(t *testing.T) {
	d := newDesk(t)
	s := d.open("a")
	w := d.window(s)
	want := geometry{w: 1100, h: 620}
	for try, held := 0, 0; try < 20 && held < 2; try++ { // a busy program may still be giving the window the size it begins with
		if g := d.geometry(w); g.w == want.w && g.h == want.h {
			held++
		} else {
			held = 0
			d.x("windowsize", "--sync", w, "1100", "620")
		}
		s.Keys("ctrl+comma") // what comes after the new size: once it is answered, the program knows the size
		s.Await("settings")
		s.Keys("Escape")
		s.Await("desk")
	}
	s.Close()
	d.must(s)
	for range 2 { // what was kept is kept again
		s = d.open("a")
		if got := d.geometry(d.window(s)); got.w != want.w || got.h != want.h {
			t.Errorf("%+v, want %+v", got, want)
		}
		s.Close()
		d.must(s)
	}
	if files, err := filepath.Glob(filepath.Join(d.home, "fyne", "*", "preferences.json")); err != nil || len(files) != 1 {
		t.Errorf("preferences: %v %v", files, err)
	}
}

func TestWindowFitsASmallScreen(t *testing.T) {
	d := newDesk(t, "-screen", "0", "1024x640x24")
	s := d.open("a")
	if got := d.geometry(d.window(s)); got.w != 1024 || got.h > 640 || got.h < 560 {
		t.Errorf("%+v", got)
	}
	s.Close()
	d.must(s)
}

func TestWindowKeepsItsSizeWhileItsContentGrows(t *testing.T) {
	d := newDesk(t)
	s := d.open("a")
	w := d.window(s)
	want := d.geometry(w)
	for range 6 { // from 100 to 200 %
		s.Keys("ctrl+plus")
		s.Await("desk")
	}
	s.Await("rescaled")
	if got := d.geometry(w); got != want {
		t.Errorf("at 200 %%: %+v, want %+v", got, want)
	}
	s.Keys("ctrl+0")
	s.Await("rescaled")
	if got := d.geometry(w); got != want {
		t.Errorf("back at 100 %%: %+v, want %+v", got, want)
	}
	s.Close()
	d.must(s)
}
