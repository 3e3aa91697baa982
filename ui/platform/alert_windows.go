package platform

import (
	"syscall"
	"unsafe"
)

// An error with one button, before all other windows.
const (
	iconError     = 0x10
	setForeground = 0x10000
)

// Alert shows a text in a box and waits until it has been read: a program with a window has no standard error, unless it
// was started from a console.
func Alert(text string) {
	box := syscall.NewLazyDLL("user32.dll").NewProc("MessageBoxW")
	said, err := syscall.UTF16PtrFromString(text)
	head, _ := syscall.UTF16PtrFromString(title)
	if err != nil || box.Find() != nil {
		return
	}
	_, _, _ = box.Call(0, uintptr(unsafe.Pointer(said)), uintptr(unsafe.Pointer(head)), iconError|setForeground)
}
