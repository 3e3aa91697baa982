// Package wine runs programs for Windows without Windows. It needs Wine (64 bit) and mingw-w64.
//
// What Wine shows: the program starts, its windows and keys work, files, locks, credentials and consoles behave as
// documented. What it cannot show: what Windows itself does otherwise than documented, input methods, drivers, the look of
// its boxes, rights of files, and whatever stands between a program and the system on somebody's desk.
package wine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Compiler is mingw's.
const Compiler = "x86_64-w64-mingw32-gcc"

// loaders are the places of Wine's 64-bit loader. Debian's wrapper wants the 32-bit one.
var loaders = []string{"/usr/lib/wine/wine64", "wine64", "wine"}

// Prefix is a Windows of its own: drive, registry and credentials.
type Prefix struct {
	Dir    string
	loader string
	env    []string
}

// Installed is what is missing, in words; "" means that everything is here.
func Installed() (missing string) {
	if _, err := loader(); err != nil {
		return "Wine (Debian package wine64)"
	}
	if _, err := exec.LookPath(Compiler); err != nil {
		return Compiler + " (Debian package gcc-mingw-w64-x86-64)"
	}
	return ""
}

func loader() (string, error) {
	for _, name := range loaders {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", exec.ErrNotFound
}

// Absent are libraries and programs of Wine that are left out: what installs more at the first start; the game controllers,
// whose thread goes on when the window library has let go of it, and crashes; and what shows a box about crashes.
const Absent = "mscoree,mshtml,winedbg.exe,xinput1_1,xinput1_2,xinput1_3,xinput1_4,xinput9_1_0="

// besides has an OpenGL that lies beside a program go before the system's, as it does in Windows; Wine prefers its own.
const besides = ";opengl32=n,b"

// New makes one in dir, which takes ten seconds and 700 MB. env is what its programs find around them, beside Wine's own
// variables; source is the folder of this package.
func New(ctx context.Context, dir, source string, env []string) (*Prefix, error) {
	path, err := loader()
	if err != nil {
		return nil, err
	}
	p := &Prefix{Dir: filepath.Join(dir, "wine"), loader: path}
	p.env = append(env[:len(env):len(env)], "WINEPREFIX="+p.Dir, "WINEDEBUG=-all", "WINEDLLOVERRIDES="+Absent+besides)
	if err := p.Command(ctx, "wineboot.exe", "-i").Run(); err != nil { // without pipes: services that stay would hold them
		return nil, fmt.Errorf("wineboot: %w", err)
	}
	if !slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, "DISPLAY=") }) {
		p.Stop() // its desktop knows no display; the next program makes a new one
	}
	err = Compile(ctx, filepath.Join(source, "shim", "bcryptprimitives.c"), p.System("bcryptprimitives.dll"), "-shared", "-ladvapi32")
	return p, err
}

// Compile makes a program or library of one C file.
func Compile(ctx context.Context, source, to string, flags ...string) error {
	args := append([]string{"-Os", "-s", "-Wall", "-Werror", "-municode", "-o", to, source}, flags...)
	if out, err := exec.CommandContext(ctx, Compiler, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", Compiler, err, out)
	}
	return nil
}

// System is the place of a file in the folder of the system's libraries.
func (p *Prefix) System(name string) string {
	return filepath.Join(p.Dir, "drive_c", "windows", "system32", name)
}

// AppData is the roaming folder of its user.
func (p *Prefix) AppData() (string, error) {
	found, err := filepath.Glob(filepath.Join(p.Dir, "drive_c", "users", "*", "AppData", "Roaming"))
	for _, dir := range found {
		if !strings.Contains(dir, "/Public/") {
			return dir, err
		}
	}
	return "", errors.Join(err, os.ErrNotExist)
}

// Command is a program with arguments, ready to start.
func (p *Prefix) Command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, p.loader, append([]string{program}, args...)...)
	cmd.Env = p.env[:len(p.env):len(p.env)]
	return cmd
}

// Output runs a command and returns what it wrote to its standard output: into a file, since consoles and services that it
// started hold on to a pipe.
func Output(cmd *exec.Cmd) (string, error) {
	f, err := os.CreateTemp("", "billkey-wine-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	cmd.Stdout = f
	err = errors.Join(cmd.Run(), f.Close())
	b, readErr := os.ReadFile(f.Name())
	return string(b), errors.Join(err, readErr)
}

// Launcher writes a script that becomes the program, for whoever starts programs by one name.
func (p *Prefix) Launcher(program string) (string, error) {
	path := filepath.Join(filepath.Dir(p.Dir), "launch-"+strings.TrimSuffix(filepath.Base(program), ".exe"))
	text := "#!/bin/sh\nexport "
	for _, v := range p.env {
		if strings.HasPrefix(v, "WINE") {
			text += "'" + v + "' "
		}
	}
	text += "\nexec '" + p.loader + "' '" + program + "' \"$@\"\n"
	return path, os.WriteFile(path, []byte(text), 0o700) // #nosec G306 -- it is to be started
}

// Stop ends what still runs in it.
func (p *Prefix) Stop() { _ = p.server(context.Background(), "-k", "-w") }

// Rest returns when nothing runs in it any more: some programs leave their work to another and end before it.
func (p *Prefix) Rest(ctx context.Context) error { return p.server(ctx, "-w") }

func (p *Prefix) server(ctx context.Context, args ...string) error {
	server := filepath.Join(filepath.Dir(p.loader), "wineserver")
	if _, err := os.Stat(server); err != nil {
		server = "wineserver"
	}
	cmd := exec.CommandContext(ctx, server, args...) // #nosec G204 -- beside the loader
	cmd.Env = p.env
	return cmd.Run()
}
