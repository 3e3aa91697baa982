package preflight

import "github.com/go-gl/glfw/v3.3/glfw"

// Room is the size of the largest screen without its bars, in pixels; zeros when it can't be told. It belongs on the
// window's thread, and is asked when the window is shown.
func Room() (width, height int) {
	defer func() { _ = recover() }() // a system whose bars nobody tells of
	for _, m := range glfw.GetMonitors() {
		if _, _, w, h := m.GetWorkarea(); w*h > width*height {
			width, height = w, h
		}
	}
	return width, height
}
