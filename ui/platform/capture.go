package platform

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

var (
	// ErrNotOffered tells that this system cannot do what was asked, today or ever: nothing is wrong.
	ErrNotOffered = errors.New("not offered by this system")
	// ErrNoWindow tells that the window has not been shown yet, or has been closed.
	ErrNoWindow = errors.New("the window is not there")
)

// ExcludeFromCapture takes a window out of screenshots, recordings and shared screens, or lets it in again. It belongs on
// the window's thread, after the window was shown, and ends with the window. The error is ErrNotOffered, ErrNoWindow, or
// the system's own refusal.
//
//   - Windows 10 from version 2004: the window is missing in the picture. Older ones: it is black.
//   - macOS and Linux: ErrNotOffered. A Wayland desktop asks its user before anything is captured; X11 hides nothing from
//     anybody, and macOS no longer obeys the setting it once had for this.
//
// A camera in front of the screen, and a program with an administrator's rights, see the window all the same.
func ExcludeFromCapture(w fyne.Window, on bool) error {
	native, ok := w.(driver.NativeWindow)
	if !ok { // the toolkit's window of tests
		return ErrNotOffered
	}
	err := ErrNotOffered
	native.RunNative(func(context any) { err = exclude(context, on) })
	return err
}
