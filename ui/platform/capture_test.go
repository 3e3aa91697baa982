package platform

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/test"
)

// native is a window with a native side, as the real ones have.
type native struct {
	fyne.Window
	context any
}

func (n native) RunNative(f func(any)) { f(n.context) }

func TestCaptureIsNotOfferedWhereTheSystemHasNoSuchSwitch(t *testing.T) {
	w := test.NewTempWindow(t, nil)
	for name, w := range map[string]fyne.Window{
		"tests": w,
		"X11":   native{w, driver.X11WindowContext{WindowHandle: 1}},
		"other": native{w, driver.UnknownContext{}},
	} {
		if err := ExcludeFromCapture(w, true); !errors.Is(err, ErrNotOffered) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
