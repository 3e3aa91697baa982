package headless

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"billkey/api"
)

// Exit codes of every face.
const (
	ExitOK          = 0
	ExitNotReady    = 1
	ExitUsage       = 2
	ExitUnreachable = 3
	// ExitTaken tells that the folder's window is open in another process, which does not answer.
	ExitTaken = 4
	// ExitNoWindow tells that the system can show no window.
	ExitNoWindow = 5
)

// Face is what the program shows itself as.
type Face string

// The faces.
const (
	Window   Face = "window"
	Check    Face = "check"
	Sandbox  Face = "sandbox"
	Endpoint Face = "endpoint"
	PIN      Face = "pin"
	Ledger   Face = "ledger"
	Version  Face = "version"
	Help     Face = "help"
)

// commands are the faces that are asked for by a word.
var commands = []Face{Check, Sandbox, Endpoint, PIN, Ledger, Version, Help}

// Command is a parsed command line.
type Command struct {
	Face    Face
	Options Options
	// Listen is the address of sandbox and endpoint.
	Listen string
	// StateFile keeps the sandbox's state; "" keeps it in memory.
	StateFile string
	// JSON and Markdown choose the form of check's report.
	JSON, Markdown bool
	// Issue asks check for a throw-away key, Live lets it do so on a live channel, Amount is the test charge in won.
	Issue, Live bool
	Amount      int64
	// CleanUp asks check to take back what earlier checks left over.
	CleanUp bool
	// Reset asks pin to take the PIN away.
	Reset bool
	// Existing is refuse or replace, for endpoint; "" where it was not said.
	Existing string
	// Deed is what to do with the ledger: password, roles or copy.
	Deed string
	// From and To are the ledgers that copy reads and writes: data folders, files or servers.
	From []string
	To   string
	// Stdin is where check reads the card, and ledger the password; nil is the standard input.
	Stdin *os.File

	// topic is the face whose usage is asked for.
	topic   Face
	logFile io.Closer
}

// Close closes the log.
func (c *Command) Close() error {
	if c.logFile == nil {
		return nil
	}
	return c.logFile.Close()
}

var listenDefaults = map[Face]string{Sandbox: "127.0.0.1:8190", Endpoint: "127.0.0.1:8191"}

// Parse reads the command line. A usage error has been written to stderr when err is not nil. Asking for help is a
// face of its own, not an error.
func Parse(args []string, stderr io.Writer) (*Command, error) {
	c := &Command{Face: Window, topic: Window}
	w := wordsFor(languageIn(args))
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		c.Face, args = Face(args[0]), args[1:]
		if !slices.Contains(commands, c.Face) {
			_, _ = fmt.Fprintf(stderr, "billkey: %s\n\n%s", w.t("usage.unknown_face", "Face", string(c.Face)), w.usage(Window))
			return nil, fmt.Errorf("unknown face %q", c.Face)
		}
		c.topic = c.Face
		if c.Face == Ledger && len(args) > 0 && !strings.HasPrefix(args[0], "-") {
			c.Deed, args = args[0], args[1:]
		}
	}
	fs := flag.NewFlagSet("billkey", flag.ContinueOnError)
	fs.SetOutput(stderr)
	fs.Usage = func() {}
	logTo := c.define(fs)
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		c.Face = Help
		return c, nil
	case err != nil: // the flag package has named it
		_, _ = fmt.Fprint(stderr, "\n", w.usage(c.topic))
		return nil, err
	}
	err := c.check(fs.Args())
	if err == nil {
		err = c.openLog(*logTo, stderr)
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "billkey:", err)
		return nil, err
	}
	return c, nil
}

// define declares the flags of the face. No secret and no card number is ever among them.
func (c *Command) define(fs *flag.FlagSet) (logTo *string) {
	o := &c.Options
	fs.StringVar(&o.DataDir, "data", defaultDataDir(), "folder of ledger and profiles")
	fs.StringVar(&o.Ledger, "ledger", "", "server of a shared ledger, postgres://USER@HOST:PORT/DATABASE, without a password; file is the data folder's own; without it the one chosen in the window, at first the folder's own")
	fs.StringVar(&o.Profile, "profile", "", "profile by name or id; env takes BILLKEY_IMP_KEY and BILLKEY_IMP_SECRET")
	fs.StringVar(&o.BaseURL, "api", "", "base URL: https, or http on loopback")
	fs.StringVar(&o.Language, "lang", "", "ko or en")
	logTo = fs.String("log", "", "file for one JSON line an event, - for standard error; holds no card data")
	if at, ok := listenDefaults[c.Face]; ok {
		fs.StringVar(&c.Listen, "listen", at, "loopback address to listen on")
	}
	switch c.Face {
	case Window:
		fs.DurationVar(&o.Idle, "idle", 0, "lock the screen and wipe the form after so long without key or mouse; without it the settings decide, three minutes at first")
	case Check:
		fs.BoolVar(&c.JSON, "json", false, "report as JSON")
		fs.BoolVar(&c.Markdown, "markdown", false, "report as Markdown")
		fs.BoolVar(&c.Issue, "issue", false, "issue, charge, cancel and delete with a card from standard input")
		fs.BoolVar(&c.Live, "live", false, "allow -issue on a live channel")
		fs.Int64Var(&c.Amount, "amount", 1000, "test charge in won")
		fs.BoolVar(&c.CleanUp, "cleanup", false, "take back what earlier checks left over")
		fs.StringVar(&o.Channel, "channel", "", "channel_key to use instead of the profile's")
	case PIN:
		fs.BoolVar(&c.Reset, "reset", false, "take a forgotten PIN of the lock screen away; the window says so at its next start")
	case Ledger:
		fs.Func("from", "ledger to copy: data folder, file or postgres://…; may be given several times", func(where string) error {
			c.From = append(c.From, where)
			return nil
		})
		fs.StringVar(&c.To, "to", "", "ledger to copy to: data folder, file or postgres://…; a file that is not there is made")
	case Sandbox:
		fs.StringVar(&c.StateFile, "state", "", "file that keeps the state; without it the state ends with the program")
	case Endpoint:
		fs.StringVar(&c.Existing, "existing", "", "what to do with a used customer_uid: refuse or replace")
		fs.StringVar(&o.Channel, "channel", "", "channel_key to use instead of the profile's")
	}
	return logTo
}

func (c *Command) check(rest []string) error {
	if c.Face == Help && len(rest) == 1 && slices.Contains(commands, Face(rest[0])) {
		c.topic, rest = Face(rest[0]), nil
	} else if c.Face == Help {
		c.topic = Window
	}
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q", rest[0])
	case !slices.Contains([]string{"", "ko", "en"}, c.Options.Language):
		return fmt.Errorf("-lang is ko or en, not %q", c.Options.Language)
	case !slices.Contains([]string{"", "refuse", "replace"}, c.Existing):
		return fmt.Errorf("-existing is refuse or replace, not %q", c.Existing)
	case c.Options.Idle != 0 && c.Options.Idle < time.Second:
		return fmt.Errorf("-idle is at least a second, not %s", c.Options.Idle)
	}
	return errors.Join(c.checkLedger(), c.checkTrial(), checkBase(c.Options.BaseURL), checkListen(c.Listen))
}

// checkTrial judges the flags of check.
func (c *Command) checkTrial() error {
	switch {
	case c.JSON && c.Markdown:
		return errors.New("-json and -markdown exclude each other")
	case c.CleanUp && c.Issue:
		return errors.New("-cleanup and -issue exclude each other")
	case c.Live && !c.Issue:
		return errors.New("-live belongs to -issue")
	case c.Face == Check && (c.Amount < 1 || c.Amount > 10_000):
		return fmt.Errorf("-amount is 1 to 10000 won, not %d", c.Amount)
	}
	return nil
}

// checkBase lets through what the client will take.
func checkBase(base string) error {
	if base == "" {
		return nil
	}
	noKeys := func(context.Context) (api.Keys, error) { return api.Keys{}, errors.New("no keys") }
	if _, err := api.New(api.Config{BaseURL: base, Keys: noKeys}); err != nil {
		return fmt.Errorf("-api %q: %w", base, errors.Unwrap(err))
	}
	return nil
}

// checkListen wants a loopback address and a port.
func checkListen(addr string) error {
	if addr == "" {
		return nil
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("-listen %q: %w", addr, err)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n > 65535 {
		return fmt.Errorf("-listen %q: port must be 0 to 65535", addr)
	}
	if !loopbackHost(host) {
		return fmt.Errorf("-listen %q: only this machine may reach it (127.0.0.1, ::1 or localhost)", addr)
	}
	return nil
}

// loopbackHost tells whether a host name without port is this machine. No resolver is asked.
func loopbackHost(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func (c *Command) openLog(to string, stderr io.Writer) error {
	switch to {
	case "":
		return nil
	case "-":
		c.Options.Log = slog.New(slog.NewJSONHandler(stderr, nil))
		return nil
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("log: %w", err)
	}
	c.logFile = f
	c.Options.Log = slog.New(slog.NewJSONHandler(f, nil))
	return nil
}

func defaultDataDir() string {
	base, err := os.UserConfigDir()
	if err != nil {
		base = "."
	}
	return filepath.Join(base, "billkey")
}
