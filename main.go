// Billkey Desk registers customers' cards with iamport (PortOne V1) and keeps what it issued.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"billkey/api/headless"
	"billkey/api/sandbox"
	"billkey/assets"
	"billkey/ui"
	"billkey/ui/preflight"
)

// appID names the program to the desktop and its preferences; FyneApp.toml says the same.
const appID = "kr.billkey.desk"

func main() { os.Exit(run()) }

func run() int {
	_ = fail(headless.Harden()) // said, and no reason not to work
	c, err := headless.Parse(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return headless.ExitOK
	case err != nil:
		return headless.ExitUsage
	}
	defer func() { _ = c.Close() }()
	if c.Face == headless.Window {
		return fail(window(c))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return headless.Main(ctx, c, os.Stdout, os.Stderr)
}

func window(c *headless.Command) error {
	if err := preflight.Window(); err != nil {
		return err
	}
	parts, err := headless.Open(context.Background(), c.Options)
	if err != nil {
		return err
	}
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	return errors.Join(ui.Run(a, deps(parts)), parts.Close())
}

func deps(p *headless.Parts) ui.Deps {
	return ui.Deps{
		Profiles: p.Profiles, Vault: p.Vault, Ledger: p.Ledger, Desk: p.Desk, Try: p.Try, Trace: p.Trace,
		Language: p.Options.Language, Account: headless.Account(), Samples: samples(),
		Requests: p.Exchanges, SaveRequests: p.SaveRequests,
		Setup: p.Setup, RenderCheck: headless.RenderCheck, SaveText: headless.SaveText,
		Idle: p.Options.Idle,
	}
}

func samples() []ui.Sample {
	var out []ui.Sample
	for _, m := range sandbox.MagicCards() {
		out = append(out, ui.Sample{Number: m.Number, Code: m.Code})
	}
	return out
}

func fail(err error) int {
	if err == nil {
		return headless.ExitOK
	}
	_, _ = fmt.Fprintln(os.Stderr, "billkey:", err)
	return headless.ExitNotReady
}
