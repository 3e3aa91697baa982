package main

import (
	"context"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"testing"
	"time"

	"billkey/scripts/wine"
)

// part is a package whose own tests run in Wine: those that run names, without those that skip names.
type part struct {
	folder, run, skip string
	least             int // so many pass
}

// parts are those that do something of their own on Windows, or whose files have to bear what Windows does to files.
var parts = []part{
	{"api/filelock", "", "", 2},
	{"api/lock", "", "", 10},
	{"api/instance", "", "SameByAnyName", 11}, // Wine's links to folders are not followed
	// The others ask a keychain of Linux, or for the rights of files, which Windows keeps elsewhere.
	{"api/credentials", "", "^TestKeychain|^TestFileIsPrivate|MacPrograms", 90},
	// WhoWaited has a file replaced that somebody has open, which Windows refuses.
	{"api/ledger", "Restore|Damaged|Archiving.*AnyMoment", "WhoWaited", 16},
	{"ui/preflight", "Twin|Copy", "CannotBeWritten", 9},
	{"ui/platform", "", "PutBack", 3}, // Wine takes no window out of captures
}

// compiled are a package's tests for Windows, made with what the program itself was made of.
func (d *desk) compiled(t *testing.T, folder string) (program string) {
	t.Helper()
	program = filepath.Join(d.home, path.Base(folder)+".test.exe")
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-trimpath", "-o", program, "./"+folder)
	build.Dir, build.Env = root, append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=1", "CC="+wine.Compiler)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	return program
}

// parts runs them one after the other.
func (d *desk) parts(t *testing.T) {
	for _, p := range parts {
		t.Run(p.folder, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
			defer cancel()
			run := d.Command(ctx, d.compiled(t, p.folder), "-test.v", "-test.short", "-test.run="+p.run, "-test.skip="+p.skip)
			run.Env = append(run.Env, "LC_CTYPE=C.UTF-8") // names of files in Korean, also where no Korean locale is installed
			run.Dir = filepath.Join(root, filepath.FromSlash(p.folder))
			out, err := wine.Output(run)
			passed, failed := judged(out)
			if len(failed) > 0 || passed < p.least {
				t.Errorf("%d passed, failed: %q, %v\n%s", passed, failed, err, out)
			}
			t.Logf("%d passed", passed)
		})
	}
}
