package headless

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// backAtLast calls back once: when restore is called, or when the program is interrupted, which then ends: a read from a
// terminal cannot be broken off.
func backAtLast(back func()) (restore func()) {
	back = sync.OnceFunc(back)
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		select {
		case <-stopped:
			back()
			os.Exit(ExitNotReady)
		case <-done:
		}
	}()
	return func() { signal.Stop(stopped); close(done); back() }
}
