package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"billkey/api/credentials"
	"billkey/api/credentials/secretservice"
	"billkey/api/ledger"
	"billkey/api/sandbox"
	"billkey/scripts/stage"
)

const root = "../.."

// shots is where the tests keep pictures: nowhere, unless TOUR_SHOTS names a folder.
var shots = os.Getenv("TOUR_SHOTS")

// program is the window, built once with the flags of every other build.
func program(t *testing.T) string {
	t.Helper()
	for _, needed := range []string{"make", "Xvfb", "xdotool"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("%s is not installed", needed)
		}
	}
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var built = sync.OnceValues(func() (string, error) {
	if out, err := exec.Command("make", "--no-print-directory", "-C", root, "build").CombinedOutput(); err != nil {
		return "", fmt.Errorf("make build: %w\n%s", err, out)
	}
	return filepath.Abs(filepath.Join(root, "build", "billkey"))
})

func TestPracticeFromFirstKeyToReplacedKeyAndBack(t *testing.T) {
	r, err := practice(t.Context(), at(program(t), t.TempDir()), shots)
	if err != nil {
		t.Fatal(err)
	}
	r.print(t.Output())
	for _, k := range r.keys {
		if k.CustomerUID != uid || k.CardName == "" || k.PG == "" || k.ConsentAt.IsZero() {
			t.Errorf("incomplete: %+v", k)
		}
	}
}

func TestKeysInTheKeychainIssueThroughALoopbackServerAfterARestart(t *testing.T) {
	binary := program(t)
	session := secretservice.Run(t, secretservice.Unlocked)
	server := serve(t, binary)
	screen, err := stage.StartDisplay(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Stop()
	data := filepath.Join(session.Dir, "data")
	env := append([]string{"PATH=" + os.Getenv("PATH"), "LANG=ko_KR.UTF-8"}, session.Env...)
	s := stage.NewStory(t.Context(), screen, env, shots)
	defer s.End()

	profile, said := addAndIssue(t, s, place{binary: binary, args: []string{"-lang", "ko", "-data", data}}, server)
	onlyOnePost(t, server)
	issuedOnTest(t, data, profile)
	keptOnlyInKeychain(t, session, said)
}

// addAndIssue adds a profile, starts the program again and issues a key with what the keychain holds.
func addAndIssue(t *testing.T, s *stage.Story, p place, server string) (profile, said string) {
	t.Helper()
	s.Open(p.binary, p.args...)
	s.Await("ready", "profile", credentials.PracticeID)
	profile = addProfile(s, account{"Our shop test", sandbox.Key, sandbox.Secret, server})
	s.Close()
	said = spoken(s)
	s.Open(p.binary, p.args...)
	s.Await("ready", "profile", profile) // a token: so the key was read back from the keychain
	s.Fill(uid, false, oldCard)
	s.Keys("Return")
	requests := s.Issued(uid)
	s.Close()
	if s.Err != nil {
		t.Fatal(s.Err)
	}
	t.Logf("%d HTTP request between the press and the result", requests)
	return profile, said + spoken(s)
}

// serve runs the sandbox as a process of its own and gives its address.
func serve(t *testing.T, binary string) string {
	t.Helper()
	cmd := exec.Command(binary, "sandbox", "-listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the sandbox printed no address: %v", err)
	}
	return strings.TrimSpace(address)
}

func onlyOnePost(t *testing.T, server string) {
	t.Helper()
	counts := map[string]int{}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server+"/__sandbox/counters", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := new(http.Client).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if err := json.NewDecoder(answer.Body).Decode(&counts); err != nil {
		t.Fatal(err)
	}
	if n := counts["POST /subscribe/customers/{customer_uid}"]; n != 1 {
		t.Errorf("%d POSTs reached the server: %v", n, counts)
	}
	t.Logf("the server's counters: %v", counts)
}

func issuedOnTest(t *testing.T, data, profile string) {
	t.Helper()
	keys, err := listed(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	if len(keys) != 1 {
		t.Fatalf("%d rows", len(keys))
	}
	k := keys[0]
	if k.State != ledger.Issued || k.Environment != string(credentials.Test) || k.Profile != profile ||
		k.Masked != oldCard.Masked() || k.ChannelKey != sandbox.Channels()[0].Key {
		t.Errorf("issued: %+v", k)
	}
}

// keptOnlyInKeychain asks the Secret Service for the keys, and looks for them in every file and line written.
func keptOnlyInKeychain(t *testing.T, session *secretservice.Session, said string) {
	t.Helper()
	if _, err := exec.LookPath("secret-tool"); err != nil {
		t.Skip("secret-tool is not installed (Debian package libsecret-tools)")
	}
	ask := exec.Command("secret-tool", "search", "--all", "service", credentials.Service)
	ask.Env = session.Environ()
	out, err := ask.Output()
	if err != nil || !strings.Contains(string(out), sandbox.Secret) || !strings.Contains(string(out), sandbox.Key) {
		t.Errorf("the keychain does not hold the keys: %v", err)
	}
	if err := os.WriteFile(filepath.Join(session.Dir, "said.log"), []byte(said), 0o600); err != nil {
		t.Fatal(err)
	}
	holding, files, err := stage.FindIn(session.Dir, sandbox.Key, sandbox.Secret, oldCard.Number)
	if err != nil || len(holding) > 0 || files < 4 {
		t.Errorf("of %d files these hold a key, a secret or a card number: %v %v", files, holding, err)
	}
}
