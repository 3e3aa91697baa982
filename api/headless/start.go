package headless

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"billkey/api/sandbox"
)

// Start runs the face that args name and returns the exit code. window opens the window on the parts and returns when it
// has closed; this package knows none.
func Start(args []string, window func(*Parts) error) int {
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
	if c.Face != Version && c.Face != Help {
		if c.Options.event, err = watchCrashes(c.Options.DataDir); err != nil { // it works without
			_, _ = fmt.Fprintln(os.Stderr, "billkey:", err)
		}
	}
	if c.Face == Window {
		return withWindow(c, window)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return Main(ctx, c, os.Stdout, os.Stderr)
}

// Samples are the practice cards: number, and a code for what happens with it.
func Samples() []struct{ Number, Code string } {
	var out []struct{ Number, Code string }
	for _, m := range sandbox.MagicCards() {
		out = append(out, struct{ Number, Code string }{m.Number, m.Code})
	}
	return out
}
