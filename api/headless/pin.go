package headless

import (
	"context"
	"io"

	"billkey/api/credentials"
)

// runPIN is `billkey pin`: tells whether the window asks for a PIN, and takes a forgotten one away. That opens nothing by
// itself, and the window says at its next start when it was done.
func runPIN(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	w, vault := wordsFor(c.Options.language()), credentials.NewVault(credentials.VaultOptions{})
	k := openPIN(c.Options.DataDir, func() *credentials.Vault { return vault })
	switch set := k.State().Set; {
	case !set:
		return say(stdout, w.t("pin.none"))
	case !c.Reset:
		return say(stdout, w.t("pin.set"))
	}
	if err := k.Reset(ctx); err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	return say(stdout, w.t("pin.reset"))
}
