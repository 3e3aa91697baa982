package ui

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"billkey/api/credentials"
	"billkey/api/inspect"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// settleLimit is how long closing waits for an order in flight; what is not settled then is asked again at the next start.
const settleLimit = 80 * time.Second

// Deps is everything the window needs, built by the caller.
type Deps struct {
	Profiles profileStore
	Vault    keyVault
	Ledger   book
	// Requests is the log of this run's exchanges.
	Requests exchanges
	// SaveRequests writes exchanges as HAR into a file of the user's and returns where it is.
	SaveRequests func(name string, list []inspect.Exchange) (string, error)
	// Desk opens the desk of a profile.
	Desk func(credentials.Profile) (*issuing.Desk, error)
	// Forget makes the next Desk of a profile a new one: its keys were changed.
	Forget func(profileID string)
	// Try proves keys that are not saved yet; empty ones stand for the kept ones.
	Try func(ctx context.Context, p credentials.Profile, k credentials.Keys) ([]issuing.Channel, error)
	// Setup opens the set-up check of a profile, RenderCheck writes its report, SaveText keeps one in a file of the user's.
	Setup       setupCheck
	RenderCheck func(r issuing.SetupReport, lang, form string) string
	SaveText    func(name, content string) (string, error)
	// NewFile is where a file of that name, such as an export, is to be written.
	NewFile func(name string) string
	// NewestFile is the file last written under that name; "" if there is none.
	NewestFile func(name string) string
	// Upkeep backs the ledger up and archives it; LedgerPath is where it is.
	Upkeep     upkeep
	LedgerPath string
	// Place chooses where the ledger is kept; nil where that cannot be chosen.
	Place ledgerPlace
	// Notices are what happened to the ledger before the window opened.
	Notices Notices
	// Crash is the report of a run that crashed, nil if there is none; DeleteCrashes deletes all of them.
	Crash         *CrashReport
	DeleteCrashes func() error
	// Start is the profile to open with; nil is the one used last.
	Start *credentials.Profile
	// Language is ko or en; "" takes the preference.
	Language string
	// Account is the operating system's name for who sits here.
	Account string
	// Samples are practice cards: number → meaning code.
	Samples []Sample
	// Lock keeps the PIN of the lock screen; nil knows none.
	Lock pinKeeper
	// Owner asks the system for the account's owner; nil where the system has no such way.
	Owner ownerCheck
	// Idle locks the window after so long without key or mouse; 0 takes the preference.
	Idle time.Duration
	// Rest lets the window's thread sleep while nothing happens, until ctx ends; nil never does.
	Rest func(ctx context.Context, do func(func()))
	// Room is the size of the largest screen in pixels, zeros where nobody can tell; nil asks nobody.
	Room func() (width, height int)
	// Still has nothing move by itself, where drawing is slow: what waits for the window's thread would wait for the pictures.
	Still bool
	// Calls takes what brings the window to the front until ctx ends, for a later start of the program; nil: nobody calls.
	Calls func(ctx context.Context, forward func(ctx context.Context) bool)
	// Version is the program's own.
	Version string
	// Trace takes the program's events for the log; nil drops them.
	Trace func(event string, pairs ...any)
}

// Notices are what the window says once when it opens.
type Notices struct {
	// SetAside is where a damaged ledger went; "" if it was sound.
	SetAside string
	// Restored is the back-up that took the ledger's place; RestoreErr tells why the one asked for did not.
	Restored   *ledger.Restored
	RestoreErr error
}

// Sample is a practice card that can be filled in with one click.
type Sample = struct{ Number, Code string }

// Run opens the window and returns when it has closed and nothing is in flight any more. Where its parts are not there within a
// moment, a small window shows what goes on until they are. Errors are those of [Start].Deps, and of the window.
func Run(app fyne.App, s Start) error {
	// The toolkit ends at these signals, too, and tells nobody.
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	run := newGoRunner(ctx)
	kept := preferences{app.Preferences()}
	useScale(kept.scale())
	app.Settings().SetTheme(newTheme(kept.look()))
	b := &begun{app: app, run: run, start: s, stop: cancel}
	b.beside = func() { b.serve(ctx, run) }
	if err := b.first(); err != nil {
		return err
	}
	app.Run()
	cancel()
	return b.end(run)
}

func (d Deps) trace(event string, pairs ...any) {
	if d.Trace != nil {
		d.Trace(event, pairs...)
	}
}
