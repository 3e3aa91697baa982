package ledger

import (
	"errors"
	"os"
	"reflect"
	"testing"
)

// A file that another program has open, such as one that makes back-ups, cannot be replaced here. That is said, and all stays.
func TestRestoreOverAFileThatIsOpenElsewhereIsBusy(t *testing.T) {
	path, backup, content := closedLedger(t)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Restore(t.Context(), backup, path, "kim")
	var busy *BusyError
	if !errors.As(err, &busy) {
		t.Errorf("%v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if got := contentOf(t, path); !reflect.DeepEqual(got["entries"], content["entries"]) {
		t.Error("the ledger holds other entries")
	}
	if _, err := Restore(t.Context(), backup, path, "kim"); err != nil {
		t.Errorf("the next time: %v", err)
	}
}
