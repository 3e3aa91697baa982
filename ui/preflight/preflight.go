// Package preflight finds out whether a window can be made, before the toolkit tries: without a display it panics,
// and without OpenGL it stays alive with no window at all.
package preflight

import (
	"fmt"
	"runtime"

	"github.com/go-gl/glfw/v3.3/glfw"
)

// Window opens and destroys a hidden window of 16 by 16. It must run on the main thread. The error is in glfw's words.
func Window() (err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("no usable display: %v", r)
		}
	}()
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("no usable display: %w", err)
	}
	defer glfw.Terminate()
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	w, err := glfw.CreateWindow(16, 16, "", nil, nil)
	if err != nil {
		return fmt.Errorf("no usable OpenGL 2.1: %w", err)
	}
	w.Destroy()
	return nil
}
