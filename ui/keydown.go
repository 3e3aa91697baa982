package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Every key that goes down is told to the window, for its idle clock. The driver gives it to what has the cursor, and to
// the window only when nothing has it.

func tellKey(o fyne.CanvasObject, k *fyne.KeyEvent) {
	if c, ok := canvasOf(o).(desktop.Canvas); ok && c.OnKeyDown() != nil {
		c.OnKeyDown()(k)
	}
}

// KeyDown tells the window.
func (e *entry) KeyDown(k *fyne.KeyEvent) { tellKey(e, k); e.Entry.KeyDown(k) }

// KeyDown tells the window.
func (p *prose) KeyDown(k *fyne.KeyEvent) { tellKey(p, k); p.Entry.KeyDown(k) }

// KeyDown tells the window.
func (t *tick) KeyDown(k *fyne.KeyEvent) { tellKey(t, k) }

// KeyUp is needed to be a [desktop.Keyable].
func (t *tick) KeyUp(*fyne.KeyEvent) {}

// KeyDown tells the window.
func (b *button) KeyDown(k *fyne.KeyEvent) { tellKey(b, k) }

// KeyUp is needed to be a [desktop.Keyable].
func (b *button) KeyUp(*fyne.KeyEvent) {}

// KeyDown tells the window.
func (c *choice) KeyDown(k *fyne.KeyEvent) { tellKey(c, k) }

// KeyUp is needed to be a [desktop.Keyable].
func (c *choice) KeyUp(*fyne.KeyEvent) {}

// KeyDown tells the window.
func (c *chip) KeyDown(k *fyne.KeyEvent) { tellKey(c, k) }

// KeyUp is needed to be a [desktop.Keyable].
func (c *chip) KeyUp(*fyne.KeyEvent) {}

// KeyDown tells the window.
func (l *topicLink) KeyDown(k *fyne.KeyEvent) { tellKey(l, k) }

// KeyDown tells the window.
func (l *keyedList) KeyDown(k *fyne.KeyEvent) { tellKey(l, k) }

// KeyUp is needed to be a [desktop.Keyable].
func (l *keyedList) KeyUp(*fyne.KeyEvent) {}

// KeyDown tells the window.
func (s *keyScroll) KeyDown(k *fyne.KeyEvent) { tellKey(s, k) }

// KeyUp is needed to be a [desktop.Keyable].
func (s *keyScroll) KeyUp(*fyne.KeyEvent) {}

// KeyDown tells the window, and notes Shift.
func (v *viewer) KeyDown(k *fyne.KeyEvent) { tellKey(v, k); v.Entry.KeyDown(k) }
