package headless

import (
	"context"
	"errors"
	"sync"
	"time"

	"billkey/api/instance"
)

// Stage is what a start is at while the window's parts are opened.
type Stage string

const (
	// StageFile reads the ledger's file. A version that keeps it in another form than the last one brings it to that form.
	StageFile Stage = "file"
	// StageRestore puts a back-up in the ledger's place.
	StageRestore Stage = "restore"
	// StageServer signs in at the ledger's server, for which a keychain may have to be unlocked.
	StageServer Stage = "server"
)

// Opening opens the window's parts in the background, so that what takes long is seen and can be left.
type Opening struct {
	Options Options

	done  chan struct{}
	leave context.CancelCauseFunc
	parts *Parts
	err   error

	mu    sync.Mutex
	stage Stage
	skip  context.CancelFunc // gives the restore up that goes on; nil while there is none
	keep  func() error       // asks the next start for it
}

// errLeft tells that somebody gave the start up: what was asked of it is left to the next one.
var errLeft = errors.New("the start was given up")

// leaveLimit is how long the end of the program waits for an opening that was given up. What it does to a ledger takes effect
// in one step or not at all, so that nothing is lost by an end before.
const leaveLimit = 10 * time.Second

// beginOpening begins to open what o names, for the window that has the seat.
func beginOpening(o Options, seat *instance.Seat) *Opening {
	ctx, leave := context.WithCancelCause(context.Background())
	b := &Opening{Options: o, done: make(chan struct{}), leave: leave, stage: StageFile}
	b.Options.opening = b
	go func() {
		defer close(b.done)
		if b.parts, b.err = Open(ctx, b.Options); b.parts != nil {
			b.parts.Seat = seat
		}
	}()
	return b
}

// Done is closed when the parts are open, or cannot be.
func (b *Opening) Done() <-chan struct{} { return b.done }

// Parts waits for the end of the opening. Errors are those of [Open].
func (b *Opening) Parts() (*Parts, error) {
	<-b.done
	return b.parts, b.err
}

// Stage is what the opening is at.
func (b *Opening) Stage() Stage {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.stage
}

// Leave gives the opening up. A back-up that was to be restored is restored at the next start; that is written down before
// anything is waited for, since the program may end while a slow disk is still at work.
func (b *Opening) Leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.keep != nil {
		b.Options.log("restore_kept", "failed", b.keep() != nil)
	}
	b.leave(errLeft)
}

// SkipRestore goes on with the ledger that is in place, if a back-up is still being restored.
func (b *Opening) SkipRestore() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.skip != nil {
		b.skip()
	}
}

// Trace writes an event to the log, as [Parts.Trace] does.
func (b *Opening) Trace(event string, pairs ...any) { b.Options.log(event, pairs...) }

// close gives up what is not open yet and closes what is.
func (b *Opening) close() error {
	b.Leave()
	select {
	case <-b.done:
	case <-time.After(leaveLimit):
		return nil
	}
	if b.parts == nil {
		return nil
	}
	return b.parts.Close()
}

// at notes what a start is at; a command has no window to show it.
func (o Options) at(s Stage) {
	if o.opening != nil {
		o.opening.mu.Lock()
		defer o.opening.mu.Unlock()
		o.opening.stage = s
	}
}

// restoring is ctx for a restore, which can be given up by itself, or kept for the next start, until end is called.
func (o Options) restoring(ctx context.Context, keep func() error) (_ context.Context, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	b := o.opening
	if b == nil {
		return ctx, cancel
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stage, b.skip, b.keep = StageRestore, cancel, keep
	return ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.stage, b.skip, b.keep = StageFile, nil, nil
		cancel()
	}
}
