package ledger

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
)

// smallDisk is a folder on a file system of its own.
func smallDisk(t *testing.T, kilobytes int) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("billkey-test", folder, "tmpfs", 0, fmt.Sprintf("size=%dk,mode=0700", kilobytes)); err != nil {
		t.Skipf("a small file system cannot be mounted here (%v): only root may", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder
}

func wantFull(t *testing.T, what string, err error) {
	t.Helper()
	var full *FullError
	var unwritable *UnwritableError
	if !errors.As(err, &full) || !errors.As(err, &unwritable) || unwritable.Reason != "full" {
		t.Errorf("%s = %v, want full", what, err)
	}
}

func TestFullDiskKeepsNoHalfBackUpAndNoHalfArchive(t *testing.T) {
	l := newFile(t)
	fill(t, l, 800)
	for _, kilobytes := range []int{8, 200, 400} {
		folder := smallDisk(t, kilobytes)
		before := dump(t, l.read)
		_, err := l.BackUp(t.Context(), filepath.Join(folder, "backup.db"))
		wantFull(t, "BackUp", err)
		wantAlone(t, folder)
		a, err := l.Archive(t.Context(), ArchiveOrder{Before: nine, Path: filepath.Join(folder, "old.db"), Operator: "kim"})
		wantFull(t, "Archive", err)
		wantAlone(t, folder)
		if got := dump(t, l.read); a != (Archived{}) || !reflect.DeepEqual(got, before) {
			t.Errorf("%d kB: the ledger was changed; %+v", kilobytes, a)
		}
		begun(t, l, attempt(fmt.Sprint("still works ", kilobytes), nine))
	}
}

func TestFullDiskKeepsTheFormerLedger(t *testing.T) {
	folder := smallDisk(t, 700)
	source, _, content := closedLedger(t)
	path, backup := filepath.Join(folder, ledgerName), beside(t, "backup.db")
	if _, err := duplicate(source, path); err != nil {
		t.Fatal(err)
	}
	l := newFile(t)
	fill(t, l, 800)
	backedUp(t, l, backup)
	_, err := Restore(t.Context(), backup, path, "kim")
	wantFull(t, "Restore", err)
	wantAlone(t, folder, ledgerName)
	if got := contentOf(t, path); !reflect.DeepEqual(got, content) {
		t.Error("the former ledger was changed")
	}
}

func TestFoldersThatCannotBeWrittenAreTyped(t *testing.T) {
	path, backup, content := closedLedger(t)
	for _, p := range []string{path, backup} {
		chmod(t, filepath.Dir(filepath.Dir(p)), 0o755)
		chmod(t, filepath.Dir(p), 0o755)
		chmod(t, p, 0o666)
	}
	target := t.TempDir()
	chmod(t, target, 0o555)
	l := openAt(t, path)
	asNobody(t, func() {
		var readOnly *ReadOnlyError
		if _, err := l.BackUp(t.Context(), filepath.Join(target, "backup.db")); !errors.As(err, &readOnly) {
			t.Errorf("BackUp = %v", err)
		}
		if _, err := l.Archive(t.Context(), ArchiveOrder{Before: nine, Path: filepath.Join(target, "old.db")}); !errors.As(err, &readOnly) {
			t.Errorf("Archive = %v", err)
		}
		if _, err := Restore(t.Context(), backup, filepath.Join(target, ledgerName), "kim"); !errors.As(err, &readOnly) {
			t.Errorf("Restore = %v", err)
		}
		if _, err := ReadBackup(t.Context(), backup); err != nil { // beside which nothing can be written
			t.Errorf("ReadBackup = %v", err)
		}
	})
	_ = os.Chmod(target, 0o700)
	wantAlone(t, target)
	if got := dump(t, l.read); !reflect.DeepEqual(got, content) {
		t.Error("the ledger was changed")
	}
}
