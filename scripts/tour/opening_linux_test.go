package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"billkey/api/ledger"
	"billkey/api/ledger/ledgertest"
	"billkey/scripts/stage"
)

// oldRows are so many that restoring them takes longer than a moment.
const oldRows = 40_000

// oldBackup is the file of a back-up with [oldRows], made once for all tests.
var oldBackup = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "ledger.db")
	err = emptyLedger(path)
	if err == nil {
		err = ledgertest.FillApart(context.Background(), path, oldRows, time.Now().AddDate(0, 0, -120), time.Minute)
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path) //nolint:gosec // our own file
})

// wish has the next start on a folder restore that backup, whose path the program reads as seen tells. asks is the file that
// says so.
func wish(t *testing.T, data string, seen func(path string) string) (asks string) {
	t.Helper()
	content, err := oldBackup()
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(data, "backups", "ledger-20260101-000000.000.db")
	raw, err := json.Marshal(map[string]string{"path": seen(backup), "operator": "kim"})
	asks = filepath.Join(data, "restore.json")
	if err := errors.Join(err, os.MkdirAll(filepath.Dir(backup), 0o700), os.WriteFile(backup, content, 0o600), os.WriteFile(asks, raw, 0o600)); err != nil {
		t.Fatal(err)
	}
	return asks
}

func emptyLedger(path string) error {
	l, err := ledger.Open(context.Background(), path)
	if err != nil {
		return err
	}
	return l.Close()
}

// hold locks every reader out of a file of SQLite's, as somebody who writes it does: the program waits for seconds.
func hold(t *testing.T, path string) (let func()) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	const lockBytes, lockLength = 0x40000000, 512 // of SQLite's file format
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: lockBytes, Len: lockLength}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock); err != nil {
		t.Fatal(err)
	}
	return func() { _ = f.Close() }
}

// held wishes a restore over another ledger, which is held until let is called: the start waits for it.
func held(t *testing.T, data string, seen func(path string) string) (asks string, let func()) {
	t.Helper()
	asks = wish(t, data, seen)
	former := filepath.Join(data, "ledger.db")
	if err := emptyLedger(former); err != nil {
		t.Fatal(err)
	}
	return asks, hold(t, former)
}

// waiting is the story of a start that restores, at the moment when its small window is there.
func waiting(t *testing.T, picture string) (d *desk, s *stage.Story, asks string, let func()) {
	t.Helper()
	d = newDesk(t)
	data := filepath.Join(d.home, "data")
	asks, let = held(t, data, func(path string) string { return path })
	s = stage.NewStory(t.Context(), d.screen, d.env, shots)
	t.Cleanup(s.End)
	s.OpenUntil("start_shown", d.binary, "-lang", "ko", "-data", data)
	s.Shoot(picture)
	d.must(s)
	return d, s, asks, let
}

func TestRestoreAtTheStartIsShownUntilTheWindowOpens(t *testing.T) {
	d, s, asks, let := waiting(t, "restoring")
	let()
	s.Await("ledger_restored", "failed", false)
	s.Await("listed", "rows", 200)
	s.Await("ready")
	s.Focus() // the other window's
	s.Shoot("restored")
	s.Close()
	d.must(s)
	if _, err := os.Stat(asks); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the wish: %v", err)
	}
}

func TestRestoreAtTheStartMayBeLeftForTheNextOne(t *testing.T) {
	d, s, asks, _ := waiting(t, "restoring-left")
	s.Leave()
	d.must(s)
	if _, err := os.Stat(asks); err != nil {
		t.Errorf("the wish: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(asks), "ledger.db.*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestRestoreAtTheStartMayBePassedOver(t *testing.T) {
	d, s, asks, let := waiting(t, "restoring-skipped")
	s.Keys("Tab", "space") // the first of the two buttons
	s.Await("restore_skipped")
	let()
	s.Await("ledger_restored", "failed", true)
	s.Await("listed", "rows", 0)
	s.Await("ready")
	s.Focus()
	s.Shoot("not-restored")
	s.Close()
	d.must(s)
	if _, err := os.Stat(asks); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the wish: %v", err)
	}
}

// On Windows the program sees this system's folders on a drive of its own.
func TestWineShowsARestoreAtTheStart(t *testing.T) {
	p := windows(t)
	_, let := held(t, p.data, func(path string) string { return "Z:" + strings.ReplaceAll(path, "/", `\`) })
	screen, err := stage.StartDisplay(p.home)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Stop()
	s := stage.NewStory(t.Context(), screen, stage.Private(p.home), shots)
	defer s.End()
	s.OpenUntil("start_shown", p.binary, p.args...)
	s.Shoot("restoring")
	let()
	s.Await("ledger_restored", "failed", false)
	s.Await("listed", "rows", 200)
	s.Await("ready")
	s.Focus()
	s.Shoot("restored")
	s.Close()
	if s.Err != nil {
		t.Fatal(s.Err)
	}
}
