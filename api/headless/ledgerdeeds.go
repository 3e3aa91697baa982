package headless

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"billkey/api/credentials"
	"billkey/api/ledger"
)

// The deeds of `billkey ledger`.
const (
	deedPassword = "password"
	deedRoles    = "roles"
	deedCopy     = "copy"
)

func (c *Command) checkLedger() error {
	var err error
	if c.Options.Ledger != "" && c.Options.Ledger != ledgerFile {
		_, err = ledger.ParseServer(c.Options.Ledger)
	}
	switch {
	case err != nil || c.Face != Ledger:
		return err
	case !slices.Contains([]string{deedPassword, deedRoles, deedCopy}, c.Deed):
		return fmt.Errorf("billkey ledger wants password, roles or copy, not %q", c.Deed)
	case c.Deed != deedCopy && (len(c.From) > 0 || c.To != ""):
		return errors.New("-from and -to belong to billkey ledger copy")
	case c.Deed == deedCopy:
		return c.checkCopy()
	}
	return nil
}

// runLedger is `billkey ledger`: keeps a server's password in the keychain, prints the SQL of its roles, or copies ledgers.
func runLedger(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	switch c.Deed {
	case deedRoles:
		_, _ = io.WriteString(stdout, ledger.RolesSQL())
		return ExitOK
	case deedCopy:
		return runCopy(ctx, c, stdout, stderr)
	}
	return keepPassword(ctx, c, stdout, stderr)
}

func keepPassword(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	w := wordsFor(c.Options.language())
	url, err := c.Options.server()
	if err == nil && url == "" {
		err = errors.New("billkey ledger password wants -ledger postgres://…, or a server chosen in the window")
	}
	if err != nil {
		return fail(stderr, ExitUsage, c.whyNotOpen(err))
	}
	s, err := ledger.ParseServer(url)
	if err != nil {
		return fail(stderr, ExitUsage, err)
	}
	password, err := c.askPassword(stderr, w, s)
	if err != nil {
		return fail(stderr, ExitUsage, err)
	}
	vault := credentials.NewVault(credentials.VaultOptions{})
	if err := vault.SaveText(ctx, ledgerItem(s), password); err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	say(stdout, w.t("ledger.password.kept"))
	l, err := openShared(ctx, url, vault, false)
	if err != nil {
		return fail(stderr, ExitUnreachable, c.whyNotOpen(err))
	}
	say(stdout, w.t("ledger.reached", "Server", s.String()))
	return shut(l, stderr)
}

func shut(l ledger.Store, stderr io.Writer) int {
	if err := l.Close(); err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	return ExitOK
}

// askPassword reads one line, unseen at a terminal.
func (c *Command) askPassword(stderr io.Writer, w words, s ledger.Server) (string, error) {
	restore, terminal := noEcho(c.stdin())
	defer restore()
	if terminal {
		_, _ = io.WriteString(stderr, w.t("ledger.password.ask", "User", s.User)+" ")
		defer func() { _, _ = io.WriteString(stderr, "\n") }()
	}
	line, err := bufio.NewReader(c.stdin()).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	line = strings.TrimRight(line, "\r\n")
	if err == nil && line == "" {
		err = errors.New(w.t("ledger.password.none"))
	}
	return line, err
}
