package lock

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// State is what a lock screen must know. It is answered at once.
type State struct {
	// Set tells whether a PIN is set.
	Set bool
	// Wait is how long no PIN is looked at; 0 when one may be tried.
	Wait time.Duration
	// Removed is when the PIN was taken away without being entered; zero when it was not.
	Removed time.Time
}

// WrongError tells that the PIN was not the right one.
type WrongError struct {
	// Wait is how long the next one is not looked at; 0 when it may be tried at once.
	Wait time.Duration
}

// Error is for logs.
func (e *WrongError) Error() string { return fmt.Sprintf("lock: wrong PIN, the next in %s", e.Wait) }

// WaitError tells that a PIN came too early; it was not looked at.
type WaitError struct{ Wait time.Duration }

// Error is for logs.
func (e *WaitError) Error() string { return fmt.Sprintf("lock: no PIN for another %s", e.Wait) }

// ErrNone tells that there is no PIN that could be changed or removed.
var ErrNone = errors.New("lock: no PIN is set")

// Keeper sets, tries and removes the PIN. Its methods may be called from any goroutine; all but [Keeper.State] take as
// long as a hash and the store do. They wipe no PIN: the caller does.
type Keeper struct {
	store  Store
	now    func() time.Time
	params Params

	trying sync.Mutex // one PIN at a time
	mu     sync.Mutex // guards record
	record Record
}

// Options are what a keeper may be told. The zero value is right for the program.
type Options struct {
	Now    func() time.Time // nil: time.Now
	Params Params           // zero: Usual
}

// Open reads what is remembered. A store that cannot be read counts as a PIN that is set: what is broken does not open.
func Open(s Store, o Options) *Keeper {
	k := &Keeper{store: s, now: o.Now, params: o.Params, record: Record{Set: true}}
	if k.now == nil {
		k.now = time.Now
	}
	if k.params == (Params{}) {
		k.params = Usual
	}
	_ = k.reread()
	return k
}

// State is the present state, as this process knows it.
func (k *Keeper) State() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	return State{Set: k.record.Set, Wait: k.wait(), Removed: k.record.Removed}
}

// wait is how long no PIN is looked at. A clock that was set back does not make it longer than it began.
func (k *Keeper) wait() time.Duration {
	now := k.now()
	if now.Before(k.record.LastWrong) {
		k.record.LastWrong = now
	}
	return max(0, waitAfter(k.record.Wrong)-now.Sub(k.record.LastWrong))
}

// Try tells whether pin opens the lock: nil; [*WrongError]; [*WaitError]; or an error of the store. Where no PIN is set
// anything opens.
func (k *Keeper) Try(ctx context.Context, pin PIN) error {
	k.trying.Lock()
	defer k.trying.Unlock()
	if err := k.try(ctx, pin); err != nil && !errors.Is(err, ErrNone) {
		return err
	}
	return nil
}

// Set sets a PIN where there is none. An error of [Check] leaves everything as it was.
func (k *Keeper) Set(ctx context.Context, pin PIN) error {
	k.trying.Lock()
	defer k.trying.Unlock()
	if err := k.reread(); err != nil {
		return err
	}
	if k.State().Set {
		return errors.New("lock: a PIN is set already")
	}
	return k.keep(ctx, pin)
}

// Change sets a PIN in place of the old one, which counts like one that was tried: errors as of [Keeper.Try], [ErrNone].
func (k *Keeper) Change(ctx context.Context, old, pin PIN) error {
	k.trying.Lock()
	defer k.trying.Unlock()
	if err := Check(pin); err != nil {
		return err
	}
	if err := k.try(ctx, old); err != nil {
		return err
	}
	return k.keep(ctx, pin)
}

// Remove takes the PIN away; errors as of [Keeper.Change].
func (k *Keeper) Remove(ctx context.Context, old PIN) error {
	k.trying.Lock()
	defer k.trying.Unlock()
	if err := k.try(ctx, old); err != nil {
		return err
	}
	return k.drop(ctx, Record{})
}

// Reset takes the PIN away without its being entered, and remembers when.
func (k *Keeper) Reset(ctx context.Context) error {
	k.trying.Lock()
	defer k.trying.Unlock()
	return k.drop(ctx, Record{Removed: k.now()})
}

// Acknowledge forgets that the PIN was removed without being entered.
func (k *Keeper) Acknowledge() error {
	k.trying.Lock()
	defer k.trying.Unlock()
	if err := k.reread(); err != nil {
		return err
	}
	r := k.remembered()
	r.Removed = time.Time{}
	return k.remember(r)
}
