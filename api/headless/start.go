package headless

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"billkey/api/sandbox"
)

// Screen is what the window needs of the system and what it is; this package knows neither.
type Screen struct {
	// Ready tells whether a window can be made, before anything is opened; a NoWindowError says why not.
	Ready func() error
	// Open opens the window on the parts, as soon as they are there, and returns when it has closed. Errors are those of
	// [Opening.Parts], and of the window.
	Open func(*Opening) error
	// Alert shows a text to somebody who may have no console to read it on.
	Alert func(text string)
}

// Start runs the face that args name and returns the exit code.
func Start(args []string, screen Screen) int {
	joinConsole(args)
	if err := Harden(); err != nil { // said, and no reason not to work
		_, _ = fmt.Fprintln(os.Stderr, "billkey:", err)
	}
	if dir, yes := isWatcher(); yes {
		return watch(os.Stdin, dir)
	}
	c, err := Parse(args, os.Stderr)
	if err != nil {
		return ExitUsage
	}
	defer func() { _ = c.Close() }()
	if c.Face == Window {
		if err := screen.Ready(); err != nil { // it may start the program once more: no process, no file before it
			return screen.refuse(err)
		}
	}
	if c.Face != Version && c.Face != Help {
		if c.Options.event, err = watchCrashes(c.Options.DataDir); err != nil { // it works without
			_, _ = fmt.Fprintln(os.Stderr, "billkey:", err)
		}
	}
	if c.Face == Window {
		return withWindow(c, screen)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return Main(ctx, c, os.Stdout, os.Stderr)
}

// refuse says why there is no window, or none any more, and gives the exit code.
func (s Screen) refuse(err error) int {
	code := ExitNotReady
	var none *NoWindowError
	if errors.As(err, &none) {
		code = ExitNoWindow
	}
	return s.say(code, whyNoStart(err))
}

func (s Screen) say(code int, text string) int {
	_, _ = fmt.Fprintln(os.Stderr, "billkey:", text)
	s.Alert(text)
	return code
}

// Samples are the practice cards: number, and a code for what happens with it.
func Samples() []struct{ Number, Code string } {
	var out []struct{ Number, Code string }
	for _, m := range sandbox.MagicCards() {
		out = append(out, struct{ Number, Code string }{m.Number, m.Code})
	}
	return out
}
