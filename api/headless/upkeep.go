package headless

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"billkey/api/ledger"
)

// Upkeep does to the ledger's file what a person asks for.
type Upkeep struct {
	ledger *ledger.Ledger // nil where the ledger is on a server
	dir    string         // the data folder
}

// Upkeep of this program's ledger.
func (p *Parts) Upkeep() *Upkeep {
	file, _ := p.Ledger.(*ledger.Ledger)
	return &Upkeep{ledger: file, dir: p.Options.DataDir}
}

// ErrOnServer tells that the ledger is no file of this program's: the server's own tools back it up.
var ErrOnServer = errors.New("the ledger is kept on a server, which is backed up there")

const (
	backupFolder  = "backups"
	archiveFolder = "archive"
	restoreWish   = "restore.json"        // asks the next start to restore
	stampForm     = "20060102-150405.000" // two in one second are two files
)

// newFile names a new file in a folder of the data folder.
func (u *Upkeep) newFile(folder, prefix string) (string, error) {
	dir := filepath.Join(u.dir, folder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("%s: %w", folder, err)
	}
	return filepath.Join(dir, prefix+time.Now().Format(stampForm)+".db"), nil
}

// BackUp copies the ledger into the folder of back-ups. Errors are those of [ledger.Ledger.BackUp], and of the folder.
func (u *Upkeep) BackUp(ctx context.Context) (ledger.Backup, error) {
	if u.ledger == nil {
		return ledger.Backup{}, ErrOnServer
	}
	path, err := u.newFile(backupFolder, "ledger-")
	if err != nil {
		return ledger.Backup{}, err
	}
	return u.ledger.BackUp(ctx, path)
}

// Backups lists the folder of back-ups, newest first. Only Path, Bytes and At are filled in: a file is checked when it is
// to be restored.
func (u *Upkeep) Backups(context.Context) ([]ledger.Backup, error) {
	names, err := os.ReadDir(filepath.Join(u.dir, backupFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("back-ups: %w", err)
	}
	var out []ledger.Backup
	for _, n := range names {
		info, err := n.Info()
		if err != nil || !info.Mode().IsRegular() || !strings.HasSuffix(n.Name(), ".db") {
			continue
		}
		out = append(out, ledger.Backup{Path: filepath.Join(u.dir, backupFolder, n.Name()), Bytes: info.Size(), At: info.ModTime()})
	}
	slices.SortFunc(out, func(a, b ledger.Backup) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(b.Path, a.Path)) })
	return out, nil
}

// wish is what [Upkeep.AskRestore] leaves for the next start.
type wish struct {
	Path     string `json:"path"`
	Operator string `json:"operator"`
}

// AskRestore checks a back-up and has it put in the ledger's place when the program starts next: while it runs, it has the
// ledger open. Errors are those of [ledger.ReadBackup].
func (u *Upkeep) AskRestore(ctx context.Context, path, operator string) (ledger.Backup, error) {
	if u.ledger == nil {
		return ledger.Backup{}, ErrOnServer
	}
	b, err := ledger.ReadBackup(ctx, path)
	if err != nil {
		return b, err
	}
	raw, err := json.Marshal(wish{b.Path, operator})
	if err != nil {
		return b, err
	}
	return b, os.WriteFile(filepath.Join(u.dir, restoreWish), raw, 0o600)
}

// ArchiveCount tells how many rows older than so many months an archive would take.
func (u *Upkeep) ArchiveCount(ctx context.Context, months int) (int, error) {
	if u.ledger == nil {
		return 0, ErrOnServer
	}
	return u.ledger.ArchiveCount(ctx, before(months))
}

// Archive moves them to a new file in the folder of archives; told hears how many have left the ledger. Errors are those of
// [ledger.Ledger.Archive].
func (u *Upkeep) Archive(ctx context.Context, months int, operator string, told func(left, of int)) (ledger.Archived, error) {
	if u.ledger == nil {
		return ledger.Archived{}, ErrOnServer
	}
	path, err := u.newFile(archiveFolder, "archive-")
	if err != nil {
		return ledger.Archived{}, err
	}
	return u.ledger.Archive(ctx, ledger.ArchiveOrder{Before: before(months), Path: path, Operator: operator, Progress: told})
}

func before(months int) time.Time {
	y, m, d := time.Now().Date()
	return time.Date(y, m-time.Month(months), d, 0, 0, 0, 0, time.Local)
}

// restoreWished puts the back-up that was asked for in the ledger's place. The wish is taken away first: a back-up that
// cannot be restored must not keep the program from starting again and again.
func (o Options) restoreWished(ctx context.Context, ledgerPath string) (*ledger.Restored, error) {
	name := filepath.Join(o.DataDir, restoreWish)
	raw, err := os.ReadFile(name) //nolint:gosec // our own file
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	var w wish
	if err := errors.Join(os.Remove(name), json.Unmarshal(raw, &w)); err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	keep := func() error { return os.WriteFile(name, raw, 0o600) } //nolint:gosec // our own file
	ctx, end := o.restoring(ctx, keep)
	r, err := ledger.Restore(ctx, w.Path, ledgerPath, w.Operator)
	end() // from here on nobody keeps it but this
	var busy *ledger.BusyError
	later := errors.As(err, &busy) // another program has the ledger open; the next start may find it closed
	switch left := errors.Is(context.Cause(ctx), errLeft); {
	case err == nil && left: // it was done before it was given up
		_ = os.Remove(name)
	case err != nil && (later || left):
		return nil, errors.Join(err, keep())
	case err != nil:
		return nil, err
	}
	return &r, nil
}
