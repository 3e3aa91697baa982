package credentials

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// gate lets one call at a time through to the keyring and knows whether anybody still waits for it.
type gate struct {
	mu  sync.Mutex
	now *call // in flight, or nil
}

// call is one visit to the keyring.
type call struct {
	ended     chan struct{} // closed when the keyring has answered
	abandoned chan struct{} // closed when the caller has gone
}

// enter waits for its turn. Behind an abandoned call it does not wait: nobody knows for how long.
func (g *gate) enter(ctx context.Context) (*call, error) {
	for {
		if ctx.Err() != nil {
			return nil, waitError(ctx)
		}
		c, before := g.try()
		if c != nil {
			return c, nil
		}
		select {
		case <-before.abandoned:
			return nil, ErrBusy
		case <-before.ended:
		case <-ctx.Done():
		}
	}
}

// try takes the turn, or answers with the call that has it.
func (g *gate) try() (mine, before *call) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.now != nil {
		return nil, g.now
	}
	g.now = &call{make(chan struct{}), make(chan struct{})}
	return g.now, nil
}

func (g *gate) leave(c *call) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now = nil
	close(c.ended)
}

// visit runs work in a goroutine of its own, for the call c that has its turn, and waits for it as long as
// ctx allows. Past that the goroutine is left alone, blocked as it may be; work learns from its context that
// nobody waits, and drop gets a result that comes too late.
func visit[T any](ctx context.Context, g *gate, c *call, work func(context.Context) (T, error), drop func(T)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	answers := make(chan answer)
	go func() {
		value, err := guarded(ctx, work)
		g.leave(c)
		select {
		case answers <- answer{value, err}:
		case <-c.abandoned:
			drop(value)
		}
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
		close(c.abandoned)
		var none T
		return none, waitError(ctx)
	}
}

// guarded turns a panic into an error: go-keyring dereferences nil when the session bus ends while it
// waits for a prompt, and type-asserts whatever a foreign service sends.
func guarded[T any](ctx context.Context, work func(context.Context) (T, error)) (value T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &UnavailableError{Reason: Other, Err: fmt.Errorf("panic: %v", r)}
		}
	}()
	return work(ctx)
}

// waitError tells why waiting ended: the caller cancelled, or time is up.
func waitError(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("credentials: %w", context.Canceled)
	}
	return fmt.Errorf("%w: %w", ErrTimeout, context.DeadlineExceeded)
}
