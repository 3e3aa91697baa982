package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"billkey/api/headless"
	"billkey/scripts/stage"
)

// Where no window can be shown, the program says so in both languages, ends with a code of its own, and writes nothing.
func TestWithoutADesktopOrOpenGLTheProgramSaysWhatToDo(t *testing.T) {
	binary := program(t)
	noGLX, err := stage.StartDisplay(t.TempDir(), "-extension", "GLX")
	if err != nil {
		t.Fatal(err)
	}
	defer noGLX.Stop()
	for name, c := range map[string]struct {
		display string
		says    []string
	}{
		"no display":   {"", []string{"데스크톱에 로그인", "Sign in to a desktop"}},
		"dead display": {":4999", []string{"데스크톱에 로그인", "Sign in to a desktop"}},
		"no GLX":       {noGLX.Name, []string{"libgl1-mesa-dri", "Mesa 드라이버", "Mesa drivers"}},
	} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			cmd := exec.CommandContext(t.Context(), binary, "-data", filepath.Join(home, "data"))
			cmd.Env = append(stage.Private(home), "DISPLAY="+c.display, "PATH=") // no program that shows boxes
			var said bytes.Buffer
			cmd.Stderr = &said
			var exit *exec.ExitError
			if err := cmd.Run(); !errors.As(err, &exit) || exit.ExitCode() != headless.ExitNoWindow {
				t.Errorf("%v", err)
			}
			for _, words := range c.says {
				if !strings.Contains(said.String(), words) {
					t.Errorf("%q is not in:\n%s", words, said.String())
				}
			}
			if _, err := os.Stat(filepath.Join(home, "data")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the data folder: %v", err)
			}
		})
	}
}

// A screen whose driver cannot be loaded is drawn with the processor.
func TestBrokenGraphicsDriverIsLeftOut(t *testing.T) {
	binary := program(t)
	screen, err := stage.StartDisplay(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Stop()
	home := t.TempDir()
	env := append(stage.Private(home), "__GLX_VENDOR_LIBRARY_NAME=broken")
	s := stage.NewStory(t.Context(), screen.WithDriver(), env, shots)
	defer s.End()
	s.Open(binary, "-lang", "ko", "-data", filepath.Join(home, "data"))
	s.Await("ready")
	s.Close()
	if s.Err != nil {
		t.Fatal(s.Err)
	}
}
