package ui

import (
	"context"

	"billkey/ui/platform"
)

// forwarder lets another goroutine bring the window to the front, and wait until it is there: false is a window that has
// closed or does not answer. do runs a function on the window's thread.
func forwarder(do func(func()), raise func()) func(ctx context.Context) bool {
	return func(ctx context.Context) bool {
		done := make(chan struct{})
		do(func() { raise(); close(done) })
		select {
		case <-done:
			return true
		case <-ctx.Done():
			return false
		}
	}
}

// comeForward brings the window to the front, also when it was minimised.
func (dw *desktopWindow) comeForward() {
	platform.Restore(dw.window)
	dw.window.RequestFocus()
	dw.deps.trace("came_forward")
}

// putBack puts the window where the last one was, where the system tells.
func (dw *desktopWindow) putBack() {
	if p, ok := platform.ReadPlace(dw.prefs.window().Place); ok {
		platform.PutAt(dw.window, p)
	}
}

// keepPlace remembers place, size and how the panes share it. A window that fills its screen leaves the size it had before as
// it is.
func (dw *desktopWindow) keepPlace() {
	kept := dw.prefs.window()
	p, ok := platform.PlaceOf(dw.window)
	if ok {
		kept.Place = p.String()
	}
	if !p.Maximised {
		size := dw.window.Canvas().Size()
		kept.Width, kept.Height = float64(size.Width), float64(size.Height)
	}
	kept.Split = dw.split.share
	dw.prefs.setWindow(kept)
}
