//go:build linux

package main

import (
	"context"
	"errors"
	"time"

	"billkey/scripts/stage"
)

const (
	look    = 4 * time.Millisecond // between two looks at the screen
	still   = 1500 * time.Millisecond
	tooLong = 60 * time.Second
	// apart is how many pixels lie between two that are looked at, both ways.
	apart = 5
	// some of the pixels looked at is more than a mouse pointer or a caret: a window is there. nearly is how much of what is
	// shown in the end has to be shown, for a window to be whole: carets blink.
	some   = 200
	nearly = 0.98
)

// seen is when a program's first picture came, and the one from which on nearly all stayed as it was; and the processor time
// it had used when the screen had been still for a while.
type seen struct{ first, whole, work time.Duration }

// watcher looks at the memory the X server draws into: no request disturbs it.
type watcher struct {
	screen *stage.Memory
	empty  []uint32
}

func watchScreen(d *stage.Display) (*watcher, error) {
	m, err := d.Map()
	if err != nil {
		return nil, err
	}
	return &watcher{m, m.Sample(apart, nil)}, nil
}

func (w *watcher) close() { _ = w.screen.Close() }

type picture struct {
	at     time.Duration
	pixels []uint32
}

// wait collects the pictures until the screen has been still for a while, and judges them by the last.
func (w *watcher) wait(ctx context.Context, begun time.Time) (seen, error) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	pictures := []picture{{0, w.empty}}
	for {
		select {
		case <-ctx.Done():
			return seen{}, ctx.Err()
		case <-tick.C:
		}
		last, now := pictures[len(pictures)-1], w.screen.Sample(apart, nil)
		at := time.Since(begun)
		switch n := differing(last.pixels, now); {
		case n > some/10:
			pictures = append(pictures, picture{at, now})
		case differing(w.empty, last.pixels) > some && at-last.at > still:
			return judge(pictures), nil
		case at > tooLong:
			return seen{}, errors.New("no window")
		}
	}
}

// judge finds the first picture that is not empty, and the first that has nearly everything the last one has.
func judge(all []picture) seen {
	empty, end := all[0].pixels, all[len(all)-1]
	s := seen{whole: end.at}
	all = all[1:]
	shown := differing(empty, end.pixels)
	for i := len(all) - 1; i >= 0; i-- {
		if differing(empty, all[i].pixels) > some {
			s.first = all[i].at
		}
		if float64(differing(all[i].pixels, end.pixels)) <= (1-nearly)*float64(shown) {
			s.whole = all[i].at
		}
	}
	return s
}

func differing(a, b []uint32) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
