// Package headless is the program without its window: the parts that window and commands share, and the commands.
package headless

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"billkey/api"
	"billkey/api/credentials"
	"billkey/api/inspect"
	"billkey/api/instance"
	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/lock"
	"billkey/api/sandbox"
)

// Options choose where things are kept and where requests go. They are the flags every face takes.
type Options struct {
	// DataDir holds ledger, profiles and the practice server's state.
	DataDir string
	// Ledger is the server of a shared ledger, as [ledger.ParseServer] reads it; file is the ledger in DataDir, and "" what
	// was chosen in the window, at first that file.
	Ledger string
	// Profile is the profile to use, by ID or name; "" is the one used last, "env" takes its keys from the environment.
	Profile string
	// BaseURL overrides the profile's; "" keeps it.
	BaseURL string
	// Channel is a channel_key to use instead of the profile's; "" keeps it.
	Channel string
	// Language is ko or en; "" takes the preference.
	Language string
	// Idle is after how long without key or mouse the window is locked; 0 leaves it to the settings.
	Idle time.Duration
	// Restore lets a back-up that was asked for take the ledger's place: only a window can say what that means.
	Restore bool
	// Wait opens a ledger whose server is away, which then waits for it: a window can say so.
	Wait bool
	// Log takes one line an event; nil drops them.
	Log *slog.Logger

	event   func(name string) // tells who waits for a crash what happened last; nil tells nobody
	opening *Opening          // follows the start of a window; nil for a command
}

// Parts are the program's pieces, built once and shared.
type Parts struct {
	Options  Options
	Ledger   ledger.Store
	Profiles *credentials.Profiles
	Vault    *credentials.Vault
	// Exchanges is the request log of this run.
	Exchanges *inspect.Log
	// Lock keeps the PIN of the lock screen.
	Lock *lock.Keeper
	// Start is what happened to the ledger's file before it was opened.
	Start LedgerStart
	// Seat lets later starts have this window come forward; nil for a command.
	Seat *instance.Seat

	practice func() (*practiceServer, error)
	mu       sync.Mutex
	desks    map[string]*issuing.Desk
	clients  []*api.Client
}

// Open makes the data folder and opens what is in it. A damaged ledger is set aside, named in the log, and begun anew.
func Open(ctx context.Context, o Options) (*Parts, error) {
	QuietLog()
	if err := o.makeDataDir(); err != nil {
		return nil, err
	}
	profiles, err := openProfiles(o)
	if err != nil {
		return nil, err
	}
	vault := credentials.NewVault(credentials.VaultOptions{})
	l, start, err := openLedger(ctx, o, vault)
	if err != nil {
		return nil, err
	}
	l.SetDesk(deskName())
	p := &Parts{
		Options: o, Ledger: l, Profiles: profiles, Vault: vault,
		Exchanges: inspect.New(), Start: start, desks: map[string]*issuing.Desk{},
	}
	p.Lock = openPIN(o.DataDir, func() *credentials.Vault { return p.Vault })
	p.practice = sync.OnceValues(func() (*practiceServer, error) {
		return newPractice(filepath.Join(o.DataDir, "practice.json"))
	})
	return p, nil
}

func (o Options) makeDataDir() error {
	if err := os.MkdirAll(o.DataDir, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	return nil
}

// LedgerStart is what happened to the ledger's file at the start, for the window to say.
type LedgerStart struct {
	// SetAside is where a damaged file went; "" if it was sound.
	SetAside string
	// Restored is the back-up that was put in its place; nil if none was asked for.
	Restored *ledger.Restored
	// RestoreErr tells why a back-up that was asked for was not restored: the ledger is the former one.
	RestoreErr error
}

func openLedger(ctx context.Context, o Options, vault *credentials.Vault) (ledger.Store, LedgerStart, error) {
	where, err := o.server()
	if err != nil {
		return nil, LedgerStart{}, err
	}
	if where != "" {
		o.at(StageServer)
		l, err := openShared(ctx, where, vault, o.Wait)
		if err != nil && o.Ledger == "" {
			err = &ChosenError{Err: err}
		}
		return l, LedgerStart{}, err
	}
	l, start, err := openFile(ctx, o)
	return l, start, err
}

func openFile(ctx context.Context, o Options) (*ledger.Ledger, LedgerStart, error) {
	path := filepath.Join(o.DataDir, ledgerName)
	var start LedgerStart
	if o.Restore {
		start.Restored, start.RestoreErr = o.restoreWished(ctx, path)
	}
	if start.Restored != nil || start.RestoreErr != nil {
		o.log("ledger_restored", "failed", start.RestoreErr != nil)
	}
	if err := ctx.Err(); err != nil { // somebody left: nothing is made
		return nil, start, err
	}
	l, err := ledger.Open(ctx, path)
	var damaged *ledger.DamagedError
	if errors.As(err, &damaged) {
		o.log("ledger_damaged", "moved_to", damaged.SetAside)
		start.SetAside = damaged.SetAside
		l, err = ledger.Open(ctx, path)
	}
	return l, start, err
}

func openProfiles(o Options) (*credentials.Profiles, error) {
	p, err := credentials.OpenProfiles(o.DataDir)
	var damaged *credentials.DamagedError
	if p != nil && errors.As(err, &damaged) {
		o.log("profiles_damaged", "moved_to", damaged.SetAside)
		return p, nil
	}
	return p, err
}

func (o Options) log(event string, pairs ...any) {
	if o.event != nil {
		o.event(event)
	}
	if o.Log != nil {
		o.Log.Info(event, pairs...)
	}
}

// Trace writes an event to the log. Pairs come from a fixed list of names; none carries card data.
func (p *Parts) Trace(event string, pairs ...any) { p.Options.log(event, pairs...) }

// Close closes connections and the ledger.
func (p *Parts) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.clients {
		c.Close()
	}
	return p.Ledger.Close()
}

// Desk is the desk of a profile; the same one each time, until the profile changes.
func (p *Parts) Desk(profile credentials.Profile) (*issuing.Desk, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := fmt.Sprintf("%+v", profile) // no secret is in a profile
	if d, ok := p.desks[key]; ok {
		return d, nil
	}
	c, err := p.client(profile, p.keys(profile), nil)
	if err != nil {
		return nil, err
	}
	p.clients = append(p.clients, c)
	d := issuing.New(c, p.Ledger, deskProfile(profile))
	p.desks[key] = d
	return d, nil
}

// Forget makes the next [Parts.Desk] of a profile a new one: its keys were changed, and the old token is the old account's.
// An order in flight ends at its own desk.
func (p *Parts) Forget(profileID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.desks, func(_ string, d *issuing.Desk) bool { return d.Profile().ID == profileID })
}

func deskProfile(p credentials.Profile) issuing.Profile {
	return issuing.Profile{
		ID: p.ID, Environment: string(p.Environment), ChannelKey: p.ChannelKey, PG: p.PG, MID: p.MID,
	}
}

// Try proves keys that are not saved yet and lists the account's channels; empty keys stand for the kept ones.
func (p *Parts) Try(ctx context.Context, profile credentials.Profile, k credentials.Keys) ([]issuing.Channel, error) {
	source := p.keys(profile)
	if !k.Key.IsZero() {
		source = func(context.Context) (api.Keys, error) { return api.Keys{Key: k.Key, Secret: k.Secret}, nil }
	}
	c, err := p.client(profile, source, nil)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return issuing.New(c, p.Ledger, deskProfile(profile)).CheckKeys(ctx)
}

// client makes a client whose exchanges go to the request log, and to saw when it is not nil.
func (p *Parts) client(profile credentials.Profile, keys api.KeySource, saw func(api.Inspection)) (*api.Client, error) {
	cfg := api.Config{
		BaseURL: p.baseURL(profile), Keys: keys, Tier: profile.Tier, Observe: p.observe,
		Inspect: p.Exchanges.For(label(profile)),
	}
	if saw != nil {
		cfg.Inspect = func(i api.Inspection) { saw(i); p.Exchanges.For(label(profile))(i) }
	}
	if cfg.BaseURL == "" {
		transport, err := p.practiceTransport()
		if err != nil {
			return nil, err
		}
		cfg.BaseURL, cfg.Transport = "http://127.0.0.1", transport
	}
	return api.New(cfg)
}

func (p *Parts) practiceTransport() (http.RoundTripper, error) {
	s, err := p.practice()
	if err != nil {
		return nil, fmt.Errorf("practice server: %w", err)
	}
	return s, nil
}

func (p *Parts) baseURL(profile credentials.Profile) string {
	switch {
	case p.Options.BaseURL != "":
		return p.Options.BaseURL
	case profile.Environment == credentials.Practice:
		return profile.BaseURL
	case profile.BaseURL == "":
		return credentials.DefaultBaseURL
	}
	return profile.BaseURL
}

// keys reads a profile's key and secret when a token is needed.
func (p *Parts) keys(profile credentials.Profile) api.KeySource {
	return func(ctx context.Context) (api.Keys, error) {
		k, err := p.load(ctx, profile)
		if err != nil {
			return api.Keys{}, &issuing.CredentialsError{Err: err}
		}
		return api.Keys{Key: k.Key, Secret: k.Secret}, nil
	}
}

func (p *Parts) load(ctx context.Context, profile credentials.Profile) (credentials.Keys, error) {
	switch {
	case profile.Environment == credentials.Practice:
		return credentials.NewKeys([]byte(sandbox.Key), []byte(sandbox.Secret))
	case profile.ID == credentials.EnvID:
		return credentials.FromEnv(os.Getenv)
	}
	return p.Vault.Load(ctx, profile.ID)
}

// observe logs one exchange: an allow-list of what happened, never a body.
func (p *Parts) observe(e api.Exchange) {
	p.Options.log("exchange", "method", e.Method, "route", e.Route, "status", e.Status, "code", e.Code,
		"ms", e.Duration.Milliseconds(), "reused", e.Reused)
}
