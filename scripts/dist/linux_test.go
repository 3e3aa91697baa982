package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// linuxPackages are the paths of the packages for Linux.
type linuxPackages struct {
	facts
	ball, deb string
}

// installed are some of the files: one of each kind.
func (p linuxPackages) installed() []string {
	return []string{
		"bin/billkey", "share/applications/" + p.ID + ".desktop", "share/metainfo/" + p.ID + ".metainfo.xml", "share/man/man1/billkey.1.gz",
		"share/polkit-1/actions/" + p.ID + ".policy",
		"share/icons/hicolor/48x48/apps/" + p.ID + ".png", "share/icons/hicolor/scalable/apps/" + p.ID + ".svg", "share/doc/billkey/LICENCES.txt",
	}
}

func (p linuxPackages) hold(t *testing.T) {
	ball, listed := tarred(t, p.ball), output(t, "dpkg-deb", "-c", p.deb)
	for _, name := range p.installed() {
		if ball[p.file()+"/"+name] == nil {
			t.Errorf("tar.xz: no %s", name)
		}
		if !strings.Contains(listed, " ./usr/"+name+"\n") {
			t.Errorf("deb: no %s", name)
		}
	}
	for name, h := range ball {
		want := int64(0o755)
		if h.Typeflag == tar.TypeReg {
			want = int64(mode(name))
		}
		if h.Uid != 0 || h.Gid != 0 || h.Mode != want || !h.ModTime.Equal(p.Time) || !strings.HasPrefix(name, p.file()+"/") {
			t.Errorf("tar.xz: %s is %+v", name, h)
		}
	}
	line := regexp.MustCompile(`^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x) root/root .* 2023-11-14 .* \./`)
	for each := range strings.Lines(listed) {
		if started := strings.HasPrefix(each, "-rwx"); !line.MatchString(each) || started != strings.HasSuffix(each, "/bin/billkey\n") {
			t.Errorf("deb: %s", each)
		}
	}
	if !regexp.MustCompile(`ca-certificates, libc6 \(>= 2\.\d+\)`).MatchString(output(t, "dpkg-deb", "-f", p.deb, "Depends")) {
		t.Error("the Debian package does not name the C library")
	}
}

func tarred(t *testing.T, path string) map[string]*tar.Header {
	t.Helper()
	raw, err := exec.Command("xz", "-dc", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*tar.Header{}
	for r := tar.NewReader(bytes.NewReader(raw)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out[h.Name] = h
	}
}

func (p linuxPackages) judged(t *testing.T) {
	need(t, "lintian")
	output(t, "lintian", "--allow-root", "--fail-on", "error,warning", "--suppress-tags", strings.Join(unasked, ","), p.deb)
}

// unasked is what Debian's judge asks of packages that become a part of Debian.
var unasked = []string{"initial-upload-closes-no-bugs"}

// Debian's own tool puts it where it belongs, finds every sum right, and takes it all away again.
func (p linuxPackages) debian(t *testing.T) {
	need(t, "dpkg")
	if os.Geteuid() != 0 {
		t.Skip("only root gives files to root")
	}
	root := t.TempDir()
	for _, name := range []string{"info", "updates"} {
		if err := os.MkdirAll(filepath.Join(root, "var/lib/dpkg", name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg/status"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	dpkg := func(args ...string) string {
		return output(t, "dpkg", append([]string{"--root=" + root, "--log=/dev/null", "--force-depends", "--force-bad-path"}, args...)...)
	}
	dpkg("-i", p.deb)
	output(t, filepath.Join(root, "usr/bin/billkey"), "version")
	if said := dpkg("--verify", "billkey"); said != "" {
		t.Error(said)
	}
	dpkg("-P", "billkey")
	if left := filesBelow(t, filepath.Join(root, "usr")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// The Makefile of the tar.xz does the same, in a folder of one's own too.
func (p linuxPackages) made(t *testing.T) {
	need(t, "make", "tar")
	dir := t.TempDir()
	output(t, "tar", "-C", dir, "-xJf", p.ball)
	prefix := filepath.Join(dir, "of my own")
	run := func(target string) { output(t, "make", "-C", filepath.Join(dir, p.file()), target, "PREFIX="+prefix) }
	run("install")
	have := filesBelow(t, prefix)
	for _, name := range p.installed() {
		if !slices.Contains(have, name) {
			t.Errorf("no %s in %v", name, have)
		}
	}
	if entry := contents(t, prefix, "share/applications", p.ID+".desktop"); !strings.Contains(entry, "\nExec=\""+prefix+"/bin/billkey\"\n") {
		t.Error(entry)
	}
	output(t, filepath.Join(prefix, "bin/billkey"))
	run("uninstall")
	if left := filesBelow(t, prefix); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// filesBelow are the files in a folder and in those below it, as paths from there.
func filesBelow(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, name)
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return names
}

func TestDesktopsTakeTheDescriptions(t *testing.T) {
	f, dir := project(t), t.TempDir()
	l := linuxFacts{facts: f}
	for _, c := range []struct {
		template, file string
		tool           []string
	}{
		{"billkey.desktop", f.ID + ".desktop", []string{"desktop-file-validate"}},
		{"metainfo.xml", f.ID + ".metainfo.xml", []string{"appstreamcli", "validate", "--no-net"}},
	} {
		t.Run(c.tool[0], func(t *testing.T) {
			need(t, c.tool[0])
			b, err := fill(c.template, l)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, c.file), b, 0o600); err != nil {
				t.Fatal(err)
			}
			output(t, c.tool[0], append(slices.Clone(c.tool[1:]), filepath.Join(dir, c.file))...)
		})
	}
}
