package about

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAProgramThatIsTooLargeIsNamedWithTheAim(t *testing.T) {
	path := filepath.Join(t.TempDir(), "billkey")
	sized := func(bytes int64) error {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, bytes); err != nil {
			t.Fatal(err)
		}
		return Fits(path)
	}
	if err := sized(Largest); err != nil {
		t.Error(err)
	}
	if err := sized(Largest + 1); err == nil || !strings.Contains(err.Error(), "at most 40 MB") || !strings.Contains(err.Error(), "40000001") {
		t.Errorf("%v", err)
	}
	if err := Fits(path + "x"); err == nil {
		t.Error("a program that is not there fits")
	}
}
