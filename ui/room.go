package ui

import "fyne.io/fyne/v2"

// frame is what the desktop draws around a window, at the most: pixels of its title.
const frame = 40

// fit makes the window no larger than the screen: at a first start on a small one, and on another screen than last time.
func (dw *desktopWindow) fit() {
	if dw.deps.Room == nil {
		return
	}
	width, height := dw.deps.Room()
	size, scale := dw.window.Canvas().Size(), dw.window.Canvas().Scale()
	if into := within(size, float32(width)/scale, float32(height)/scale, frame/scale); into != size {
		dw.window.Resize(into)
	}
}

// within is size where there is room for it; where nobody knows of any room, or of less than can be worked in, it stays.
func within(size fyne.Size, width, height, frame float32) fyne.Size {
	if width < leastWidth/2 || height < leastHeight/2 {
		return size
	}
	if size.Height > height { // one that is as high as the screen is left to the desktop
		size.Height = height - frame
	}
	return fyne.NewSize(min(size.Width, width), size.Height)
}
