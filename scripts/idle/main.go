//go:build linux

// Idle measures what the real program costs while nobody touches it: processor time, with the cursor in the toolkit's fields
// and in our own. It needs Xvfb and xdotool.
//
//	go run ./scripts/idle -binary build/billkey
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"billkey/scripts/stage"
)

// limit is what the program may cost wherever the cursor is, in percent of one core.
const limit = 0.5

func main() {
	binary := flag.String("binary", "build/billkey", "the program")
	span := flag.Duration("for", 10*time.Second, "how long to watch each field")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *binary, *span); err != nil {
		fmt.Fprintln(os.Stderr, "idle:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, binary string, span time.Duration) error {
	home, err := os.MkdirTemp("", "billkey-idle-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	screen, err := stage.StartDisplay(home)
	if err != nil {
		return err
	}
	defer screen.Stop()
	env := []string{"PATH=" + os.Getenv("PATH"), "LANG=ko_KR.UTF-8", "HOME=" + home, "XDG_RUNTIME_DIR=" + home}
	s := stage.NewStory(ctx, screen, env, filepath.Join(home, "shots"))
	defer s.End()
	s.Open(binary, "-lang", "ko", "-data", filepath.Join(home, "data"))
	s.Await("ready")

	const uid = "gildong_0001_1234"
	s.Write(uid)
	s.Await("looked_up", "uid", uid)
	most := watch(s, "customer_uid (the toolkit's entry)", span)
	s.Keys("Tab")
	most = max(most, watch(s, "consent", span))
	s.Keys("space")
	s.Write("41111100")
	most = max(most, watch(s, "card number, half typed", span))
	s.Write("00431234" + "1030" + "12" + "900101")
	most = max(most, watch(s, "holder number, all typed", span))
	s.Keys("ctrl+l") // a form with something in it would ask before it is closed
	s.Await("covered")
	s.Close()
	if s.Err == nil && most >= limit {
		return fmt.Errorf("a field with the cursor costs %.1f %% of a core", most)
	}
	return s.Err
}

// settle is how long the program takes to find out that nobody touches it, and then some.
const settle = 4 * time.Second

// watch waits until the screen rests and measures the processor time of the process, user and system, in percent of one
// core.
func watch(s *stage.Story, what string, span time.Duration) float64 {
	s.Shoot("rests")
	if s.Err != nil {
		return 0
	}
	time.Sleep(settle)
	before, err := stage.Spent(s.Window.PID())
	start := time.Now()
	time.Sleep(span)
	after, err2 := stage.Spent(s.Window.PID())
	if err = errors.Join(err, err2); err != nil {
		s.Err = err
		return 0
	}
	percent := 100 * (after - before).Seconds() / time.Since(start).Seconds()
	fmt.Printf("%-52s %5.1f %% of a core\n", what, percent)
	return percent
}
