package secretservice

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// prompter is gnome-keyring's window that asks for a password.
const prompter = "/usr/libexec/gcr-prompter"

// startDisplay starts an X server that draws into memory, for the windows that ask something.
func (s *Session) startDisplay(t testing.TB) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "1280x800x24")
	cmd.ExtraFiles = []*os.File{w}
	start(t, cmd)
	_ = w.Close()
	number, err := bufio.NewReader(r).ReadString('\n') // written once it takes connections
	_ = r.Close()
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	s.display = []string{"DISPLAY=:" + strings.TrimSpace(number)}
}

// startPrompter lets the keyring ask. The bus starts nothing by itself.
func (s *Session) startPrompter(t testing.TB) {
	t.Helper()
	cmd := exec.Command(prompter)
	cmd.Env = append(s.bareEnviron(), s.display...)
	start(t, cmd)
	s.await(t, "org.gnome.keyring.SystemPrompter")
}

// keePassXC has its Secret Service switched on, for the whole of a database with one group, and asks as it does by
// itself. What it would ask at its first start is answered.
var keePassXC = map[string]string{ //nolint:gosec // settings of a scratch database, no credentials
	"keepassxc.ini": `[General]
ConfigVersion=2
UpdateCheckMessageShown=true
[FdoSecrets]
Enabled=true
[GUI]
CheckForUpdates=false
`,
	"scratch.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile><Meta><CustomData><Item><Key>FDO_SECRETS_EXPOSED_GROUP</Key>
<Value>{00112233-4455-6677-8899-aabbccddeeff}</Value></Item></CustomData></Meta>
<Root><Group><UUID>ABEiM0RVZneImaq7zN3u/w==</UUID><Name>Root</Name></Group></Root></KeePassFile>
`,
}

// startKeePassXC makes a database and opens it.
func (s *Session) startKeePassXC(t testing.TB) {
	t.Helper()
	file := func(name string) string { return filepath.Join(s.Dir, name) }
	for name, content := range keePassXC {
		if err := os.WriteFile(file(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db := file("scratch.kdbx")
	make := exec.Command("keepassxc-cli", "import", "-p", file("scratch.xml"), db)
	make.Env = append(s.bareEnviron(), "QT_QPA_PLATFORM=offscreen")
	make.Stdin = strings.NewReader(password + "\n" + password + "\n")
	if out, err := make.CombinedOutput(); err != nil {
		t.Fatalf("keepassxc-cli: %v: %s", err, out)
	}
	cmd := exec.Command("keepassxc", "--config", file("keepassxc.ini"), "--localconfig", file("local.ini"), "--pw-stdin", db)
	cmd.Env = append(s.bareEnviron(), s.display...)
	cmd.Stdin = strings.NewReader(password + "\n")
	start(t, cmd)
	s.await(t, "org.freedesktop.secrets")
	s.awaitUnlocked(t)
}

// awaitUnlocked returns when the database is open. KeePassXC takes its name on the bus before that, and whoever asks in between has
// it ask for the password once more.
func (s *Session) awaitUnlocked(t testing.TB) {
	t.Helper()
	said := ""
	for range 300 {
		ask := exec.Command("gdbus", "call", "--session", "--dest", "org.freedesktop.secrets", "--object-path", "/org/freedesktop/secrets/aliases/default",
			"--method", "org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Collection", "Locked")
		ask.Env = s.bareEnviron()
		out, err := ask.CombinedOutput()
		if said = string(out); err == nil && strings.Contains(said, "false") {
			return
		}
		_, _ = s.x("sleep", "0.1")
	}
	t.Fatalf("the database stays locked: %s", said)
}

const (
	// questions are the titles of the windows that ask.
	questions = "Access Request|Unlock|Authentication"
	// reading is how many seconds a person looks at a question, at the least, before the answer.
	reading = "1.2"
)

// Answer waits for a question on the session's display, presses a key, as "Return" or "Escape", after as long as a person
// takes, and waits until the window is gone.
func (s *Session) Answer(t testing.TB, key string) {
	t.Helper()
	found, err := s.x("search", "--sync", "--onlyvisible", "--name", questions)
	window, _, _ := strings.Cut(found, "\n")
	if err == nil {
		_, err = s.x("sleep", reading, "windowfocus", "--sync", window, "key", key)
	}
	if err != nil {
		t.Errorf("the question: %v", err)
		return
	}
	for n := 0; n < 20 && strings.Contains(found, window); n++ { // unless the next question has come in the same window
		found, _ = s.x("sleep", "0.1", "search", "--onlyvisible", "--name", questions)
	}
}

// x asks the session's display.
func (s *Session) x(args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = append(s.bareEnviron(), s.display...)
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
