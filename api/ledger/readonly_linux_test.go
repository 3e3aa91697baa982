package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// asNobody runs f on a thread that the file system takes for nobody: rights mean nothing to root.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if os.Geteuid() == 0 {
			if err := syscall.Setfsuid(65534); err != nil {
				t.Error(err)
				return
			}
		}
		f()
	}()
	<-done
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnlyFileRefusesOrdersAndKeepsItsRows(t *testing.T) {
	for name, folder := range map[string]os.FileMode{"file": 0o777, "file and folder": 0o555} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			l := openAt(t, path)
			id := begun(t, l, attempt("a", nine))
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			chmod(t, filepath.Dir(filepath.Dir(path)), 0o755)
			chmod(t, path, 0o444)
			chmod(t, filepath.Dir(path), folder)
			t.Cleanup(func() { chmod(t, filepath.Dir(path), 0o755) })
			asNobody(t, func() {
				var readOnly *ReadOnlyError
				l, err := Open(t.Context(), path)
				if err != nil { // without a -shm SQLite cannot even read
					if !errors.As(err, &readOnly) {
						t.Errorf("Open = %v, want read-only", err)
					}
					return
				}
				defer func() { _ = l.Close() }()
				if _, err := l.Begin(t.Context(), attempt("b", nine)); !errors.As(err, &readOnly) {
					t.Errorf("Begin = %v, want read-only", err)
				}
				if e, err := l.Entry(t.Context(), id); err != nil || e.State != Pending {
					t.Errorf("%+v, %v", e, err)
				}
			})
			chmod(t, filepath.Dir(path), 0o755)
			chmod(t, path, 0o644)
			if e := read(t, openAt(t, path), id); e.State != Pending || e.CustomerUID != "a" {
				t.Errorf("afterwards %+v", e)
			}
		})
	}
}

func TestLedgerInAFolderThatCannotBeWrittenIsTyped(t *testing.T) {
	folder := t.TempDir()
	chmod(t, filepath.Dir(folder), 0o755)
	chmod(t, folder, 0o555)
	asNobody(t, func() {
		for _, path := range []string{filepath.Join(folder, "ledger.db"), filepath.Join(folder, "new", "ledger.db")} {
			_, err := Open(t.Context(), path)
			var readOnly *ReadOnlyError
			if !errors.As(err, &readOnly) {
				t.Errorf("Open %s = %v, want read-only", filepath.Base(path), err)
			}
		}
	})
}
