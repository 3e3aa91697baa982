package headless

import (
	"context"
	"errors"
	"os"
	"sync"

	"billkey/api/credentials"
	"billkey/api/ledger"
)

// LedgerPassword is the variable of the environment from which the password of a shared ledger is taken, before the
// keychain: for a machine without one.
const LedgerPassword = "BILLKEY_LEDGER_PASSWORD" // #nosec G101 -- a variable's name

// openShared opens the ledger of the server that -ledger or the window named. If it may wait, a server that is away is no error.
func openShared(ctx context.Context, where string, vault *credentials.Vault, wait bool) (ledger.Store, error) {
	s, err := ledger.ParseServer(where)
	if err != nil {
		return nil, err
	}
	s.Desk, s.Password = deskName(), passwordOf(s, vault)
	open := ledger.OpenShared
	if wait {
		open = ledger.WaitShared
	}
	l, err := open(ctx, s)
	if err != nil { // and no Store that holds nothing
		return nil, err
	}
	return l, nil
}

// ledgerItem names a server's password in the keychain.
func ledgerItem(s ledger.Server) string { return "ledger " + s.String() }

// passwordOf asks the keychain once: it is wanted for every connection, and a keychain may ask a person each time. None at
// all is a server's that asks for none.
func passwordOf(s ledger.Server, vault *credentials.Vault) func(context.Context) (string, error) {
	var mu sync.Mutex
	var known string
	return func(ctx context.Context) (string, error) {
		if p := os.Getenv(LedgerPassword); p != "" {
			return p, nil
		}
		mu.Lock()
		defer mu.Unlock()
		if known != "" {
			return known, nil
		}
		p, err := vault.LoadText(ctx, ledgerItem(s))
		if errors.Is(err, credentials.ErrNotFound) {
			return "", nil
		}
		known = p
		return p, err
	}
}

// deskName is what the rows of this place are signed with: the machine and who is signed in there, since many may share one.
func deskName() string {
	host, _ := os.Hostname() // without one the name does
	return host + "/" + Account()
}

// serverKey is the sentence for why a server's ledger could not be opened, or its password not be read; "" for other errors.
func serverKey(err error) string {
	var chosen *ChosenError
	var away *ledger.AwayError
	var refused *ledger.RefusedError
	var unfit *ledger.UnfitError
	var closed *credentials.UnavailableError
	switch {
	case errors.As(err, &chosen) && chosen.Unreadable != "":
		return "ledger.server.unreadable"
	case errors.As(err, &closed):
		return "keychain." + string(closed.Reason)
	case errors.As(err, &refused):
		return "ledger.server.refused." + refused.Reason
	case errors.As(err, &unfit):
		return "ledger.server.unfit." + unfit.What
	case errors.As(err, &away):
		return "ledger.server.away"
	}
	return ""
}
