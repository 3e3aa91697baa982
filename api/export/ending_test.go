package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"billkey/api/ledger"
)

func TestTheFileIsItsOwnersAndAloneInItsFolder(t *testing.T) {
	eachWriter(t, func(t *testing.T, write writer, path string) {
		written(t, write, path, many(3), all())
		nothingIn(t, path, filepath.Base(path))
		if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
	})
}

func TestNothingThatExistsIsTouched(t *testing.T) {
	eachWriter(t, func(t *testing.T, write writer, path string) {
		for what, make := range map[string]func() error{
			"file":   func() error { return os.WriteFile(path, []byte("mine"), 0o600) },
			"folder": func() error { return os.Mkdir(path, 0o700) },
			"link":   func() error { return os.Symlink("nowhere", path) },
		} {
			if err := make(); err != nil {
				t.Skipf("a %s cannot be made here: %v", what, err)
			}
			before, _ := os.Lstat(path)
			_, err := write(t.Context(), path, untouched(t), all())
			var exists *ExistsError
			if after, _ := os.Lstat(path); !errors.As(err, &exists) || exists.Path != path || !os.SameFile(before, after) {
				t.Errorf("%s: %v", what, err)
			}
			nothingIn(t, path, filepath.Base(path))
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// untouched is a source that nobody may ask.
func untouched(t *testing.T) Source {
	return func(context.Context, func(ledger.Entry) error) error {
		t.Error("entries were asked for")
		return nil
	}
}

func TestANameTakenMeanwhileIsLeftToItsOwner(t *testing.T) {
	eachWriter(t, func(t *testing.T, write writer, path string) {
		taking := func(ctx context.Context, each func(ledger.Entry) error) error {
			if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
				t.Fatal(err)
			}
			return many(3)(ctx, each)
		}
		_, err := write(t.Context(), path, taking, all())
		if b, _ := os.ReadFile(path); !errors.As(err, new(*ExistsError)) || string(b) != "mine" {
			t.Errorf("%v, the file has %.20q", err, b)
		}
		nothingIn(t, path, filepath.Base(path))
	})
}

// Cancelled at any place: before the first entry, among them, and where a workbook is packed.
func TestACancelledFileIsGone(t *testing.T) {
	eachWriter(t, func(t *testing.T, write writer, path string) {
		for _, at := range []int{0, 500, 5_500, 6_001, 11_000} {
			ctx, cancel := context.WithCancel(t.Context())
			o, last := all(), 0
			o.Total = 6_000
			o.Progress = func(done, _ int) {
				if last = done; done >= at {
					cancel()
				}
			}
			if at == 0 {
				cancel()
			}
			w, err := write(ctx, path, many(6_000), o)
			cancel()
			if ended := errors.Is(err, context.Canceled); !ended && last >= at && last < 6_000 || w != (Written{}) && err != nil {
				t.Errorf("at %d: %+v, %v", at, w, err)
			}
			if err == nil { // it was whole before it came to that
				_ = os.Remove(path)
			}
			nothingIn(t, path)
		}
	})
}

func TestAFailingSourceLeavesNothing(t *testing.T) {
	broken := errors.New("the ledger is gone")
	eachWriter(t, func(t *testing.T, write writer, path string) {
		_, err := write(t.Context(), path, func(ctx context.Context, each func(ledger.Entry) error) error {
			return errors.Join(many(10)(ctx, each), broken)
		}, all())
		if !errors.Is(err, broken) || errors.As(err, new(*WriteError)) {
			t.Error(err)
		}
		nothingIn(t, path)
	})
}

func TestASourceThatHidesErrorsStillFails(t *testing.T) {
	eachWriter(t, func(t *testing.T, write writer, path string) {
		wide := usual(1)
		wide.Masked = "4111111*****1111"
		_, err := write(t.Context(), path, func(ctx context.Context, each func(ledger.Entry) error) error {
			_ = each(wide)
			_ = many(3)(ctx, each)
			return nil
		}, all())
		if !errors.As(err, new(*UnmaskedError)) {
			t.Error(err)
		}
		nothingIn(t, path)
	})
}

func TestWhatCannotBeWrittenIsTyped(t *testing.T) {
	eachWriter(t, func(t *testing.T, write writer, path string) {
		var failed *WriteError
		_, err := write(t.Context(), filepath.Join(filepath.Dir(path), "no", "such", "folder.csv"), untouched(t), all())
		if !errors.As(err, &failed) || failed.Reason != "missing" || !errors.Is(err, os.ErrNotExist) {
			t.Error(err)
		}
		for _, o := range []Order{{}, only("pan"), only("number", "number")} {
			var column *ColumnError
			if _, err := write(t.Context(), path, untouched(t), o); !errors.As(err, &column) {
				t.Errorf("%v: %v", o.Columns, err)
			}
		}
		nothingIn(t, path)
	})
}

func TestProgressComesToItsEnd(t *testing.T) {
	eachWriter(t, func(t *testing.T, write writer, path string) {
		for _, expected := range []int{0, 1200, 5000} {
			o, told, last := only("customer_uid"), 0, -1
			o.Total = expected
			o.Progress = func(done, total int) {
				if told++; done < last || done > total {
					t.Errorf("%d of %d after %d", done, total, last)
				}
				last = done
			}
			written(t, write, path, many(1200), o)
			if stages := strings.Count(path, "xlsx") + 1; told < 3 || last < 1200*min(stages, 2) {
				t.Errorf("told %d times, the last %d", told, last)
			}
			_ = os.Remove(path)
		}
	})
}
