package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// keeper lies under a content. On a press the driver takes the cursor away from what has it, unless something that can
// have the cursor is under the mouse: on an empty place that is the keeper. As it is disabled, Tab passes it by.
type keeper struct{ widget.BaseWidget }

// keeperReach is how far a keeper reaches beyond its content: over the shade around a sheet, however large the window is.
const keeperReach = 8000

// newKept keeps the cursor where it is when the mouse is pressed on an empty place of a content or around it.
func newKept(content fyne.CanvasObject) *fyne.Container {
	k := &keeper{}
	k.ExtendBaseWidget(k)
	return container.New(keptLayout{}, k, content)
}

// CreateRenderer draws nothing.
func (k *keeper) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// FocusGained is needed to be a [fyne.Focusable], like the next three; none is ever called.
func (k *keeper) FocusGained() {}

// FocusLost does nothing.
func (k *keeper) FocusLost() {}

// TypedRune does nothing.
func (k *keeper) TypedRune(rune) {}

// TypedKey does nothing.
func (k *keeper) TypedKey(*fyne.KeyEvent) {}

// Disabled is true: the cursor never comes here.
func (k *keeper) Disabled() bool { return true }

// Enable is needed to be a [fyne.Disableable].
func (k *keeper) Enable() {}

// Disable is needed to be a [fyne.Disableable].
func (k *keeper) Disable() {}

// keptLayout gives the content all the room, and the keeper below it more.
type keptLayout struct{}

// MinSize is the content's.
func (keptLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize() }

// Layout places both.
func (keptLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(-keeperReach, -keeperReach))
	o[0].Resize(s.AddWidthHeight(2*keeperReach, 2*keeperReach))
	o[1].Move(fyne.Position{})
	o[1].Resize(s)
}
