package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"billkey/scripts/wine"
)

// The installer asks for nothing, puts the program where the user's programs are, and what it removes is the program alone.
func TestWineInstallsAndRemovesTheProgramAlone(t *testing.T) {
	home, out := t.TempDir(), t.TempDir()
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=ko_KR.UTF-8"}
	p := wine.Need(t, "../..", home, env)
	need(t, "makensis")
	f := project(t)
	if err := packWindows(f, filepath.Join("../..", "build", "windows"), out); err != nil {
		t.Fatal(err)
	}
	run := func(program string, args ...string) string {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		said, err := wine.Output(p.Command(ctx, program, args...))
		if err != nil {
			t.Fatalf("%s: %v\n%s", program, err, said)
		}
		return said
	}
	roaming, err := p.AppData()
	if err != nil {
		t.Fatal(err)
	}
	ledger := filepath.Join(roaming, "billkey", "ledger.db")
	if err := errors.Join(os.MkdirAll(filepath.Dir(ledger), 0o750), os.WriteFile(ledger, []byte("kept"), 0o600)); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(roaming, "..", "Local", "Programs", f.Name)
	link := filepath.Join(roaming, "Microsoft", "Windows", "Start Menu", "Programs", f.Name+".lnk")

	run(filepath.Join(out, f.file()+"-windows-amd64-setup.exe"), "/S")
	if said := run(filepath.Join(folder, "billkey.exe"), "version"); !strings.Contains(said, "billkey "+f.Version+" windows/amd64") {
		t.Errorf("the installed program says %q", said)
	}
	if _, err := os.Stat(link); err != nil {
		t.Error(err)
	}

	twin := filepath.Join(folder, software, "billkey.exe") // as the program makes it where there is no OpenGL
	if err := errors.Join(os.MkdirAll(filepath.Dir(twin), 0o750), os.WriteFile(twin, []byte("twin"), 0o600)); err != nil {
		t.Fatal(err)
	}
	run(filepath.Join(folder, "uninstall.exe"), "/S") // it copies itself elsewhere, and leaves the rest to the copy
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := p.Rest(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		left, _ := filepath.Glob(filepath.Join(folder, "*"))
		t.Errorf("left behind: %v %v", left, err)
	}
	if _, err := os.Stat(link); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the link in the menu: %v", err)
	}
	if got := contents(t, ledger); got != "kept" {
		t.Errorf("the ledger is %q", got)
	}
}
