//go:build linux || darwin || freebsd || netbsd || openbsd

package headless

import (
	"os"
	"os/signal"
	"sync"
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
	back := sync.OnceFunc(func() { terminalState(f, setTermios, &before) })
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		select {
		case <-stopped:
			back()
			os.Exit(ExitNotReady) // a read from a terminal cannot be broken off
		case <-done:
		}
	}()
	return func() { signal.Stop(stopped); close(done); back() }, true
}
