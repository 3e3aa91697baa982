package ui

import (
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// wheelNotch is what the toolkit makes of one notch of a wheel, but on macOS, which has a speed of its own.
const wheelNotch = 25

// Scrolled moves by three rows a notch.
func (b *gridBody) Scrolled(e *fyne.ScrollEvent) {
	by := -e.Scrolled.DY
	if runtime.GOOS != "darwin" {
		by *= 3 * b.g.place.row / wheelNotch
	}
	b.g.scrollBy(by)
}

// MouseDown selects at once. Fyne's own single tap waits for a second one wherever there is a double tap.
func (b *gridBody) MouseDown(e *desktop.MouseEvent) {
	b.g.focus()
	b.begins = false
	i, ok := b.g.place.at(e.Position.Y)
	if !ok {
		b.on = -1
		b.g.pick(nil, -1) // nothing looks as if a deed would hit it
		return
	}
	if e.Button == desktop.MouseButtonSecondary {
		b.on = -1
		if !b.g.selected(i) {
			b.g.selectRow(i, false, false)
		}
		return
	}
	extend := e.Modifier&fyne.KeyModifierShift != 0
	toggle := e.Modifier&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0
	b.notePress(i, extend || toggle)
	b.g.selectRow(i, extend, toggle)
}

// notePress remembers a press for a second one soon after on the same row.
func (b *gridBody) notePress(i int, modified bool) {
	now := b.clock()
	b.opens = b.on == i && !modified && now.Sub(b.pressed) < doubleClick()
	b.on, b.pressed = i, now
	if b.opens || modified {
		b.on = -1
	}
}

func doubleClick() time.Duration { return fyne.CurrentApp().Driver().DoubleTapDelay() }

// MouseUp is needed to be a [desktop.Mouseable].
func (b *gridBody) MouseUp(*desktop.MouseEvent) {}

// Tapped opens the row at the end of a double click. Not in MouseUp: after that the driver takes the keys from whatever
// has been opened.
func (b *gridBody) Tapped(*fyne.PointEvent) {
	if b.opens {
		b.opens = false
		b.open()
	}
}

func (b *gridBody) open() {
	if b.g.OnOpen != nil && b.g.caret >= 0 {
		b.g.OnOpen(b.g.caret)
	}
}

// TappedSecondary asks for the menu of the row under the mouse.
func (b *gridBody) TappedSecondary(e *fyne.PointEvent) {
	if i, ok := b.g.place.at(e.Position.Y); ok && b.g.OnMenu != nil {
		b.g.OnMenu(i, e.AbsolutePosition)
	}
}

// MouseIn shows which row the mouse is over.
func (b *gridBody) MouseIn(e *desktop.MouseEvent) { b.hover(true, e.Position.Y) }

// MouseMoved shows which row the mouse is over.
func (b *gridBody) MouseMoved(e *desktop.MouseEvent) { b.hover(true, e.Position.Y) }

// MouseOut shows no row any more.
func (b *gridBody) MouseOut() { b.hover(false, 0) }

func (b *gridBody) hover(inside bool, y float32) {
	before := b.hovered()
	b.inside, b.mouse = inside, y
	if b.hovered() != before {
		b.arrange()
	}
}

// cellAt is the row and the column's key at a place on the canvas; -1 or "" where there is none.
func (g *grid) cellAt(at fyne.Position) (int, string) {
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(g.body)
	at = at.Subtract(origin)
	i, ok := g.place.at(at.Y)
	if !ok || at.X < 0 {
		return -1, ""
	}
	for _, s := range g.slots {
		if at.X < s.x+s.w {
			return i, g.arranged[s.column].key
		}
	}
	return i, ""
}
