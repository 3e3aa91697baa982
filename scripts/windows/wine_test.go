package main

import (
	"context"
	"debug/pe"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"billkey/api/headless"
	"billkey/scripts/stage"
	"billkey/scripts/wine"
)

// desk is a Windows of its own with a display, and the folder of the program for Windows.
type desk struct {
	*wine.Prefix
	home, folder string
	screen       *stage.Display
	env          []string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{home: t.TempDir()}
	var err error
	if d.screen, err = stage.StartDisplay(d.home); err != nil {
		t.Skip(err)
	}
	t.Cleanup(d.screen.Stop)
	d.env = append(stage.Private(d.home), d.screen.Env()...)
	d.Prefix = wine.Need(t, root, d.home, d.env)
	if d.folder, err = filepath.Abs(filepath.Join(root, "build", "windows")); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) compile(t *testing.T, source, name string, flags ...string) (path string) {
	t.Helper()
	path = filepath.Join(d.home, name)
	if err := wine.Compile(t.Context(), source, path, flags...); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWine(t *testing.T) {
	d := newDesk(t)
	t.Run("commands speak to the console", d.commandsSpeak)
	t.Run("no card is read beside the shell", d.noCardBesideTheShell)
	t.Run("streams go where they are sent", d.streams)
	t.Run("OpenGL beside the program is loaded", d.besideTheProgram)
	t.Run("the system is asked for its owner", d.owner)
	t.Run("the parts' own tests", d.parts)
}

// onDrive is a path as the programs in Wine see it.
func onDrive(path string) string { return `Z:` + strings.ReplaceAll(path, "/", `\`) }

// owner runs the tests of ui/platform/owner for Windows, with a class that answers in the place of the one Wine lacks.
func (d *desk) owner(t *testing.T) {
	double := d.compile(t, filepath.Join(root, "scripts", "wine", "shim", "owner.c"), "owner.dll", "-shared", "-luuid", "-lruntimeobject")
	const class = `HKLM\Software\Microsoft\WindowsRuntime\ActivatableClassId\Windows.Security.Credentials.UI.UserConsentVerifier`
	add := d.Command(t.Context(), "reg", "add", class, "/v", "DllPath", "/d", onDrive(double), "/f")
	if out, err := wine.Output(add); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	run := d.Command(ctx, d.compiled(t, "ui/platform/owner"), "-test.v")
	run.Env = append(run.Env, "OWNER_DOUBLE="+onDrive(d.home))
	out, err := wine.Output(run)
	if err != nil || strings.Contains(out, "SKIP") || strings.Count(out, "--- PASS") != 5 {
		t.Errorf("%v\n%s", err, out)
	}
}

// The program belongs to the window, but its commands speak to the console they were started from, and end at Ctrl+C.
func (d *desk) commandsSpeak(t *testing.T) {
	shell := d.compile(t, filepath.Join(root, "scripts", "wine", "shim", "shell.c"), "shell.exe")
	for _, c := range []struct {
		args      string
		says      string
		code      string
		interrupt string
	}{
		{"version", "billkey " + headless.BuildVersion + " windows/amd64", "0", ""},
		{"help -lang ko", "빌키 데스크", "0", ""},
		{"nonsense -lang ko", "모르는 명령입니다: nonsense", "2", ""},
		{"check -api http://127.0.0.1:9 -profile env -lang en", "server cannot be reached", "3", ""},
		{"sandbox -listen 127.0.0.1:0", "http://127.0.0.1:", "0", "imp_secret"},
	} {
		for _, program := range []string{"billkey.exe", "billkey.com"} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			cmd := d.Command(ctx, shell, append([]string{filepath.Join(d.folder, program)}, strings.Fields(c.args)...)...)
			cmd.Env = append(cmd.Env, "SHELL_INTERRUPTS="+c.interrupt)
			out, err := wine.Output(cmd)
			cancel()
			if err != nil || !strings.Contains(out, c.says) || !strings.Contains(out, "exit "+c.code+"\n") {
				t.Errorf("%s %s: %v\n%s", program, c.args, err, strings.Trim(out, "\n"))
			}
		}
	}
}

// A card is not asked for where the shell reads along; billkey.com has the shell wait.
func (d *desk) noCardBesideTheShell(t *testing.T) {
	shell := d.compile(t, filepath.Join(root, "scripts", "wine", "shim", "shell.c"), "shell.exe")
	run := func(program, interrupt string) string {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		cmd := d.Command(ctx, shell, filepath.Join(d.folder, program), "check", "-issue", "-lang", "en")
		cmd.Env = append(cmd.Env, "SHELL_INTERRUPTS="+interrupt)
		out, _ := wine.Output(cmd)
		return out
	}
	if out := run("billkey.exe", ""); !strings.Contains(out, "The shell reads this console") || !strings.Contains(out, "exit 2") {
		t.Errorf("%s", out)
	}
	if out := run("billkey.com", "number:"); !strings.Contains(out, "Card number:") {
		t.Errorf("%s", out)
	}
}

func (d *desk) streams(t *testing.T) {
	for _, program := range []string{"billkey.exe", "billkey.com"} {
		cmd := d.Command(t.Context(), filepath.Join(d.folder, program), "check", "-issue", "-lang", "en")
		cmd.Stdin = strings.NewReader("not a card\n")
		var said strings.Builder
		cmd.Stderr = &said
		out, err := cmd.Output()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != headless.ExitUsage || len(out) != 0 || said.Len() == 0 {
			t.Errorf("%s: %v %q %q", program, err, out, said.String())
		}
		out, err = d.Command(t.Context(), filepath.Join(d.folder, program), "version").Output()
		if err != nil || !strings.HasPrefix(string(out), "billkey ") {
			t.Errorf("%s: %v %q", program, err, out)
		}
	}
}

// An opengl32.dll beside the program is the one it loads. This one can do nothing; so it also shows what is said then.
func (d *desk) besideTheProgram(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(d.folder, "billkey.exe"))
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(d.home, "billkey.exe")
	if err := os.WriteFile(program, b, 0o700); err != nil {
		t.Fatal(err)
	}
	d.compile(t, emptyOpenGL(t, program, d.home), "opengl32.dll", "-shared", "-nostdlib", "-Wl,--entry=0")
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := d.Command(ctx, program)
	cmd.Env = append(cmd.Env, "WINEDLLOVERRIDES="+wine.Absent+";opengl32=n") // Wine finds it there, but prefers its own
	said, err := os.Create(filepath.Join(d.home, "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = said.Close() }()
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	press(ctx, t, d, "Billkey Desk")
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != headless.ExitNoWindow {
		t.Errorf("%v", err)
	}
	if b, err := os.ReadFile(said.Name()); !strings.Contains(string(b), "libgallium_wgl.dll") {
		t.Errorf("%v %s", err, b)
	}
}

// emptyOpenGL is the source of a library with everything the program and its window library look for in opengl32.dll.
func emptyOpenGL(t *testing.T, program, dir string) string {
	t.Helper()
	f, err := pe.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	symbols, err := f.ImportedSymbols()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	names := []string{"wglCreateContext", "wglDeleteContext", "wglGetProcAddress", "wglGetCurrentDC", "wglGetCurrentContext",
		"wglMakeCurrent", "wglShareLists"}
	for _, s := range symbols {
		if name, library, _ := strings.Cut(s, ":"); strings.EqualFold(library, "opengl32.dll") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		text.WriteString("__declspec(dllexport) void *" + name + "(void) { return 0; }\n")
	}
	path := filepath.Join(dir, "opengl32.c")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// press waits for a box with this title, keeps a picture of it where one is wanted, and presses Enter.
func press(ctx context.Context, t *testing.T, d *desk, title string) {
	t.Helper()
	cmd := exec.CommandContext(ctx, "xdotool", "search", "--sync", "--onlyvisible", "--name", title, "windowfocus")
	cmd.Env = d.env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if shots := os.Getenv("TOUR_SHOTS"); shots != "" {
		_ = d.screen.Save(ctx, filepath.Join(shots, "no-opengl.png"))
	}
	cmd = exec.CommandContext(ctx, "xdotool", "key", "Return")
	cmd.Env = d.env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
}
