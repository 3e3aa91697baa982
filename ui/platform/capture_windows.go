package platform

import (
	"fmt"
	"syscall"

	"fyne.io/fyne/v2/driver"
)

// What a window may be captured as: by everybody, as black, or not at all.
const (
	captured     = 0x00 // WDA_NONE
	blackened    = 0x01 // WDA_MONITOR
	notInPicture = 0x11 // WDA_EXCLUDEFROMCAPTURE
)

var setAffinity = syscall.NewLazyDLL("user32.dll").NewProc("SetWindowDisplayAffinity")

func exclude(context any, on bool) error {
	window, ok := context.(driver.WindowsWindowContext)
	switch {
	case !ok || setAffinity.Find() != nil:
		return ErrNotOffered
	case window.HWND == 0:
		return ErrNoWindow
	case !on:
		return affinity(window.HWND, captured)
	}
	if affinity(window.HWND, notInPicture) == nil {
		return nil
	}
	return affinity(window.HWND, blackened)
}

func affinity(window uintptr, wanted uintptr) error {
	if ok, _, err := setAffinity.Call(window, wanted); ok == 0 {
		return fmt.Errorf("display affinity %#x: %w", wanted, err)
	}
	return nil
}
