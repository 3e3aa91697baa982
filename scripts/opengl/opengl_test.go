package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsMissingIsSaidInWords(t *testing.T) {
	for said, want := range map[string]string{
		"E: You must put some 'deb-src' URIs in your sources.list\n":                "an entry of the kind deb-src",
		"Reading package lists...\nE: Unable to find a source package for mesa\n":   "Unable to find a source package for mesa.",
		"E: Failed to fetch http://example.org/mesa.dsc  404\nE: Unable to fetch\n": "Unable to fetch.",
		"": "exit status 100.",
	} {
		var missing *MissingError
		err := notFetched(said, errors.New("exit status 100"))
		if !errors.As(err, &missing) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", said, err)
		}
	}
}

func TestOtherVersionsAreNotTried(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "VERSION"), "22.3.6\n")
	if version, err := versionOf(dir); version != "22.3.6" || err != nil {
		t.Errorf("%q %v", version, err)
	}
	put(t, filepath.Join(dir, "VERSION"), "25.0.7\n")
	var missing *MissingError
	if _, err := versionOf(dir); !errors.As(err, &missing) || !strings.Contains(err.Error(), "25.0.7") {
		t.Error(err)
	}
	if _, err := versionOf(t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestChangesOfTheDistributionArePutInOnce(t *testing.T) {
	if _, err := exec.LookPath("patch"); err != nil {
		t.Skip("patch is not installed")
	}
	const change = "--- a/file\n+++ b/file\n@@ -1 +1 @@\n-before\n+after\n"
	for name, c := range map[string]struct{ format, want string }{
		"the older format": {"", "after\n"},
		"the newer format": {"3.0 (quilt)\n", "before\n"}, // dpkg-source has done it
	} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "file"), "before\n")
		put(t, filepath.Join(dir, "debian", "patches", "series"), "# none\n\none.diff -p1\n")
		put(t, filepath.Join(dir, "debian", "patches", "one.diff"), change)
		if c.format != "" {
			put(t, filepath.Join(dir, "debian", "source", "format"), c.format)
		}
		if err := patch(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(filepath.Join(dir, "file")); string(b) != c.want {
			t.Errorf("%s: %q %v", name, b, err)
		}
	}
}

// A library is shipped only if it loads wherever Windows is.
func TestLibraryThatWantsAnotherIsRefused(t *testing.T) {
	const compiler = "x86_64-w64-mingw32-gcc"
	if _, err := exec.LookPath(compiler); err != nil {
		t.Skip(compiler + " is not installed")
	}
	dir := t.TempDir()
	library := func(name, text string, more ...string) string {
		put(t, filepath.Join(dir, name+".c"), text)
		path := filepath.Join(dir, name+".dll")
		args := append([]string{"-shared", "-s", "-o", path, filepath.Join(dir, name+".c")}, more...)
		if out, err := exec.CommandContext(t.Context(), compiler, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
		return path
	}
	other := library("libother", "__declspec(dllexport) int other(void) { return 1; }")
	if err := alone(other); err != nil {
		t.Error(err)
	}
	wants := library("wants", "int other(void); __declspec(dllexport) int wants(void) { return other(); }", other)
	var need *NeedError
	if err := alone(wants); !errors.As(err, &need) || need.Wants != "libother.dll" {
		t.Error(err)
	}
	if err := alone(filepath.Join(dir, "wants.c")); err == nil {
		t.Error("a text was taken for a library")
	}
}
