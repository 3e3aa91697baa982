package headless

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
)

// Exit codes of every face.
const (
	ExitOK          = 0
	ExitNotReady    = 1
	ExitUsage       = 2
	ExitUnreachable = 3
)

// Face is what the program shows itself as.
type Face string

// The faces.
const (
	Window   Face = "window"
	Check    Face = "check"
	Sandbox  Face = "sandbox"
	Endpoint Face = "endpoint"
	Version  Face = "version"
)

// Command is a parsed command line.
type Command struct {
	Face    Face
	Options Options
	// Listen is the address of sandbox and endpoint.
	Listen string
	// StateFile keeps the sandbox's state; "" keeps it in memory.
	StateFile string
	// JSON asks check for JSON.
	JSON bool
	// Existing is refuse or replace, for endpoint; "" where it was not said.
	Existing string

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

// Parse reads the command line. A usage error has been written to stderr when err is not nil.
func Parse(args []string, stderr io.Writer) (*Command, error) {
	c := &Command{Face: Window}
	if len(args) > 0 && slices.Contains([]Face{Check, Sandbox, Endpoint, Version}, Face(args[0])) {
		c.Face, args = Face(args[0]), args[1:]
	}
	fs := flag.NewFlagSet("billkey", flag.ContinueOnError)
	fs.SetOutput(stderr)
	logTo := c.define(fs)
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	err := errors.Join(c.check(fs.Args()), c.openLog(*logTo, stderr))
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
	fs.StringVar(&o.Profile, "profile", "", "profile by name or id; env takes BILLKEY_IMP_KEY and BILLKEY_IMP_SECRET")
	fs.StringVar(&o.BaseURL, "api", "", "base URL: https, or http on loopback")
	fs.StringVar(&o.Language, "lang", "", "ko or en")
	logTo = fs.String("log", "", "file for one JSON line an event, - for standard error; holds no card data")
	if at, ok := listenDefaults[c.Face]; ok {
		fs.StringVar(&c.Listen, "listen", at, "loopback address to listen on")
	}
	switch c.Face {
	case Check:
		fs.BoolVar(&c.JSON, "json", false, "report as JSON")
	case Sandbox:
		fs.StringVar(&c.StateFile, "state", "", "file that keeps the state; without it the state ends with the program")
	case Endpoint:
		fs.StringVar(&c.Existing, "existing", "", "what to do with a used customer_uid: refuse or replace")
	}
	return logTo
}

func (c *Command) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q", rest[0])
	case !slices.Contains([]string{"", "ko", "en"}, c.Options.Language):
		return fmt.Errorf("-lang is ko or en, not %q", c.Options.Language)
	case !slices.Contains([]string{"", "refuse", "replace"}, c.Existing):
		return fmt.Errorf("-existing is refuse or replace, not %q", c.Existing)
	}
	return nil
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
