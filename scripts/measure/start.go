package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"billkey/scripts/stage"
)

// figures are those of one start.
type figures struct {
	frame, ready time.Duration
	memory       int // KiB, resident
	requests     int
}

var plastic = stage.Plastic{Number: "4111110000431234", Expiry: "1230", PIN: "12", Birth: "900101"}

// start opens the window with nothing of an earlier start, issues one key and closes it.
func start(ctx context.Context, binary string) (figures, error) {
	home, err := os.MkdirTemp("", "billkey-measure-")
	if err != nil {
		return figures{}, err
	}
	defer func() { _ = os.RemoveAll(home) }()
	screen, err := stage.StartDisplay(home)
	if err != nil {
		return figures{}, err
	}
	defer screen.Stop()
	s := stage.NewStory(ctx, screen, stage.Private(home), "")
	defer s.End()
	var f figures
	f.frame, f.ready = open(ctx, s, screen, binary, home)
	s.Fill("gildong_0001_1234", false, plastic)
	s.Keys("Return")
	f.requests = s.Issued("gildong_0001_1234")
	if s.Err == nil {
		f.memory, s.Err = stage.Resident(s.Window.PID())
	}
	s.Close()
	return f, s.Err
}

// open starts the program and takes the time to its first picture and to the moment it can be typed into.
func open(ctx context.Context, s *stage.Story, screen *stage.Display, binary, home string) (frame, ready time.Duration) {
	empty, err := screen.Frame()
	if err != nil {
		s.Err = err
		return 0, 0
	}
	begun, drawn := time.Now(), make(chan time.Duration, 1)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	go func() {
		_ = screen.Change(ctx, empty)
		drawn <- time.Since(begun)
	}()
	s.Open(binary, "-lang", "ko", "-data", filepath.Join(home, "data"))
	s.Await("ready")
	ready = time.Since(begun)
	return <-drawn, ready
}
