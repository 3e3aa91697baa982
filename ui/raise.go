package ui

import "context"

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
	restore(dw.window)
	dw.window.RequestFocus()
	dw.deps.trace("came_forward")
}
