// Billkey Desk registers customers' cards with iamport (PortOne V1) and keeps what it issued.
package main

import (
	"errors"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"billkey/api/headless"
	"billkey/assets"
	"billkey/ui"
	"billkey/ui/platform"
	"billkey/ui/platform/owner"
	"billkey/ui/preflight"
)

// appID names the program to the desktop and its preferences; FyneApp.toml says the same.
const appID = "kr.billkey.desk"

func main() {
	os.Exit(headless.Start(os.Args[1:], headless.Screen{Ready: ready, Open: window, Alert: platform.Alert}))
}

func ready() error {
	if err := preflight.Window(); err != nil {
		return &headless.NoWindowError{OpenGL: errors.Is(err, preflight.ErrOpenGL), Err: err}
	}
	return nil
}

// window opens the window on parts that are still being opened.
func window(o *headless.Opening) error {
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	return ui.Run(a, ui.Start{
		Done: o.Done(), Deps: func() (ui.Deps, error) { return deps(o) },
		Stage: func() string { return string(o.Stage()) }, Leave: o.Leave, SkipRestore: o.SkipRestore,
		Language: o.Options.Language, Still: preflight.Slow(), Trace: o.Trace,
	})
}

// deps are what the window works with, once it is open.
func deps(o *headless.Opening) (ui.Deps, error) {
	p, err := o.Parts()
	if err != nil {
		return ui.Deps{}, err
	}
	start, err := p.StartProfile()
	if err != nil {
		return ui.Deps{}, err
	}
	d := ui.Deps{
		Profiles: p.Profiles, Vault: p.Vault, Ledger: p.Ledger, Desk: p.Desk, Forget: p.Forget, Try: p.Try,
		Requests: p.Exchanges, SaveRequests: p.SaveRequests,
		Setup: p.Setup, RenderCheck: headless.RenderCheck, SaveText: headless.SaveText,
		NewFile: headless.NewFile, NewestFile: headless.NewestFile, Upkeep: p.Upkeep(), LedgerPath: p.Ledger.Path(), Place: p.LedgerPlace(),
		Notices: ui.Notices{SetAside: p.Start.SetAside, Restored: p.Start.Restored, RestoreErr: p.Start.RestoreErr},
		Crash:   p.LastCrash(), DeleteCrashes: p.DeleteCrashes,
		Start: start, Language: p.Options.Language, Account: headless.Account(), Samples: headless.Samples(), Lock: p.Lock,
		Idle: p.Options.Idle, Rest: preflight.Rest, Room: preflight.Room, Still: preflight.Slow(), Calls: p.Seat.Serve, Version: headless.BuildVersion, Trace: p.Trace,
	}
	if owner.Here {
		d.Owner = owner.System{}
	}
	return d, nil
}
