package platform

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// Handle is what Windows calls a window by; 0 on other systems, and before the window is shown. It belongs on the window's
// thread.
func Handle(w fyne.Window) (h uintptr) {
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(func(context any) { h = handleOf(context) })
	}
	return h
}

// handleOf is 0 where the context is not one of Windows.
func handleOf(context any) uintptr {
	c, _ := context.(driver.WindowsWindowContext)
	return c.HWND
}
