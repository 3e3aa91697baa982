//go:build linux

// Memory types cards into the real program, issues them over TLS, and searches the program's memory for what is left of
// them: after typing, issuing, a decline, a cut connection, a timeout and a paste. It needs Xvfb, xdotool and xclip, and
// a program built with the tag measure, since the usual one does not let its memory be read.
//
//	go run ./scripts/memory -binary build/billkey-measure
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	binary := flag.String("binary", "build/billkey-measure", "the program, built with -tags measure")
	shots := flag.String("shots", "build/memory", "folder for the pictures")
	where := flag.Bool("where", false, "say where each copy lies, with the bytes around it")
	quick := flag.Bool("quick", false, "leave out the timeout, which takes 75 seconds")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *binary, *shots, *where, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "memory:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, binary, shots string, where, quick bool) error {
	home, err := os.MkdirTemp("", "billkey-memory-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	w, err := newWalk(ctx, binary, home, shots)
	if err != nil {
		return err
	}
	defer w.end()
	w.where = where
	w.all(quick)
	w.report(os.Stdout)
	return errors.Join(w.story.Err, w.err, w.left())
}
