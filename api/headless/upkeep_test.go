package headless

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"billkey/api/ledger"
	"billkey/api/ledger/ledgertest"
)

// opened opens the program's parts on a folder, as at a start.
func opened(t *testing.T, dir string) *Parts {
	t.Helper()
	p, err := Open(t.Context(), Options{DataDir: dir, Restore: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

func closed(t *testing.T, p *Parts) {
	t.Helper()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}

func ordered(t *testing.T, p *Parts, uid string) {
	t.Helper()
	_, err := p.Ledger.Begin(t.Context(), ledger.Attempt{
		Profile: "practice", Environment: "practice", CustomerUID: uid, Masked: "555555******4444", StartedAt: time.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rows(t *testing.T, p *Parts) int {
	t.Helper()
	n, err := p.Ledger.Count(t.Context(), ledger.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestBackupsAreListedNewestFirst(t *testing.T) {
	p := opened(t, t.TempDir())
	u := p.Upkeep()
	if list, err := u.Backups(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	var made []string
	for i := range 3 { // within a second
		ordered(t, p, string(rune('a'+i)))
		b, err := u.BackUp(t.Context())
		if err != nil || b.Rows != i+1 {
			t.Fatalf("%+v, %v", b, err)
		}
		at := time.Now().Add(time.Duration(i-3) * time.Hour)
		if err := os.Chtimes(b.Path, at, at); err != nil {
			t.Fatal(err)
		}
		made = append(made, b.Path)
	}
	folder := filepath.Join(p.Options.DataDir, backupFolder)
	for _, other := range []string{"notes.txt", "ledger.db.part-1"} {
		if err := os.WriteFile(filepath.Join(folder, other), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "folder.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	list, err := u.Backups(t.Context())
	if err != nil || len(list) != 3 || list[0].Path != made[2] || list[2].Path != made[0] || list[0].Bytes == 0 || list[0].At.IsZero() {
		t.Fatalf("%+v, %v", list, err)
	}
}

// wished backs a ledger of one order up, begins another one, and asks for the back-up.
func wished(t *testing.T, p *Parts) {
	t.Helper()
	ordered(t, p, "before")
	b, err := p.Upkeep().BackUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ordered(t, p, "after")
	if got, err := p.Upkeep().AskRestore(t.Context(), b.Path, "kim"); err != nil || got.Rows != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestABackupAskedForIsRestoredAtTheNextOpenAndNotAgain(t *testing.T) {
	dir := t.TempDir()
	p := opened(t, dir)
	wished(t, p)
	if rows(t, p) != 2 || p.Start.Restored != nil {
		t.Error("restored while the ledger is open")
	}
	closed(t, p)
	p = opened(t, dir)
	r := p.Start.Restored
	if r == nil || p.Start.RestoreErr != nil || r.Rows != 1 || r.Missing != 1 || rows(t, p) != 1 {
		t.Fatalf("%+v, %d rows", p.Start, rows(t, p))
	}
	if former, err := ledger.ReadBackup(t.Context(), r.Former); err != nil || former.Rows != 2 {
		t.Errorf("the former ledger: %+v, %v", former, err)
	}
	ordered(t, p, "c")
	closed(t, p)
	if p = opened(t, dir); p.Start.Restored != nil || p.Start.RestoreErr != nil || rows(t, p) != 2 {
		t.Errorf("restored twice: %+v", p.Start)
	}
}

func TestAWishThatCannotBeFulfilledLeavesTheLedgerAndGoes(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string, b ledger.Backup){
		"no JSON": func(t *testing.T, dir string, _ ledger.Backup) { writeWish(t, dir, `{"path": "led`) },
		"empty":   func(t *testing.T, dir string, _ ledger.Backup) { writeWish(t, dir, "") },
		"no path": func(t *testing.T, dir string, _ ledger.Backup) { writeWish(t, dir, "{}") },
		"the ledger itself": func(t *testing.T, dir string, _ ledger.Backup) {
			writeWish(t, dir, `{"path": "`+filepath.ToSlash(filepath.Join(dir, "ledger.db"))+`"}`)
		},
		"the back-up is gone": func(t *testing.T, _ string, b ledger.Backup) {
			if err := os.Remove(b.Path); err != nil {
				t.Fatal(err)
			}
		},
		"the back-up was damaged": func(t *testing.T, _ string, b ledger.Backup) {
			if err := os.Truncate(b.Path, b.Bytes/2/4096*4096); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			p := opened(t, dir)
			ordered(t, p, "a")
			b, err := p.Upkeep().BackUp(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			ordered(t, p, "b")
			if _, err := p.Upkeep().AskRestore(t.Context(), b.Path, "kim"); err != nil {
				t.Fatal(err)
			}
			closed(t, p)
			prepare(t, dir, b)
			p = opened(t, dir)
			if p.Start.RestoreErr == nil || p.Start.Restored != nil || p.Start.SetAside != "" || rows(t, p) != 2 {
				t.Fatalf("%+v, %d rows", p.Start, rows(t, p))
			}
			closed(t, p)
			if p = opened(t, dir); p.Start.RestoreErr != nil || rows(t, p) != 2 {
				t.Errorf("tried again: %+v", p.Start)
			}
		})
	}
}

func writeWish(t *testing.T, dir, raw string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, restoreWish), []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedBackupIsNotAskedFor(t *testing.T) {
	dir := t.TempDir()
	p := opened(t, dir)
	for name, raw := range map[string]string{"empty": "", "text": "no database at all, but long enough to look like one if nobody looks"} {
		path := filepath.Join(dir, name+".db")
		if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Upkeep().AskRestore(t.Context(), path, "kim"); err == nil {
			t.Errorf("%s was taken for a back-up", name)
		}
	}
	if _, err := p.Upkeep().AskRestore(t.Context(), filepath.Join(dir, "none.db"), "kim"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, restoreWish)); err == nil {
		t.Error("a wish was left behind")
	}
}

// A damaged ledger is what back-ups are for: the wish comes before it is opened.
func TestABackupIsRestoredOverADamagedLedger(t *testing.T) {
	dir := t.TempDir()
	p := opened(t, dir)
	ordered(t, p, "a")
	b, err := p.Upkeep().BackUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := p.Ledger.Path()
	closed(t, p)
	if err := os.WriteFile(path, []byte("this was a ledger once, before the disk went bad and wrote over it"), 0o600); err != nil {
		t.Fatal(err)
	}
	p = opened(t, dir)
	if p.Start.SetAside == "" || rows(t, p) != 0 {
		t.Fatalf("%+v", p.Start)
	}
	if _, err := p.Upkeep().AskRestore(t.Context(), b.Path, "kim"); err != nil {
		t.Fatal(err)
	}
	closed(t, p)
	if p = opened(t, dir); p.Start.Restored == nil || rows(t, p) != 1 {
		t.Errorf("%+v", p.Start)
	}
}

func TestOldRowsAreArchived(t *testing.T) {
	p := opened(t, t.TempDir())
	u, ctx := p.Upkeep(), t.Context()
	if err := ledgertest.Fill(ctx, p.Ledger.Path(), 300, time.Now().AddDate(-2, 0, -3)); err != nil {
		t.Fatal(err)
	}
	ordered(t, p, "new")
	if n, err := u.ArchiveCount(ctx, 36); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
	if a, err := u.Archive(ctx, 36, "kim", nil); err != nil || a.Path != "" || a.Left != 0 {
		t.Errorf("%+v, %v", a, err)
	}
	n, err := u.ArchiveCount(ctx, 24)
	if err != nil || n == 0 || n == 300 {
		t.Fatalf("%d, %v", n, err)
	}
	told := 0
	a, err := u.Archive(ctx, 24, "kim", func(left, _ int) { told = left })
	if err != nil || a.Rows != n || a.Left != n || told != n || filepath.Dir(a.Path) != filepath.Join(p.Options.DataDir, archiveFolder) {
		t.Fatalf("%+v, %v", a, err)
	}
	if rows(t, p) != 301-n {
		t.Errorf("%d rows stay", rows(t, p))
	}
	l, err := ledger.Open(context.Background(), a.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if got, err := l.Count(ctx, ledger.Query{}); err != nil || got != n {
		t.Errorf("the archive lists %d rows: %v", got, err)
	}
}

// Only the window can say that rows are missing now: a command leaves the wish to it.
func TestACommandLeavesTheWishToTheWindow(t *testing.T) {
	dir := t.TempDir()
	p := opened(t, dir)
	wished(t, p)
	closed(t, p)
	check, err := Open(t.Context(), Options{DataDir: dir})
	if err != nil || check.Start.Restored != nil || rows(t, check) != 2 {
		t.Fatalf("%+v, %v", check.Start, err)
	}
	closed(t, check)
	if p := opened(t, dir); p.Start.Restored == nil || rows(t, p) != 1 {
		t.Errorf("%+v", p.Start)
	}
}

// While another program has the ledger open, the wish waits for a start that finds it closed.
func TestAWishWaitsUntilTheLedgerIsClosed(t *testing.T) {
	dir := t.TempDir()
	p := opened(t, dir)
	wished(t, p)
	second := opened(t, dir)
	var busy *ledger.BusyError
	if !errors.As(second.Start.RestoreErr, &busy) {
		t.Errorf("%+v", second.Start)
	}
	closed(t, second)
	closed(t, p)
	if p := opened(t, dir); p.Start.Restored == nil {
		t.Errorf("%+v", p.Start)
	}
}
