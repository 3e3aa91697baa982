package ledger

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// spoil overwrites the last pages of the file: past the schema, so that only walking the file finds it.
func spoil(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := len(b) / 2 / 4096 * 4096; at+4096 <= len(b); at += 4096 {
		copy(b[at:], bytes.Repeat([]byte{0xA5}, 4096))
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedFileIsSetAsideAndOpenGoesOn(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, path string){
		"not a database": func(t *testing.T, path string) {
			if err := os.WriteFile(path, bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"pages overwritten": spoil,
		"cut off": func(t *testing.T, path string) {
			if err := os.Truncate(path, 3*4096); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			l := openAt(t, path)
			fill(t, l, 200)
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			damage(t, path)
			was, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Open(t.Context(), path)
			var damaged *DamagedError
			if !errors.As(err, &damaged) || damaged.SetAside == "" || damaged.Path != path {
				t.Fatalf("Open = %v, want DamagedError", err)
			}
			if is, err := os.ReadFile(damaged.SetAside); err != nil || !bytes.Equal(was, is) {
				t.Errorf("the damaged file was not kept as it was: %v", err)
			}
			l = openAt(t, path)
			begun(t, l, attempt("a", nine))
			if got := list(t, l, Query{}); len(got) != 1 {
				t.Errorf("the new ledger has %d entries", len(got))
			}
		})
	}
}

func TestDamagedFileKeepsItsWALUntouched(t *testing.T) {
	source := newPath(t)
	l := openAt(t, source)
	fill(t, l, 300)
	if err := rawExec(t, l, "PRAGMA wal_checkpoint(truncate)"); err != nil {
		t.Fatal(err)
	}
	begun(t, l, attempt("only in the wal", nine))
	// What a killed process leaves: the file and its -wal.
	path := newPath(t)
	was := map[string][]byte{}
	for _, side := range []string{"", "-wal"} {
		b, err := os.ReadFile(source + side)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+side, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	spoil(t, path)
	for _, side := range []string{"", "-wal"} {
		was[side], _ = os.ReadFile(path + side)
	}
	_, err := Open(t.Context(), path)
	var damaged *DamagedError
	if !errors.As(err, &damaged) || damaged.SetAside == "" {
		t.Fatalf("Open = %v", err)
	}
	for _, side := range []string{"", "-wal"} {
		if is, err := os.ReadFile(damaged.SetAside + side); err != nil || !bytes.Equal(is, was[side]) {
			t.Errorf("%q was changed or lost: %d bytes, were %d; %v", "ledger.db"+side, len(is), len(was[side]), err)
		}
		if _, err := os.Stat(path + side); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("ledger.db%s is still in place", side)
		}
	}
}

func TestDamageSeenLaterIsFoundByTheNextOpenOfALargeFile(t *testing.T) {
	checkedSize = 0 // every file is large
	t.Cleanup(func() { checkedSize = smallFile })
	path := newPath(t)
	l := openAt(t, path)
	fill(t, l, 300)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, path)
	l = openAt(t, path) // not walked
	err := l.Check(t.Context())
	var damaged *DamagedError
	if !errors.As(err, &damaged) || damaged.SetAside != "" {
		t.Fatalf("Check = %v", err)
	}
	_ = l.Close()
	if _, err = Open(t.Context(), path); !errors.As(err, &damaged) || damaged.SetAside == "" {
		t.Fatalf("Open after Check = %v", err)
	}
	if left, _ := filepath.Glob(path + "-suspect"); len(left) != 0 {
		t.Error("the mark is still there")
	}
	openAt(t, path)
}

func TestASoundFileLosesItsMark(t *testing.T) {
	path := newPath(t)
	_ = openAt(t, path).Close()
	suspect(path)
	_ = openAt(t, path).Close()
	if left, _ := filepath.Glob(path + "-suspect"); len(left) != 0 {
		t.Error("the mark is still there")
	}
}

func TestCheckPassesASoundLedger(t *testing.T) {
	l := newFile(t)
	fill(t, l, 300)
	old := issued(t, l, attempt("a", nine))
	issued(t, l, replacing("a", nine, cardB, old.Stamp()))
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestFileThatAnotherProcessSetAsideIsNotSetAsideAgain(t *testing.T) {
	path := newPath(t)
	_ = openAt(t, path).Close()
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, path+".theirs"); err != nil {
		t.Fatal(err)
	}
	l := openAt(t, path)
	begun(t, l, attempt("a", nine))
	err = setAside(path, before, nine, errors.New("damage"))
	var damaged *DamagedError
	if !errors.As(err, &damaged) || damaged.SetAside != "" {
		t.Errorf("%v", err)
	}
	if got := list(t, openAt(t, path), Query{}); len(got) != 1 {
		t.Error("the new ledger was moved")
	}
}

func TestContextThatEndsInsideATransactionIsWhatIsReported(t *testing.T) {
	l := newFile(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := l.change(ctx, nil, func(tx querier) error {
		cancel()
		<-ctx.Done()
		_, err := tx.ExecContext(ctx, "UPDATE entries SET note = ''")
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
