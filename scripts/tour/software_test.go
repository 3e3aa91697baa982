package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// On a screen that has no OpenGL at all the program for Windows starts itself again beside Mesa's libraries, and everything is
// drawn and done as elsewhere.
func TestWineDrawsInSoftwareWhereThereIsNoOpenGL(t *testing.T) {
	home := t.TempDir()
	exe := besideSoftware(t, home)
	p := windowsAt(t, home, exe)
	p.display, p.class, p.slow = []string{"-extension", "GLX"}, "billkey.exe", 8
	there, here := shots, t.TempDir()
	if there == "" {
		there = t.TempDir()
	}
	r, err := practice(t.Context(), p, there)
	if err != nil {
		t.Fatal(err)
	}
	r.print(t.Output())
	one, err := os.Stat(exe)
	other, err2 := os.Stat(filepath.Join(filepath.Dir(exe), "software", "billkey.exe"))
	if err = errors.Join(err, err2); err != nil || !os.SameFile(one, other) {
		t.Errorf("the twin is not the program: %v", err)
	}
	if _, err := practice(t.Context(), at(program(t), t.TempDir()), here); err != nil {
		t.Fatal(err)
	}
	alikeIn(t, here, there)
}

// besideSoftware lays the program for Windows out in a folder of its own, with the libraries that draw in software.
func besideSoftware(t *testing.T, home string) (program string) {
	t.Helper()
	built := filepath.Join(root, "build", "windows")
	if _, err := os.Stat(filepath.Join(built, "software", "opengl32.dll")); errors.Is(err, fs.ErrNotExist) {
		t.Skip("OpenGL in software for Windows is not built: make opengl")
	}
	to := filepath.Join(home, "program")
	for _, name := range []string{"billkey.exe", "software/opengl32.dll", "software/libgallium_wgl.dll"} {
		b, err := os.ReadFile(filepath.Join(built, name))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(to, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o750), os.WriteFile(path, b, 0o700)); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(to, "billkey.exe")
}
