package headless

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"billkey/api/ledger"
)

// askedToRestore is a data folder whose next start is to restore a back-up.
func askedToRestore(t *testing.T) (o Options, wished string) {
	t.Helper()
	o = Options{DataDir: t.TempDir(), Restore: true}
	path := filepath.Join(t.TempDir(), "backup.db")
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(wish{Path: path, Operator: "kim"})
	wished = filepath.Join(o.DataDir, restoreWish)
	if err := errors.Join(l.Close(), err, os.WriteFile(wished, raw, 0o600)); err != nil {
		t.Fatal(err)
	}
	return o, wished
}

func TestOpeningRestoresAndOpens(t *testing.T) {
	o, wished := askedToRestore(t)
	b := beginOpening(o, nil)
	p, err := b.Parts()
	if err != nil || p.Start.Restored == nil || p.Start.RestoreErr != nil || b.Stage() != StageFile {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := os.Stat(wished); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the wish: %v", err)
	}
	if err := b.close(); err != nil {
		t.Error(err)
	}
	if _, err := p.Ledger.Count(t.Context(), ledger.Query{}); err == nil {
		t.Error("the ledger is open")
	}
}

// Who leaves before the restore is done has it done by the next start.
func TestOpeningThatIsLeftRestoresAtTheNextStart(t *testing.T) {
	o, wished := askedToRestore(t)
	ctx, leave := context.WithCancelCause(t.Context())
	leave(errLeft)
	if p, err := Open(ctx, o); err == nil || p != nil {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := os.Stat(wished); err != nil {
		t.Errorf("the wish: %v", err)
	}
	if _, err := os.Stat(filepath.Join(o.DataDir, ledgerName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a ledger was begun: %v", err)
	}
	p, err := Open(t.Context(), o)
	if err != nil || p.Start.Restored == nil {
		t.Fatalf("%+v, %v", p, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

// Who leaves has it written down at once: a disk that takes long may outlast the program.
func TestLeavingKeepsTheWishBeforeTheRestoreEnds(t *testing.T) {
	b := &Opening{leave: func(error) {}}
	kept := 0
	_, end := (Options{opening: b}).restoring(t.Context(), func() error { kept++; return nil })
	b.Leave()
	end()
	b.Leave() // nothing is restored any more
	if kept != 1 {
		t.Errorf("kept %d times", kept)
	}
}

// Who does not wait for the restore goes on with the ledger that is in place, and is not asked again.
func TestRestoreMayBePassedOver(t *testing.T) {
	o, wished := askedToRestore(t)
	b := &Opening{}
	o.opening = b
	b.SkipRestore() // nothing goes on yet
	ctx, end := o.restoring(t.Context(), nil)
	if b.Stage() != StageRestore || ctx.Err() != nil {
		t.Errorf("at %s: %v", b.Stage(), ctx.Err())
	}
	b.SkipRestore()
	if !errors.Is(ctx.Err(), context.Canceled) || errors.Is(context.Cause(ctx), errLeft) {
		t.Errorf("goes on: %v", context.Cause(ctx))
	}
	end()
	b.SkipRestore()
	if b.Stage() != StageFile {
		t.Errorf("at %s", b.Stage())
	}
	passed, pass := context.WithCancel(t.Context())
	pass()
	if r, err := (Options{DataDir: o.DataDir}).restoreWished(passed, filepath.Join(o.DataDir, ledgerName)); r != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := os.Stat(wished); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the wish: %v", err)
	}
}
