package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"
)

// beside is a path in a folder of its own.
func beside(t testing.TB, name string) string {
	t.Helper()
	return filepath.Join(t.TempDir(), name)
}

// wantAlone wants these files, and nothing else, in a folder.
func wantAlone(t testing.TB, folder string, names ...string) {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, f := range list {
		got = append(got, f.Name())
	}
	slices.Sort(names)
	if !slices.Equal(got, names) {
		t.Errorf("the folder holds %q, want %q", got, names)
	}
}

func backedUp(t testing.TB, l *Ledger, path string) Backup {
	t.Helper()
	b, err := l.BackUp(t.Context(), path)
	if err != nil {
		t.Fatalf("BackUp: %v", err)
	}
	return b
}

func TestBackUpHoldsEveryRowAndEvent(t *testing.T) {
	l := newFile(t)
	writeStories(t, l)
	path := beside(t, "월말 백업 #1.db")
	start := time.Now()
	b := backedUp(t, l, path)
	rows, events := one[int](t, l.read, "SELECT count(*) FROM entries"), one[int](t, l.read, "SELECT count(*) FROM events")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if os.PathSeparator == '/' && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	want := Backup{
		Path: path, Rows: rows, Events: events, Bytes: info.Size(), Schema: newest(), At: b.At, Last: nine.Add(70 * time.Minute),
	}
	if b != want || b.At.Before(start) || b.At.After(time.Now()) {
		t.Errorf("got %+v, want %+v", b, want)
	}
	wantAlone(t, filepath.Dir(path), filepath.Base(path))
	content := dump(t, l.read)
	copied := openAt(t, path)
	if got := dump(t, copied.read); !reflect.DeepEqual(got, content) {
		t.Error("the copy differs")
	}
	begun(t, copied, attempt("after", nine))
}

func TestReadBackupAgreesAndChangesNothing(t *testing.T) {
	l := newFile(t)
	writeStories(t, l)
	path := beside(t, "backup.db")
	want := backedUp(t, l, path)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadBackup(t.Context(), path)
	want.At = got.At
	if err != nil || got != want || time.Since(got.At) > time.Hour {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("changed; %v", err)
	}
	wantAlone(t, filepath.Dir(path), "backup.db")
}

func TestBackUpNeverOverwrites(t *testing.T) {
	l := newFile(t)
	path := beside(t, "backup.db")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, taken := range []string{path, l.Path(), filepath.Dir(path)} {
		if _, err := l.BackUp(t.Context(), taken); !errors.Is(err, ErrExists) {
			t.Errorf("%s: %v", taken, err)
		}
	}
	// The name is taken while the copy is made.
	p, err := newPart(beside(t, "late.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.to, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.finish(); !errors.Is(err, ErrExists) {
		t.Errorf("late: %v", err)
	}
	for _, kept := range []string{path, p.to} {
		if b, err := os.ReadFile(kept); err != nil || string(b) != "precious" {
			t.Errorf("%q, %v", b, err)
		}
	}
}

func TestBackUpOutOfReachIsTyped(t *testing.T) {
	l := newFile(t)
	var unwritable *UnwritableError
	_, err := l.BackUp(t.Context(), filepath.Join(t.TempDir(), "missing", "backup.db"))
	if !errors.As(err, &unwritable) || unwritable.Reason != "io" || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into a folder that is missing: %v", err)
	}
}

func TestCancelledBackUpLeavesNothing(t *testing.T) {
	l := newFile(t)
	fill(t, l, 400)
	for _, after := range []time.Duration{0, time.Millisecond, 5 * time.Millisecond, 20 * time.Millisecond} {
		folder := t.TempDir()
		ctx, cancel := context.WithTimeout(t.Context(), after)
		_, err := l.BackUp(ctx, filepath.Join(folder, "backup.db"))
		cancel()
		switch {
		case err == nil:
			wantAlone(t, folder, "backup.db")
		case errors.Is(err, context.DeadlineExceeded):
			wantAlone(t, folder)
		default:
			t.Errorf("after %v: %v", after, err)
		}
	}
}

func TestBackUpOfADamagedLedgerSaysSoAndIsNotKept(t *testing.T) {
	checkedSize = 0
	t.Cleanup(func() { checkedSize = smallFile })
	path := newPath(t)
	l := openAt(t, path)
	fill(t, l, 300)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, path)
	l = openAt(t, path)
	folder := t.TempDir()
	_, err := l.BackUp(t.Context(), filepath.Join(folder, "backup.db"))
	var damaged *DamagedError
	if !errors.As(err, &damaged) || damaged.Path != path {
		t.Errorf("BackUp = %v", err)
	}
	wantAlone(t, folder)
}

func TestNobodyWaitsForABackUp(t *testing.T) {
	l := newFile(t)
	fill(t, l, 1_200)
	folder := t.TempDir()
	done := make(chan error)
	go func() {
		_, err := l.BackUp(context.WithoutCancel(t.Context()), filepath.Join(folder, "backup.db"))
		done <- err
	}()
	var longest time.Duration
	orders := 0
	for running := true; running; orders++ {
		select {
		case err := <-done:
			if running = false; err != nil {
				t.Fatal(err)
			}
		default:
		}
		start := time.Now()
		settled(t, l, begun(t, l, attempt(fmt.Sprint("meanwhile_", orders), nine)), Outcome{State: Declined, At: nine})
		longest = max(longest, time.Since(start))
	}
	b, err := ReadBackup(t.Context(), filepath.Join(folder, "backup.db"))
	if err != nil || b.Rows < 1_200 || b.Rows > 1_200+orders {
		t.Errorf("%+v, %v", b, err)
	}
	if longest > time.Second {
		t.Errorf("an order waited %v", longest)
	}
	t.Logf("%d orders while it ran, the longest took %v", orders, longest)
}

func TestWhatIsNoBackupIsRefusedUntouched(t *testing.T) {
	ledgerOf := func(change string) string {
		path := newPath(t)
		l := openAt(t, path)
		fill(t, l, 100)
		if change != "" {
			if err := rawExec(t, l, change); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file := func(content string) string {
		path := beside(t, "file")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	spoilt := ledgerOf("")
	spoil(t, spoilt)
	var damaged *DamagedError
	var newer *NewerError
	for name, c := range map[string]struct {
		path string
		want func(error) bool
	}{
		"missing":       {beside(t, "none"), func(err error) bool { return errors.Is(err, fs.ErrNotExist) }},
		"a picture":     {file("\x89PNG\r\n and so on, for some bytes"), func(err error) bool { return errors.Is(err, ErrForeign) }},
		"empty":         {file(""), func(err error) bool { return errors.Is(err, ErrForeign) }},
		"another's":     {ledgerOf("PRAGMA application_id = 7"), func(err error) bool { return errors.Is(err, ErrForeign) }},
		"a later one":   {ledgerOf("PRAGMA user_version = 99"), func(err error) bool { return errors.As(err, &newer) && newer.Version == 99 }},
		"without steps": {ledgerOf("PRAGMA user_version = 0"), func(err error) bool { return errors.Is(err, ErrForeign) }},
		"damaged":       {spoilt, func(err error) bool { return errors.As(err, &damaged) && damaged.SetAside == "" }},
		"dangling": {ledgerOf("PRAGMA foreign_keys = off; UPDATE entries SET replaces = 999 WHERE id = 5"),
			func(err error) bool { return errors.As(err, &damaged) }},
	} {
		before, _ := os.ReadFile(c.path)
		if _, err := ReadBackup(t.Context(), c.path); !c.want(err) {
			t.Errorf("%s: %v", name, err)
		}
		if after, _ := os.ReadFile(c.path); !bytes.Equal(before, after) {
			t.Errorf("%s: changed", name)
		}
	}
}

// What is set aside or copied by hand may still have its -wal.
func TestReadBackupReadsTheWALToo(t *testing.T) {
	l := newFile(t)
	issued(t, l, attempt("a", nine))
	path := newPath(t)
	for _, side := range []string{"", "-wal"} {
		b, err := os.ReadFile(l.Path() + side)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+side, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := ReadBackup(t.Context(), path); err != nil || b.Rows != 1 || b.Events != 2 {
		t.Errorf("%+v, %v", b, err)
	}
}
