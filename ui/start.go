package ui

import (
	"cmp"
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
)

// Start is a start of the program whose parts are still being opened.
type Start struct {
	// Done is closed when they are open, or cannot be. Deps then tells which.
	Done <-chan struct{}
	Deps func() (Deps, error)
	// Stage is what the opening is at: file, restore or server.
	Stage func() string
	// Leave gives the opening up. A back-up that is being restored is restored at the next start.
	Leave func()
	// SkipRestore goes on without the back-up that is being restored.
	SkipRestore func()
	// Language is ko or en; "" takes the preference.
	Language string
	// Still has nothing move by itself, where drawing is slow.
	Still bool
	// Trace takes the events of the start for the log; nil drops them.
	Trace func(event string, pairs ...any)
}

// soon is how long a start may take before it is shown what it is at.
const soon = 300 * time.Millisecond

// opened tells whether the parts are there within a moment.
func (s Start) opened() bool {
	select {
	case <-s.Done:
		return true
	case <-time.After(soon):
		return false
	}
}

// begun is a program that has been started: first with a small window where that takes long, then with its own.
type begun struct {
	app   fyne.App
	run   runner
	start Start
	stop  func() // ends what goes on in the background
	// beside does what goes on beside the window, once it is made.
	beside func()

	small *startWindow
	desk  *desktopWindow // nil until the parts are open
	err   error          // why they are not
}

// first shows the window, or what it waits for.
func (b *begun) first() error {
	if !b.start.opened() {
		return b.wait()
	}
	if b.open(); b.err == nil {
		b.app.Lifecycle().SetOnStarted(b.desk.appeared)
		b.desk.window.Show()
	}
	return b.err
}

// wait shows what the start is at, and opens the window when there is all it needs.
func (b *begun) wait() error {
	w, err := loadWords(cmp.Or(b.start.Language, preferences{b.app.Preferences()}.language()))
	if err != nil {
		return err
	}
	b.small = newStartWindow(b.app, b.run, w, b.start)
	b.small.OnLeave = b.leave
	b.app.Lifecycle().SetOnStarted(b.small.appeared)
	b.small.show()
	b.run.stream(func(ctx context.Context, post func(func())) {
		select {
		case <-b.start.Done:
			post(b.replace)
		case <-ctx.Done():
		}
	})
	return nil
}

// replace puts the program's own window in the small one's place.
func (b *begun) replace() {
	b.small.end()
	if b.open(); b.err != nil {
		b.quit()
		return
	}
	b.desk.window.Show()
	b.small.window.Hide() // and not closed: see [desktopWindow.quit]
	b.run.after(0, b.desk.appeared)
}

// open makes the program's own window.
func (b *begun) open() {
	d, err := b.start.Deps()
	if err == nil {
		b.desk, err = newWindow(b.app, b.run, d)
	}
	if b.err = err; err == nil {
		b.desk.stop = b.stop
		call(b.beside)
	}
}

// leave ends a start that somebody did not wait for.
func (b *begun) leave() {
	b.start.Leave()
	b.start.trace("start_left")
	b.quit()
}

func (b *begun) quit() {
	call(b.stop)
	b.app.Driver().Quit()
}

// serve does what goes on beside the window until ctx ends.
func (b *begun) serve(ctx context.Context, run *goRunner) {
	d := b.desk.deps
	if d.Rest != nil {
		run.keep(d.Rest)
	}
	run.keep(b.desk.listen)
	if d.Calls != nil {
		d.Calls(ctx, forwarder(run.post, b.desk.comeForward))
	}
}

// end is how the program ended.
func (b *begun) end(run *goRunner) error {
	switch {
	case b.err != nil || b.desk == nil: // it never came to its own window
		return b.err
	case !run.drain(settleLimit):
		return errors.New("ui: an order was still in flight at the end")
	}
	return nil
}

func (s Start) trace(event string, pairs ...any) {
	if s.Trace != nil {
		s.Trace(event, pairs...)
	}
}
