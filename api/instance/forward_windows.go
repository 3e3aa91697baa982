package instance

import "syscall"

var allowSetForeground = syscall.NewLazyDLL("user32.dll").NewProc("AllowSetForegroundWindow")

// letForward hands on the right to come to the front: Windows gives it to the process that was started last, which is this
// one, and has the window of any other merely blink in the task bar.
func letForward(pid int) {
	if allowSetForeground.Find() == nil {
		_, _, _ = allowSetForeground.Call(uintptr(pid))
	}
}
