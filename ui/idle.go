package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// touched starts the idle clock again.
func (dw *desktopWindow) touched() {
	if dw.covered() {
		return
	}
	dw.stopIdle()
	dw.stopIdle = dw.run.after(dw.idleLimit(), dw.idle)
}

// idle locks a window that was left.
func (dw *desktopWindow) idle() {
	if !dw.covered() {
		dw.lock()
		dw.deps.trace("wiped_idle")
	}
}

// idleLimit is the one said at the start, else the one chosen in settings.
func (dw *desktopWindow) idleLimit() time.Duration {
	if dw.deps.Idle != 0 {
		return dw.deps.Idle
	}
	return dw.prefs.idle()
}

// moved is touched by the mouse, which comes a hundred times a second.
func (dw *desktopWindow) moved() {
	if now := time.Now(); now.Sub(dw.movedAt) >= time.Second {
		dw.movedAt = now
		dw.touched()
	}
}

// watchKeys lets every key start the idle clock again: the driver tells of those that nothing has the cursor for, and
// fields tell of their own ([tellKey]).
func (dw *desktopWindow) watchKeys() {
	if c, ok := dw.window.Canvas().(desktop.Canvas); ok {
		c.SetOnKeyDown(func(*fyne.KeyEvent) { dw.touched() })
	}
}

// watched notices every move of the mouse over its content. The toolkit has no event for that which a button or a field
// inside would not take away, but it asks everything under the mouse for its cursor, from the outside in, at each move.
type watched struct {
	widget.BaseWidget
	content fyne.CanvasObject
	moved   func()
}

func newWatched(content fyne.CanvasObject, moved func()) *watched {
	w := &watched{content: content, moved: moved}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer shows the content.
func (w *watched) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(w.content) }

// Cursor is the usual one, unless something inside has its own.
func (w *watched) Cursor() desktop.Cursor {
	call(w.moved)
	return desktop.DefaultCursor
}
