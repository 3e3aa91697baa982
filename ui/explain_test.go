package ui

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

// What a system says in its own language is not put into a sentence of ours where we have words for it; where we have none, it is
// quoted, for whoever looks after the program.
func TestErrorsOfTheSystemHaveWords(t *testing.T) {
	w, err := loadWords("ko")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"permission": {&fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}, "file.denied.detail"},
		"read-only":  {&fs.PathError{Op: "open", Path: "/x", Err: syscall.EROFS}, "file.denied.detail"},
		"full":       {&fs.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}, "file.unwritable.full"},
		"missing":    {&fs.PathError{Op: "open", Path: "/x", Err: syscall.ENOENT}, "file.missing"},
	} {
		got := reason(w, c.err)
		if !strings.Contains(got, w.t(c.want)) || strings.Contains(got, "/x") || len(foreign("ko", got)) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got, want := explain(w, errors.New("disk I/O error (10)")).detail, w.t("failure.other.detail", "Text", "disk I/O error (10)"); got != want {
		t.Errorf("%q", got)
	}
}
