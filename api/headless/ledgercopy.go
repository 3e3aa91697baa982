package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"billkey/api/credentials"
	"billkey/api/ledger"
)

// ledgerName is the ledger's file in a data folder.
const ledgerName = "ledger.db"

// isServer tells a server's URL from a path.
func isServer(where string) bool { return strings.Contains(where, "://") }

// fileOf is the ledger in a data folder, or the file that was named.
func fileOf(where string) string {
	if info, err := os.Stat(where); err == nil && info.IsDir() { // #nosec G703 -- whoever starts the program names the file
		return filepath.Join(where, ledgerName)
	}
	return where
}

func (c *Command) checkCopy() error {
	if len(c.From) == 0 || c.To == "" {
		return errors.New("billkey ledger copy wants -from and -to: data folders, files or postgres://…")
	}
	to := c.To
	for _, where := range append([]string{to}, c.From...) {
		if where == "" {
			return errors.New("-from wants a data folder, a file or postgres://…")
		}
		if !isServer(where) {
			continue
		}
		if _, err := ledger.ParseServer(where); err != nil {
			return err
		}
	}
	for _, from := range c.From {
		if sameLedger(from, to) {
			return fmt.Errorf("-from and -to are the same ledger: %s", from)
		}
	}
	return nil
}

func sameLedger(a, b string) bool {
	if isServer(a) != isServer(b) {
		return false
	}
	if isServer(a) {
		x, errX := ledger.ParseServer(a)
		y, errY := ledger.ParseServer(b)
		return errX == nil && errY == nil && x.String() == y.String()
	}
	x, errX := os.Stat(fileOf(a))
	y, errY := os.Stat(fileOf(b))
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// runCopy is `billkey ledger copy`: one source after the other.
func runCopy(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	vault := credentials.NewVault(credentials.VaultOptions{})
	k := copying{c: c, w: wordsFor(c.Options.language()), vault: vault, out: stdout, errs: stderr}
	code := ExitOK
	for _, from := range c.From {
		got := k.copyOne(ctx, from)
		if got != ExitOK {
			code = got
		}
		if ctx.Err() != nil || code == ExitUnreachable {
			break
		}
	}
	return code
}

// copying is one call of the command.
type copying struct {
	c         *Command
	w         words
	vault     *credentials.Vault
	out, errs io.Writer
	told      time.Time
	phase     ledger.CopyPhase
}

func (k *copying) copyOne(ctx context.Context, where string) int {
	from, err := k.openSource(ctx, where)
	if err != nil {
		return k.failed(err, where)
	}
	defer func() { _ = from.Close() }()
	to, err := k.openTarget(ctx)
	if err != nil {
		return k.failed(err, k.c.To)
	}
	say(k.out, k.w.t("ledger.copy.begin", "From", from.Path(), "To", to.Path()))
	done, err := ledger.Copy(ctx, from, to, ledger.CopyOptions{Operator: Account(), Progress: k.progress})
	err = errors.Join(err, to.Close())
	if err != nil {
		say(k.errs, k.w.t("ledger.copy.stopped"))
		return k.failed(err, where)
	}
	return k.report(done)
}

func (k *copying) openSource(ctx context.Context, where string) (*ledger.Source, error) {
	if !isServer(where) {
		return ledger.OpenSource(ctx, fileOf(where))
	}
	s, err := ledger.ParseServer(where)
	if err != nil {
		return nil, err
	}
	s.Password = passwordOf(s, k.vault)
	return ledger.OpenSharedSource(ctx, s)
}

func (k *copying) openTarget(ctx context.Context) (ledger.Store, error) {
	if isServer(k.c.To) {
		return openShared(ctx, k.c.To, k.vault, false)
	}
	l, err := ledger.Open(ctx, fileOf(k.c.To))
	if err != nil { // and no Store that holds nothing
		return nil, err
	}
	return l, nil
}

// failed says why, and gives the exit code.
func (k *copying) failed(err error, where string) int {
	var away *ledger.AwayError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail(k.errs, ExitNotReady, errors.New(k.w.t("ledger.copy.nothing", "Path", where)))
	case errors.As(err, &away):
		return fail(k.errs, ExitUnreachable, k.c.whyNotOpen(err))
	}
	return fail(k.errs, ExitNotReady, k.c.whyNotOpen(err))
}

// tellEvery is how often progress is said.
const tellEvery = 2 * time.Second

func (k *copying) progress(phase ledger.CopyPhase, done, of int) {
	if phase == k.phase && time.Since(k.told) < tellEvery && done < of {
		return
	}
	k.phase, k.told = phase, time.Now()
	say(k.errs, k.w.t("ledger.copy.phase."+string(phase), "Done", strconv.Itoa(done), "Of", strconv.Itoa(of)))
}

// report says what was found, and gives the exit code.
func (k *copying) report(done ledger.Copied) int {
	for _, t := range done.Troubles {
		say(k.out, k.trouble(t))
	}
	say(k.out, k.tally("ledger.copy.rows", done.Entries))
	say(k.out, k.tally("ledger.copy.events", done.Events))
	if !done.Whole() {
		say(k.out, k.w.t("ledger.copy.not_whole"))
		return ExitNotReady
	}
	return say(k.out, k.w.t("ledger.copy.whole"))
}

func (k *copying) tally(key string, t ledger.CopyTally) string {
	n := strconv.Itoa
	return k.w.t(key, "Of", n(t.Of), "Brought", n(t.Brought), "Changed", n(t.Changed), "Same", n(t.Same), "Kept", n(t.Kept),
		"Archived", n(t.Archived), "Waiting", n(t.Waiting), "Different", n(t.Different))
}

func (k *copying) trouble(t ledger.CopyTrouble) string {
	which := k.w.t("ledger.copy.row", "ID", strconv.FormatInt(t.Entry, 10), "UID", t.CustomerUID)
	if t.Event != 0 {
		which = k.w.t("ledger.copy.event", "ID", strconv.FormatInt(t.Event, 10), "UID", t.CustomerUID)
	}
	return k.w.t("ledger.copy.trouble."+t.Reason, "Which", which, "Columns", strings.Join(t.Columns, ", "))
}
