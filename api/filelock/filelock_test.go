package filelock

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOneAtATimeHoldsAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	for range 2 {
		release, held, err := Try(path)
		if err != nil || held {
			t.Fatal(held, err)
		}
		if _, held, err := Try(path); err != nil || !held {
			t.Errorf("a second time: %v %v", held, err)
		}
		release()
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the file is gone: %v", err)
	}
}

func TestFolderThatIsMissingIsAnErrorAndNotALock(t *testing.T) {
	t.Parallel()
	if _, held, err := Try(filepath.Join(t.TempDir(), "none", "lock")); err == nil || held {
		t.Errorf("%v %v", held, err)
	}
}
