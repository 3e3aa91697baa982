package main

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// withSoftware puts stand-ins for the libraries that draw in software beside the program.
func withSoftware(t *testing.T, dir string, names ...string) {
	t.Helper()
	program, err := os.ReadFile(filepath.Join(dir, "billkey.exe"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, software), 0o750); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content := slices.Concat(program, []byte("\x00Mesa 22.3.6\x00"))
		if err := os.WriteFile(filepath.Join(dir, software, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatDrawsInSoftwareIsPackedIfItWasBuilt(t *testing.T) {
	f, dir, out := project(t), windowsDir(t), t.TempDir()
	if dir == "" {
		t.Skip("NSIS is not installed")
	}
	withSoftware(t, dir, drawing...)
	if err := packWindows(f, dir, out); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(out, f.file()+"-windows-amd64.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	var names []string
	for _, e := range z.File {
		if name, yes := strings.CutPrefix(e.Name, f.file()+"/"+software); yes {
			names = append(names, name)
		}
	}
	if !slices.Equal(names, drawing) {
		t.Errorf("zip: %q", names)
	}
	if version, err := mesa(dir); version != "22.3.6" || err != nil {
		t.Errorf("%q %v", version, err)
	}
}

func TestHalfOfWhatDrawsInSoftwareIsNotPacked(t *testing.T) {
	f, dir := project(t), windowsDir(t)
	if dir == "" {
		t.Skip("NSIS is not installed")
	}
	if version, err := mesa(dir); version != "" || err != nil {
		t.Errorf("%q %v", version, err)
	}
	withSoftware(t, dir, drawing[1])
	if err := packWindows(f, dir, t.TempDir()); !errors.Is(err, errHalf) {
		t.Error(err)
	}
}

// Also an installer without the libraries takes away those of an earlier one, and the program's twin.
func TestInstallerAndUninstallerTakeTheTwinAway(t *testing.T) {
	f := project(t)
	for name, w := range map[string]windowsFacts{
		"with":    {facts: f, Files: []string{"billkey.exe"}, Software: drawing, Drawn: drawing},
		"without": {facts: f, Files: []string{"billkey.exe"}, Drawn: drawing},
	} {
		b, err := fill("installer.nsi", w)
		if err != nil {
			t.Fatal(err)
		}
		script := string(b)
		for _, want := range append([]string{"billkey.exe"}, drawing...) {
			if !strings.Contains(script, `Delete "$INSTDIR\software\`+want+`"`) {
				t.Errorf("%s: %s stays", name, want)
			}
		}
		if strings.Count(script, "!insertmacro REMOVE_SOFTWARE") != 2 {
			t.Errorf("%s: not by both", name)
		}
		if got := strings.Contains(script, `File "software/opengl32.dll"`); got != (name == "with") {
			t.Errorf("%s: installed: %v", name, got)
		}
	}
}

func TestBillListsWhatDrawsInSoftware(t *testing.T) {
	list, err := extras("windows", "22.3.6", nil)
	if err != nil {
		t.Fatal(err)
	}
	last := list[len(list)-1]
	if last.Name != "Mesa" || last.Version != "22.3.6" || last.Scope != "optional" || len(last.Licences) == 0 {
		t.Errorf("%+v", last)
	}
}
