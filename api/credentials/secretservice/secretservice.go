// Package secretservice is test support: it starts a private D-Bus session with a real Secret Service
// (gnome-keyring or KeePassXC) in scratch directories, for tests of the keychain and of the whole program. Nothing of
// the desktop it runs on is seen or touched. It needs dbus-daemon, gnome-keyring-daemon and gdbus where a keyring is
// wanted, and Xvfb and xdotool where somebody is asked; a test is skipped, naming the program, where one is missing.
package secretservice

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Kind is what the session offers.
type Kind int

// The kinds of session.
const (
	Unlocked  Kind = iota // a keyring, open: items can be written and read
	Locked                // a keyring with a password, and nobody to ask for it
	Absent                // a bus without any keyring
	Silent                // a keyring that takes calls and never answers
	Prompting             // a keyring with a password that it asks for in a window: see [Session.Answer]
	KeePassXC             // another program's keyring, which asks before it hands out or overwrites an item
)

// password opens the scratch keyring. It guards nothing.
const password = "scratch keyring"

// needed are the programs of a kind beside the bus, and their Debian packages.
var needed = map[Kind][][2]string{
	Unlocked:  {keyring, gdbus},
	Locked:    {keyring, gdbus},
	Silent:    {keyring, gdbus},
	Prompting: {keyring, gdbus, xvfb, xdotool, {prompter, "gcr"}},
	KeePassXC: {gdbus, xvfb, xdotool, {"keepassxc", "keepassxc"}},
}

var (
	keyring = [2]string{"gnome-keyring-daemon", "gnome-keyring"}
	gdbus   = [2]string{"gdbus", "libglib2.0-bin"}
	xvfb    = [2]string{"Xvfb", "xvfb"}
	xdotool = [2]string{"xdotool", "xdotool"}
)

// Session is a running D-Bus session.
type Session struct {
	Dir string   // all its files; removed at the end of the test
	Env []string // NAME=value, to be appended to a process's environment: bus address, HOME and XDG directories

	display []string // where somebody is asked
}

// Run starts a session and returns when it answers. It ends with the test.
func Run(t testing.TB, kind Kind) *Session {
	t.Helper()
	need(t, "dbus-daemon", "dbus")
	for _, p := range needed[kind] {
		need(t, p[0], p[1])
	}
	s := scratch(t)
	s.startBus(t)
	switch kind {
	case Unlocked:
		s.startKeyring(t, "--unlock")
	case Locked:
		s.startLocked(t)
	case Silent:
		stopProcess(t, s.startKeyring(t, "--unlock"))
	case Prompting:
		s.startDisplay(t)
		s.startLocked(t)
		s.startPrompter(t)
	case KeePassXC:
		s.startDisplay(t)
		s.startKeePassXC(t)
	}
	return s
}

// startLocked starts a keyring whose login collection has a password.
func (s *Session) startLocked(t testing.TB) {
	t.Helper()
	s.startKeyring(t, "--unlock").stop() // makes the collection
	s.startKeyring(t, "--start")
}

// stopProcess leaves a program running that does nothing any more.
func stopProcess(t testing.TB, p *process) {
	t.Helper()
	if out, err := exec.Command("kill", "-STOP", strconv.Itoa(p.Process.Pid)).CombinedOutput(); err != nil {
		t.Fatalf("kill: %v: %s", err, out)
	}
}

// Environ is the environment of this process with the session's laid over it.
func (s *Session) Environ() []string { return append(os.Environ(), s.Env...) }

func need(t testing.TB, program, pkg string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is not installed (Debian package %s)", program, pkg)
	}
}

// scratch makes the directories. They are outside t.TempDir, whose long names do not fit a socket address.
func scratch(t testing.TB) *Session {
	t.Helper()
	dir, err := os.MkdirTemp("", "secrets-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &Session{Dir: dir}
	for _, v := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"} {
		sub := filepath.Join(dir, strings.ToLower(v))
		if err := os.Mkdir(sub, 0o700); err != nil {
			t.Fatal(err)
		}
		s.Env = append(s.Env, v+"="+sub)
	}
	return s
}

// busConfig allows everything to its own user and activates nothing: what is on the bus was put there.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// startBus starts dbus-daemon, which prints its address once it can be reached.
func (s *Session) startBus(t testing.TB) {
	t.Helper()
	config := filepath.Join(s.Dir, "bus.conf")
	text := fmt.Sprintf(busConfig, filepath.Join(s.Dir, "bus"))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--nopidfile", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, cmd)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon printed no address: %v", err)
	}
	s.Env = append(s.Env, "DBUS_SESSION_BUS_ADDRESS="+strings.TrimSpace(address))
}

// startKeyring starts gnome-keyring-daemon and waits until it owns its name on the bus.
func (s *Session) startKeyring(t testing.TB, how string) *process {
	t.Helper()
	cmd := exec.Command("gnome-keyring-daemon", "--foreground", "--components=secrets", how)
	cmd.Env = s.bareEnviron()
	if how == "--unlock" {
		cmd.Stdin = strings.NewReader(password)
	}
	p := start(t, cmd)
	s.await(t, "org.freedesktop.secrets")
	return p
}

// await returns when somebody owns a name on the bus.
func (s *Session) await(t testing.TB, name string) {
	t.Helper()
	wait := exec.Command("gdbus", "wait", "--session", "--timeout", "60", name)
	wait.Env = s.bareEnviron()
	if out, err := wait.CombinedOutput(); err != nil {
		t.Fatalf("%s did not come up: %v: %s", name, err, out)
	}
}

// bareEnviron is the session's environment without any other display, so that no prompt can appear where a person is.
func (s *Session) bareEnviron() []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "LANG=C"}, s.Env...)
}

// process is a program that runs until the test ends or stop is called.
type process struct {
	*exec.Cmd
	stop func()
}

func start(t testing.TB, cmd *exec.Cmd) *process {
	t.Helper()
	cmd.Stderr = io.Discard
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd, sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})}
	t.Cleanup(p.stop)
	return p
}
