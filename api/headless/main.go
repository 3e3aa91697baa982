package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"billkey/api/sandbox"
)

// BuildVersion is the program's version; the linker sets it.
var BuildVersion = "0.1.0"

// Main runs a face that needs no window and returns the exit code.
func Main(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	switch c.Face {
	case Version:
		return say(stdout, fmt.Sprintf("billkey %s %s/%s", BuildVersion, runtime.GOOS, runtime.GOARCH))
	case Sandbox:
		return runSandbox(ctx, c, stdout, stderr)
	case Check:
		return runCheck(ctx, c, stdout, stderr)
	case Endpoint:
		return runEndpoint(ctx, c, stdout, stderr)
	case PIN:
		return runPIN(ctx, c, stdout, stderr)
	case Ledger:
		return runLedger(ctx, c, stdout, stderr)
	case Help:
		_, _ = io.WriteString(stdout, wordsFor(c.Options.language()).usage(c.topic))
		return ExitOK
	}
	return fail(stderr, ExitUsage, fmt.Errorf("%s needs a window", c.Face))
}

func say(w io.Writer, line string) int {
	_, _ = fmt.Fprintln(w, line)
	return ExitOK
}

func fail(w io.Writer, code int, err error) int {
	_, _ = fmt.Fprintln(w, "billkey:", err)
	return code
}

// runSandbox serves the imitation until ctx ends.
func runSandbox(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	s, err := sandbox.New(sandbox.Options{StateFile: c.StateFile})
	if err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	addr, wait, err := sandbox.Serve(ctx, c.Listen, s)
	if err != nil { // the address itself was checked with the flags
		return fail(stderr, ExitNotReady, err)
	}
	say(stdout, "http://"+addr)
	say(stdout, "imp_key    "+sandbox.Key)
	say(stdout, "imp_secret "+sandbox.Secret)
	if err := errors.Join(wait(), s.Close()); err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	return ExitOK
}
