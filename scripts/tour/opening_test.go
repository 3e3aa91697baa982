package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"billkey/api/ledger"
	"billkey/api/ledger/ledgertest"
	"billkey/scripts/stage"
)

// oldRows are so many that restoring them takes seconds.
const oldRows = 100_000

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

// wished is a folder whose next start restores that back-up.
func wished(t *testing.T, home string) (data, wish string) {
	t.Helper()
	content, err := oldBackup()
	if err != nil {
		t.Fatal(err)
	}
	data = filepath.Join(home, "data")
	backup := filepath.Join(data, "backups", "ledger-20260101-000000.000.db")
	raw, err := json.Marshal(map[string]string{"path": backup, "operator": "kim"})
	wish = filepath.Join(data, "restore.json")
	if err := errors.Join(err, os.MkdirAll(filepath.Dir(backup), 0o700), os.WriteFile(backup, content, 0o600), os.WriteFile(wish, raw, 0o600)); err != nil {
		t.Fatal(err)
	}
	return data, wish
}

func emptyLedger(path string) error {
	l, err := ledger.Open(context.Background(), path)
	if err != nil {
		return err
	}
	return l.Close()
}

// waiting is the story of a start that restores, at the moment when its small window is there.
func waiting(t *testing.T, picture string) (d *desk, s *stage.Story, wish string) {
	t.Helper()
	d = newDesk(t)
	data, wish := wished(t, d.home)
	s = stage.NewStory(t.Context(), d.screen, d.env, shots)
	t.Cleanup(s.End)
	s.OpenUntil("start_shown", d.binary, "-lang", "ko", "-data", data)
	s.Shoot(picture)
	d.must(s)
	return d, s, wish
}

func TestRestoreAtTheStartIsShownUntilTheWindowOpens(t *testing.T) {
	d, s, wish := waiting(t, "restoring")
	s.Await("ledger_restored", "failed", false)
	s.Await("listed", "rows", 200)
	s.Await("ready")
	s.Focus() // the other window's
	s.Shoot("restored")
	s.Close()
	d.must(s)
	if _, err := os.Stat(wish); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the wish: %v", err)
	}
}

// What was asked for is done or still asked for, whenever somebody leaves.
func TestRestoreAtTheStartMayBeLeftForTheNextOne(t *testing.T) {
	d, s, wish := waiting(t, "restoring-left")
	s.Leave()
	d.must(s)
	_, err := os.Stat(wish)
	_, done := os.Stat(filepath.Join(filepath.Dir(wish), "ledger.db"))
	if (err == nil) == (done == nil) {
		t.Errorf("the wish: %v, the ledger: %v", err, done)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(wish), "ledger.db*part*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestRestoreAtTheStartMayBePassedOver(t *testing.T) {
	d, s, wish := waiting(t, "restoring-skipped")
	s.Keys("Tab", "space") // the first of the two buttons
	s.Await("restore_skipped")
	s.Await("ledger_restored", "failed", true)
	s.Await("listed", "rows", 0)
	s.Await("ready")
	s.Focus()
	s.Shoot("not-restored")
	s.Close()
	d.must(s)
	if _, err := os.Stat(wish); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the wish: %v", err)
	}
}
