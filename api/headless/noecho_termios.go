//go:build linux || darwin || freebsd || netbsd || openbsd

package headless

import (
	"os"
	"syscall"
)

// noEcho turns echoing off at a terminal, until restore is called or the program is interrupted. False where f is none.
func noEcho(f *os.File) (restore func(), terminal bool) {
	var before syscall.Termios
	if !terminalState(f, getTermios, &before) {
		return func() {}, false
	}
	quiet := before
	quiet.Lflag &^= syscall.ECHO
	quiet.Lflag |= syscall.ICANON | syscall.ISIG
	quiet.Iflag |= syscall.ICRNL
	if !terminalState(f, setTermios, &quiet) {
		return func() {}, false
	}
	return backAtLast(func() { terminalState(f, setTermios, &before) }), true
}
