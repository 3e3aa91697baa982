package headless

import (
	"os"
	"syscall"
	"unsafe"
)

const enableEcho = 0x4

var (
	kernel         = syscall.NewLazyDLL("kernel32.dll")
	getConsoleMode = kernel.NewProc("GetConsoleMode")
	setConsoleMode = kernel.NewProc("SetConsoleMode")
)

// noEcho turns echoing off at a console, until restore is called or the program is interrupted. False where f is none.
func noEcho(f *os.File) (restore func(), terminal bool) {
	var mode uint32
	if ok, _, _ := getConsoleMode.Call(f.Fd(), uintptr(unsafe.Pointer(&mode))); ok == 0 {
		return func() {}, false
	}
	if ok, _, _ := setConsoleMode.Call(f.Fd(), uintptr(mode&^enableEcho)); ok == 0 {
		return func() {}, false
	}
	return backAtLast(func() { _, _, _ = setConsoleMode.Call(f.Fd(), uintptr(mode)) }), true
}
