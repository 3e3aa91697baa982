package credentials

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"billkey/api/credentials/secretservice"
)

func TestKeychainKeepsKeysAcrossProcesses(t *testing.T) {
	t.Parallel()
	s := secretservice.Run(t, secretservice.Unlocked)
	for _, process := range [][]struct{ do, want string }{
		{{"available", "ok"}, {"load p1 a", "not_found"}, {"save p1 a", "keychain ok"}, {"load p1 a", "ok"}},
		{{"load p1 a", "ok"}, {"save p1 b", "keychain ok"}, {"save p2 c", "keychain ok"}, {"load p1 a", "other keys"}},
		{{"load p1 b", "ok"}, {"delete p1", "ok"}, {"load p1 b", "not_found"}},
		{{"load p1 b", "not_found"}, {"delete p1", "ok"}, {"load p2 c", "ok"}},
	} {
		var steps, want []string
		for _, s := range process {
			steps, want = append(steps, s.do), append(want, s.want)
		}
		if got := otherProcess(t, s.Environ(), steps...); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", steps, got, want)
		}
	}
}

func TestKeychainHoldsOneItemPerProfileAndNoFileTheSecret(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("secret-tool"); err != nil {
		t.Skip("secret-tool is not installed (Debian package libsecret-tools)")
	}
	s := secretservice.Run(t, secretservice.Unlocked)
	for _, said := range otherProcess(t, s.Environ(), "save p1 a", "save p1 b", "save p2 c") {
		if said != "keychain ok" {
			t.Fatal(said)
		}
	}
	for user, variant := range map[string]string{"p1": "b", "p2": "c"} {
		found := search(t, s, "service", Service, "username", user)
		item := fmt.Sprintf(`secret = {"imp_key":"canary-key-%[1]s","imp_secret":"canary-secret-9f81c2-%[1]s"}`, variant)
		if strings.Count(found, "secret = ") != 1 || !strings.Contains(found, item) {
			t.Errorf("%s: want one item with both parts, got\n%s", user, found)
		}
	}
	if all := search(t, s, "service", Service); strings.Count(all, "secret = ") != 2 {
		t.Errorf("want two items in all, got\n%s", all)
	}
	if len(filesWith(t, s.Dir, "GnomeKeyring")) == 0 {
		t.Error("no keyring file was searched")
	}
	if files := filesWith(t, s.Dir, "canary-"); len(files) > 0 {
		t.Errorf("in clear in %v", files)
	}
}

func TestKeychainThatCannotBeUsedIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   secretservice.Kind
		reason Reason
	}{
		{secretservice.Absent, NoService},
		{secretservice.Locked, Locked},
	} {
		t.Run(string(c.reason), func(t *testing.T) {
			t.Parallel()
			s := secretservice.Run(t, c.kind)
			wantUnavailable(t, s.Environ(), c.reason)
			if files := filesWith(t, s.Dir, "canary-"); len(files) > 0 {
				t.Errorf("in clear in %v", files)
			}
		})
	}
}

func TestKeychainWithoutABusIsNamed(t *testing.T) {
	t.Parallel()
	t.Run("dead address", func(t *testing.T) {
		t.Parallel()
		address := "DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(t.TempDir(), "nothing")
		wantUnavailable(t, append(os.Environ(), address), NoBus)
	})
	t.Run("no address", func(t *testing.T) {
		t.Parallel()
		socket := fmt.Sprintf("/run/user/%d/bus", os.Getuid())
		if _, err := os.Stat(socket); err == nil {
			t.Skipf("%s is there and would be found", socket)
		}
		wantUnavailable(t, []string{"PATH=" + t.TempDir(), "HOME=" + t.TempDir()}, NoBus)
	})
}

// wantUnavailable checks that every call names the reason and that a save keeps the keys in memory.
func wantUnavailable(t *testing.T, env []string, reason Reason) {
	t.Helper()
	r := string(reason)
	got := otherProcess(t, env, "available", "load p1 a", "save p1 a", "load p1 a", "delete p1", "load p1 a")
	if want := []string{r, r, "session " + r, "ok", r, r}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// search lists items as another program sees them.
func search(t *testing.T, s *secretservice.Session, attributes ...string) string {
	t.Helper()
	cmd := exec.Command("secret-tool", append([]string{"search", "--all"}, attributes...)...)
	cmd.Env = s.Environ()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("secret-tool: %v", err)
	}
	return string(out)
}

// filesWith names the files below dir that hold text.
func filesWith(t *testing.T, dir, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
