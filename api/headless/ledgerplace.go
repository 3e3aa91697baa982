package headless

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"billkey/api/credentials"
	"billkey/api/ledger"
)

// ledgerFile is what -ledger takes for the data folder's own file, whatever was chosen in the window.
const ledgerFile = "file"

// placeFile is where the choice of a server is kept, in the data folder: one line, the server's URL without a password.
// Without the file the ledger is the folder's own.
const placeFile = "ledger-server.txt"

// ChosenError tells that the ledger that was chosen in the window cannot be used: Err says why. The folder's own file is
// never taken instead, since orders would then be in two ledgers; only -ledger file asks for it.
type ChosenError struct {
	// Unreadable is the file that should tell the choice and does not; "" where it was read.
	Unreadable string
	Err        error
}

// Error names the choice as the cause.
func (e *ChosenError) Error() string {
	if e.Unreadable != "" {
		return fmt.Sprintf("chosen ledger: %s: %v", e.Unreadable, e.Err)
	}
	return fmt.Sprintf("chosen ledger: %v", e.Err)
}

// Unwrap gives the cause.
func (e *ChosenError) Unwrap() error { return e.Err }

// LedgerPlace is where the ledger of a data folder is kept. What is changed here takes effect at the next start.
type LedgerPlace struct {
	path  string
	vault func() *credentials.Vault
}

// LedgerPlace is that of the data folder.
func (p *Parts) LedgerPlace() *LedgerPlace {
	return &LedgerPlace{p.Options.placeFile(), func() *credentials.Vault { return p.Vault }}
}

func (o Options) placeFile() string { return filepath.Join(o.DataDir, placeFile) }

// Chosen is the server that was chosen; false where the ledger is the folder's own file. Errors: [*ChosenError].
func (p *LedgerPlace) Chosen() (ledger.Server, bool, error) {
	raw, err := os.ReadFile(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return ledger.Server{}, false, nil
	}
	var s ledger.Server
	if err == nil {
		s, err = ledger.ParseServer(strings.TrimSpace(string(raw)))
	}
	if err != nil {
		return ledger.Server{}, false, &ChosenError{p.path, err}
	}
	return s, true, nil
}

// Try opens the server's ledger, makes its tables where there are none and this user may, and tells whether it can only be
// read. An empty password stands for the one that is kept. Errors: those of [ledger.OpenShared] and of the keychain.
func (p *LedgerPlace) Try(ctx context.Context, s ledger.Server, password credentials.Password) (readOnly bool, err error) {
	if s, err = whole(s); err != nil {
		return false, err
	}
	return p.try(ctx, s, password)
}

func (p *LedgerPlace) try(ctx context.Context, s ledger.Server, password credentials.Password) (readOnly bool, err error) {
	s.Desk, s.Password = deskName(), passwordOf(s, p.vault())
	if !password.IsZero() {
		s.Password = func(context.Context) (string, error) { return string(password.Reveal()), nil }
	}
	l, err := ledger.OpenShared(ctx, s)
	if err != nil {
		return false, err
	}
	return l.ReadOnly(), l.Close()
}

// Use chooses a server for the next start, once its ledger could be opened: whoever starts the program then may not be able
// to choose another one. A password goes into the keychain first; without one the kept one stays. Errors as of Try; then
// nothing was chosen.
func (p *LedgerPlace) Use(ctx context.Context, s ledger.Server, password credentials.Password) (readOnly bool, err error) {
	if s, err = whole(s); err != nil {
		return false, err
	}
	if readOnly, err = p.try(ctx, s, password); err != nil {
		return false, err
	}
	if !password.IsZero() {
		if err := p.vault().SaveText(ctx, ledgerItem(s), string(password.Reveal())); err != nil {
			return false, err
		}
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	return readOnly, replaceFile(p.path, []byte(s.String()+"\n"))
}

// UseFile chooses the data folder's own file for the next start. The server's password stays in the keychain.
func (p *LedgerPlace) UseFile(context.Context) error {
	if err := os.Remove(p.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// whole is the server as it will be read from the file: in every folder that the program is started in.
func whole(s ledger.Server) (ledger.Server, error) {
	if s.RootCert != "" {
		path, err := filepath.Abs(s.RootCert)
		if err != nil {
			return s, err
		}
		s.RootCert = path
	}
	return ledger.ParseServer(s.String())
}

// server is the URL of the ledger's server: what -ledger says, else what was chosen; "" for the folder's own file.
func (o Options) server() (url string, err error) {
	switch o.Ledger {
	case ledgerFile:
		return "", nil
	case "":
		s, chosen, err := (&LedgerPlace{path: o.placeFile()}).Chosen()
		if err != nil || !chosen {
			return "", err
		}
		return s.String(), nil
	}
	return o.Ledger, nil
}
