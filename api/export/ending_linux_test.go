package export

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// On a file system of its own: too small for the file, and for a workbook also too small for what is collected first.
func TestAFullDiskIsTypedAndLeftEmpty(t *testing.T) {
	for name, size := range map[string]string{"small": "size=256k,mode=0700", "larger": "size=12m,mode=0700"} {
		for ending, write := range writers {
			t.Run(name+" "+ending, func(t *testing.T) {
				dir := t.TempDir()
				if err := syscall.Mount("billkey-test", dir, "tmpfs", 0, size); err != nil {
					t.Skipf("a small file system cannot be mounted here (%v): only root may", err)
				}
				t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
				path := filepath.Join(dir, "results."+ending)
				_, err := write(t.Context(), path, many(60_000), all())
				var failed *WriteError
				if !errors.As(err, &failed) || failed.Reason != "full" || failed.Path != path {
					t.Error(err)
				}
				nothingIn(t, path)
				if err := os.WriteFile(path, make([]byte, 200<<10), 0o600); err != nil {
					t.Errorf("the room was not given back: %v", err)
				}
			})
		}
	}
}

func TestAFolderThatCannotBeWrittenIsTyped(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("rights mean nothing to root")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := CSV(t.Context(), filepath.Join(dir, "a.csv"), untouched(t), all())
	var failed *WriteError
	if !errors.As(err, &failed) || failed.Reason != "read_only" {
		t.Error(err)
	}
}
