package preflight

import (
	"context"
	"time"

	"github.com/go-gl/glfw/v3.3/glfw"
)

const (
	// nap is how long the window's thread sleeps at a time. Work from the background that ends meanwhile is shown up to so
	// much later, but only when nobody has touched anything for awake. Each nap costs half a millisecond, so that shorter
	// ones would gain nothing.
	nap = 250 * time.Millisecond
	// awake is how long after an event the thread does not sleep, so that what the toolkit animates runs smoothly.
	awake = 3 * time.Second
	// notInitialized is GLFW_NOT_INITIALIZED.
	notInitialized glfw.ErrorCode = 0x00010001
)

// Rest lets the window's thread sleep while nothing happens, until ctx ends. The toolkit looks for events sixty times a
// second, which alone costs more than a percent of a core; asleep, the thread is woken by the event itself, so that a key
// is never seen later than without. do runs a function on the window's thread.
func Rest(ctx context.Context, do func(func())) {
	for pause := awake; wait(ctx, pause); {
		quiet, running := doze(ctx, do)
		switch {
		case !running:
			return
		case quiet:
			pause = 0
		default:
			pause = awake
		}
	}
}

func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// doze sleeps once. quiet tells that no event came, running is false once the toolkit has shut down.
func doze(ctx context.Context, do func(func())) (quiet, running bool) {
	slept := make(chan bool, 1)
	do(func() {
		defer func() {
			if gone(recover()) {
				close(slept)
			}
		}()
		start := time.Now()
		glfw.WaitEventsTimeout(nap.Seconds())
		slept <- time.Since(start) >= nap*9/10
	})
	select {
	case quiet, running = <-slept:
		return quiet, running
	case <-ctx.Done():
		return false, false
	}
}

// gone tells whether the window library has been shut down. Any other panic, such as that of a key's handler, goes on.
func gone(r any) bool {
	if err, ok := r.(*glfw.Error); ok && err.Code == notInitialized {
		return true
	}
	if r != nil {
		panic(r)
	}
	return false
}
