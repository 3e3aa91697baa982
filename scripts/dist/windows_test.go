package main

import (
	"archive/zip"
	"debug/pe"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// windowsStand is a program for Windows that NSIS brings.
const windowsStand = "/usr/share/nsis/Stubs/zlib-amd64-unicode"

// windowsDir has stand-ins for what is built for Windows; "" without NSIS.
func windowsDir(t *testing.T) string {
	t.Helper()
	program, err := os.ReadFile(windowsStand)
	if err != nil {
		return ""
	}
	icon, err := os.ReadFile("../../assets/icon.png")
	if err != nil {
		t.Fatal(err)
	}
	// An icon file with one picture, a PNG.
	ico := append([]byte{0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 32, 0, byte(len(icon)), byte(len(icon) >> 8), byte(len(icon) >> 16), 0, 22, 0, 0, 0}, icon...)
	dir := t.TempDir()
	for name, content := range map[string][]byte{"billkey.exe": program, "billkey.com": program, "billkey.ico": ico} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// windowsPackages reads zip and installer.
func windowsPackages(t *testing.T, f facts, out string) {
	z, err := zip.OpenReader(filepath.Join(out, f.file()+"-windows-amd64.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	var names []string
	for _, e := range z.File {
		names = append(names, strings.TrimPrefix(e.Name, f.file()+"/"))
		if !e.Modified.Equal(f.Time) {
			t.Errorf("%s is of %s", e.Name, e.Modified)
		}
	}
	if want := []string{"LICENCES.txt", "LICENSE.txt", "README.md", "billkey.com", "billkey.exe"}; !slices.Equal(names, want) {
		t.Errorf("zip: %v", names)
	}
	setup := contents(t, out, f.file()+"-windows-amd64-setup.exe")
	p, err := pe.NewFile(strings.NewReader(setup))
	if err != nil || p.Machine != pe.IMAGE_FILE_MACHINE_AMD64 || len(setup) < 50_000 {
		t.Fatalf("an installer of %d bytes: %v", len(setup), err)
	}
	if !strings.Contains(setup, `requestedExecutionLevel level="asInvoker"`) {
		t.Error("the installer does not say that it needs no administrator")
	}
}
