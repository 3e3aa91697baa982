// Package preflight finds out whether a window can be made, before the toolkit tries: without a display it panics,
// and without OpenGL it stays alive with no window at all.
package preflight

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/go-gl/glfw/v3.3/glfw"
)

// Why there can be no window: no desktop to open it on, or nothing to draw it with.
var (
	ErrDisplay = errors.New("no usable display")
	ErrOpenGL  = errors.New("no usable OpenGL 2.1")
)

// Window opens and destroys a hidden window of 16 by 16. It must run on the main thread. The window library stays started, so
// that the toolkit need not load the driver and connect to the display a second time.
// The error is ErrDisplay or ErrOpenGL, with glfw's words. Where a graphics driver can be left out, it starts the program
// once more without, and does not return; so nothing may be open yet.
func Window() error {
	err := try()
	if errors.Is(err, ErrOpenGL) {
		err = errors.Join(err, withoutDriver())
	}
	return err
}

func try() (err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrDisplay, r)
		}
	}()
	// In a Mac's bundle the library would go to its folder Resources, and a relative -data or -log of the command line with it.
	glfw.InitHint(glfw.CocoaChdirResources, glfw.False) // holds for the toolkit's own start too
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("%w: %w", ErrDisplay, err)
	}
	if err := hidden(); err != nil {
		glfw.Terminate()
		return fmt.Errorf("%w: %w", ErrOpenGL, err)
	}
	return nil
}

var errDriver = errors.New("the driver made no window")

func hidden() error {
	defer glfw.DefaultWindowHints() // as the toolkit expects them
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	w, err := glfw.CreateWindow(16, 16, "", nil, nil)
	switch {
	case err != nil:
		return err
	case w == nil: // a driver that fails is no error to the binding: it only logs what the driver said
		return errDriver
	}
	w.Destroy()
	return nil
}
