package issuing_test

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"billkey/api/issuing"
	"billkey/api/ledger"
	"billkey/api/sandbox"
)

// smallDisk is a file system of its own with room for a ledger and little more.
func smallDisk(t *testing.T) disk {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("billkey-test", dir, "tmpfs", 0, "size=1m,mode=0700"); err != nil {
		t.Skipf("a small file system cannot be mounted here (%v): only root may; the story runs with limited file sizes instead", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	return disk{
		dir:    dir,
		fill:   func() { fillUp(t, ballast) },
		room:   func() { _ = os.Remove(ballast) },
		reason: "full",
	}
}

// fillUp writes to the file until not one byte more goes in.
func fillUp(t *testing.T, path string) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = f.Close() }()
	for block := make([]byte, 4096); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			if !errors.Is(err, syscall.ENOSPC) {
				t.Error(err)
				return
			}
			block = block[:len(block)/2]
		}
	}
}

func TestAFullDiskSendsNothingAndLosesNothing(t *testing.T) { onFullDisks(t, smallDisk(t)) }

// limitedVar is set in the process whose files may not grow.
const limitedVar = "BILLKEY_TEST_LIMITED"

// The same stories need no rights where a file is not allowed to grow instead. That holds for a whole process, so they
// run in one of their own.
func TestFilesThatMayNotGrowSendNothingAndLoseNothing(t *testing.T) {
	if os.Getenv(limitedVar) != "" {
		signal.Ignore(syscall.SIGXFSZ)
		onFullDisks(t, limitedFiles(t))
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=5m")
	cmd.Env = append(os.Environ(), limitedVar+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// limitedFiles limits the size of every file to what the ledger's -wal has now.
func limitedFiles(t *testing.T) disk {
	dir := t.TempDir()
	limit := func(size uint64) {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
			t.Error(err)
			return
		}
		now.Cur = min(size, now.Max)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
			t.Error(err)
		}
	}
	return disk{
		dir: dir,
		fill: func() {
			var size uint64
			if wal, err := os.Stat(filepath.Join(dir, "ledger.db-wal")); err == nil {
				size = uint64(wal.Size())
			}
			limit(size)
		},
		room:   func() { limit(^uint64(0)) },
		reason: "io", // SQLite's word for EFBIG
	}
}

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

func TestAReadOnlyLedgerSendsNothing(t *testing.T) {
	s := newStage(t, sandbox.Options{})
	s.issued(panA, issuing.Confirmation{})
	dir := filepath.Dir(s.path)
	rights := func(folder, file os.FileMode) {
		modes := map[string]os.FileMode{filepath.Dir(dir): 0o755, dir: folder, s.path: file, s.path + "-wal": file, s.path + "-shm": file}
		for path, mode := range modes {
			if err := os.Chmod(path, mode); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
		}
	}
	s.close()
	rights(0o777, 0o444)
	asNobody(t, func() {
		l, err := ledger.Open(t.Context(), s.path)
		if err != nil {
			t.Errorf("a ledger that cannot be written must open: %v", err)
			return
		}
		defer func() { _ = l.Close() }()
		desk := issuing.New(newClient(t, s.server), l, practice)
		_, err = desk.Issue(t.Context(), order(panB, confirm(t, desk)))
		disk{reason: "read_only"}.wantFull(t, wantKind(t, err, issuing.NoJournal))
	})
	rights(0o700, 0o600)
	s.reopen()
	s.after(1, "issued")
	s.agrees()
	s.issued(panB, s.confirmed())
	s.agrees()
}
