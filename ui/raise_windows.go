package ui

import (
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

const swRestore = 9 // SW_RESTORE

var (
	user32     = syscall.NewLazyDLL("user32.dll")
	isIconic   = user32.NewProc("IsIconic")
	showWindow = user32.NewProc("ShowWindow")
)

// restore opens a window that was minimised: here asking for the focus does not, and the toolkit has no word for it.
func restore(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		c, ok := context.(driver.WindowsWindowContext)
		if !ok || c.HWND == 0 {
			return
		}
		if iconic, _, _ := isIconic.Call(c.HWND); iconic != 0 {
			_, _, _ = showWindow.Call(c.HWND, swRestore)
		}
	})
}
