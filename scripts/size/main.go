//go:build linux

// Size sets the program beside two others that people know from Debian: how large each is, how long it takes to its first
// picture and to a whole window and what processor time that costs, what it has in memory then and after half a minute, and
// what it costs while nobody touches it, in percent of a core. All are measured in the same way and in turn, from outside:
// by the screen of a virtual display and by what the system says of their processes. Starts are warm; the figures are
// medians, and the processor time is the one that a busy machine changes least. It needs Xvfb.
//
//	go run ./scripts/size -binary build/billkey -runs 7 -idle 60s /usr/bin/mousepad /usr/bin/keepassxc
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"billkey/scripts/stage"
)

func main() {
	binary := flag.String("binary", "build/billkey", "the program")
	runs := flag.Int("runs", 7, "how often to start each")
	idle := flag.Duration("idle", time.Minute, "how long to watch each do nothing; 0 leaves that and memory out")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, append([]string{*binary}, flag.Args()...), *runs, *idle); err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, binaries []string, runs int, idle time.Duration) error {
	home, err := os.MkdirTemp("", "billkey-size-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	screen, err := stage.StartDisplay(home)
	if err != nil {
		return err
	}
	defer screen.Stop()
	all := make([]*program, len(binaries))
	for i, b := range binaries {
		if all[i], err = newProgram(b, filepath.Join(home, filepath.Base(b))); err != nil {
			return err
		}
	}
	fmt.Println("load average before:", stage.Load())
	if err := startAll(ctx, screen, all, runs); err != nil {
		return err
	}
	for _, p := range all {
		if err := p.rest(ctx, screen, idle); err != nil {
			return fmt.Errorf("%s: %w", p.path, err)
		}
	}
	print(all, idle)
	fmt.Println("load average after: ", stage.Load())
	return nil
}

// startAll starts each once to warm up, then all in turn, so that what else the machine does is borne by all alike.
func startAll(ctx context.Context, screen *stage.Display, all []*program, runs int) error {
	for i := range runs + 1 {
		for _, p := range all {
			s, err := p.start(ctx, screen)
			if err != nil {
				return fmt.Errorf("%s: %w", p.path, err)
			}
			if i > 0 {
				p.first, p.whole, p.work = append(p.first, s.first), append(p.whole, s.whole), append(p.work, s.work)
			}
		}
	}
	return nil
}

func print(all []*program, idle time.Duration) {
	fmt.Printf("%-10s %12s %13s %12s %9s", "", "program file", "first picture", "whole window", "processor")
	if idle > 0 {
		fmt.Printf(" %9s %12s %13s %5s", "libraries", "memory then", "after 30 s", "idle")
	}
	fmt.Println()
	for _, p := range all {
		fmt.Printf("%-10s %9.1f MB %10d ms %9d ms %6d ms", filepath.Base(p.path), mb(p.size), middle(p.first), middle(p.whole), middle(p.work))
		if idle > 0 {
			fmt.Printf(" %6.0f MB %9d MB %10d MB %4.2f %%", mb(p.loaded-p.size), p.early>>10, p.late>>10, p.idle)
		}
		fmt.Println()
	}
}

func mb(bytes int64) float64 { return float64(bytes) / 1e6 }
