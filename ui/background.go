package ui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// runner takes work off the UI thread. Screens start no goroutine of their own, so that a test can hand them a runner
// that does one step at a time.
type runner interface {
	// run does work off the UI thread and what it returns on it. ctx ends when the window closes.
	run(work func(ctx context.Context) (apply func()))
	// stream does work off the UI thread; each function given to post runs on the UI thread, in order.
	stream(work func(ctx context.Context, post func(func())))
	// after does f on the UI thread once d has passed, unless stop was called before.
	after(d time.Duration, f func()) (stop func())
	// aside does f off the UI thread. Nobody waits for it, also not the end of the program.
	aside(f func())
}

// goRunner is the real runner.
type goRunner struct {
	ctx context.Context
	all sync.WaitGroup
}

func newGoRunner(ctx context.Context) *goRunner { return &goRunner{ctx: ctx} }

func (g *goRunner) run(work func(context.Context) func()) {
	g.stream(func(ctx context.Context, post func(func())) { post(work(ctx)) })
}

func (g *goRunner) stream(work func(context.Context, func(func()))) {
	g.all.Add(1)
	go func() {
		defer g.all.Done()
		work(g.ctx, g.post)
	}()
}

// keep runs f beside the window until ctx ends; unlike work it is not waited for.
func (g *goRunner) keep(f func(ctx context.Context, do func(func()))) { go f(g.ctx, g.post) }

func (g *goRunner) aside(f func()) { go f() }

// post runs f on the UI thread; nil is nothing to do. Once the window is closing there is nobody to show anything to: the
// toolkit's queue, no longer read, would hold the goroutine for ever, and after its end would run f here, which crashes.
func (g *goRunner) post(f func()) {
	if f == nil || g.ctx.Err() != nil {
		return
	}
	fyne.Do(func() {
		if g.ctx.Err() == nil {
			f()
		}
	})
}

func (g *goRunner) after(d time.Duration, f func()) (stop func()) {
	do, never := revocable(f)
	t := time.AfterFunc(d, func() { g.post(do) })
	return func() { never(); t.Stop() }
}

// revocable is f until never was called, from when on it does nothing: a time that has passed may wait for the UI thread, behind
// whatever stops it.
func revocable(f func()) (do, never func()) {
	var over atomic.Bool
	return func() {
		if !over.Load() {
			f()
		}
	}, func() { over.Store(true) }
}

// drain waits for work in flight, at most limit: called after the window has closed, so that an order in flight is settled.
func (g *goRunner) drain(limit time.Duration) bool {
	done := make(chan struct{})
	go func() {
		g.all.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(limit):
		return false
	}
}
