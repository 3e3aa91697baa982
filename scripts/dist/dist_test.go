package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// stand is a program to pack that every Debian has, in the place of one that takes minutes to build.
const stand = "/bin/true"

func project(t *testing.T) facts {
	t.Helper()
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	f, err := readFacts("../..")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// need skips a test for which a tool is missing.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func contents(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// FyneApp.toml is the one place; whatever else says a name, an identifier or a version says the same.
func TestEverythingSaysWhatTheProjectsFileSays(t *testing.T) {
	f := project(t)
	filled := func(name string, data any) string {
		b, err := fill(name, data)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	l, w := linuxFacts{facts: f}, windowsFacts{facts: f, Files: []string{"billkey.exe"}}
	for where, c := range map[string]struct {
		text string
		says []string
	}{
		"main.go":       {contents(t, "../../main.go"), []string{`appID = "` + f.ID + `"`}},
		"make":          {output(t, "make", "-n", "-C", "../..", "build"), []string{"BuildVersion=" + f.Version + "'"}},
		"desktop file":  {filled("billkey.desktop", l), []string{"\nName=" + f.Name + "\n", "\nIcon=" + f.ID + "\n", "\nExec=billkey\n"}},
		"AppStream":     {filled("metainfo.xml", l), []string{"<id>" + f.ID + "</id>", "<name>" + f.Name + "</name>", `<release version="` + f.Version + `"`}},
		"Debian":        {filled("control", l), []string{"\nVersion: " + f.Version + "-" + f.Build + "\n"}},
		"changelog":     {filled("changelog.debian", l), []string{"billkey (" + f.Version + "-" + f.Build + ")"}},
		"manual page":   {filled("billkey.1", l), []string{f.Name + " " + f.Version}},
		"installer":     {filled("installer.nsi", w), []string{`Name "` + f.Name + `"`, `"` + f.Numbers(".") + `"`, `"DisplayVersion" "` + f.Version + `"`, `Uninstall\` + f.ID}},
		"property list": {filled("Info.plist", f), []string{"<string>" + f.ID + "</string>", "<string>" + f.Version + "</string>", "<string>" + f.Build + "</string>"}},
	} {
		for _, want := range c.says {
			if !strings.Contains(c.text, want) {
				t.Errorf("%s does not say %q:\n%s", where, want, c.text)
			}
		}
	}
}

func TestLinuxPackagesHoldWhatIsInstalled(t *testing.T) {
	need(t, "xz", "dpkg-deb")
	f, out := project(t), t.TempDir()
	if err := packLinux(f, stand, out); err != nil {
		t.Fatal(err)
	}
	ball := tarred(t, filepath.Join(out, f.file()+"-linux-amd64.tar.xz"))
	deb := filepath.Join(out, fmt.Sprintf("billkey_%s-%s_amd64.deb", f.Version, f.Build))
	listed := output(t, "dpkg-deb", "-c", deb)
	for _, name := range []string{
		"bin/billkey", "share/applications/" + f.ID + ".desktop", "share/metainfo/" + f.ID + ".metainfo.xml", "share/man/man1/billkey.1.gz",
		"share/icons/hicolor/48x48/apps/" + f.ID + ".png", "share/icons/hicolor/scalable/apps/" + f.ID + ".svg", "share/doc/billkey/LICENCES.txt",
	} {
		h, ok := ball[f.file()+"/"+name]
		if !ok || h.Uid != 0 || h.Gid != 0 || h.Mode != int64(mode(name)) || !h.ModTime.Equal(f.Time) {
			t.Errorf("tar.xz: %s is %+v", name, h)
		}
		if !regexp.MustCompile(`(?m)^-rw[x-]r-[x-]r-[x-] root/root .* \./usr/` + regexp.QuoteMeta(name) + `$`).MatchString(listed) {
			t.Errorf("deb: %s is not in\n%s", name, listed)
		}
	}
	if !strings.Contains(output(t, "dpkg-deb", "-f", deb, "Depends"), "libc6 (>= 2.") {
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

// windowsDir has stand-ins for what is built for Windows.
func windowsDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	icon, err := os.ReadFile("../../assets/icon.png")
	if err != nil {
		t.Fatal(err)
	}
	// An icon file with one picture, a PNG.
	ico := append([]byte{0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 32, 0, byte(len(icon)), byte(len(icon) >> 8), byte(len(icon) >> 16), 0, 22, 0, 0, 0}, icon...)
	for name, content := range map[string][]byte{"billkey.exe": []byte("MZ program"), "billkey.com": []byte("MZ console"), "billkey.ico": ico} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWindowsPackagesHoldWhatIsInstalled(t *testing.T) {
	need(t, "makensis")
	f, out := project(t), t.TempDir()
	if err := packWindows(f, windowsDir(t), out); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(out, f.file()+"-windows-amd64.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	var names []string
	for _, e := range z.File {
		names = append(names, strings.TrimPrefix(e.Name, f.file()+"/"))
	}
	if want := []string{"LICENCES.txt", "LICENSE.txt", "README.md", "billkey.com", "billkey.exe"}; !slices.Equal(names, want) {
		t.Errorf("zip: %v", names)
	}
	if setup := contents(t, out, f.file()+"-windows-amd64-setup.exe"); !strings.HasPrefix(setup, "MZ") || len(setup) < 50_000 {
		t.Errorf("an installer of %d bytes", len(setup))
	}
}

func TestTheSameCommitGivesTheSameBytes(t *testing.T) {
	need(t, "xz", "dpkg-deb", "makensis")
	f, windows := project(t), windowsDir(t)
	var sums []string
	for range 2 {
		out := t.TempDir()
		if err := packAll(f, stand, windows, "", out); err != nil {
			t.Fatal(err)
		}
		if err := writeSums(out); err != nil {
			t.Fatal(err)
		}
		sums = append(sums, contents(t, out, "SHA256SUMS"))
		check := exec.Command("sha256sum", "--check", "--quiet", "SHA256SUMS")
		check.Dir = out
		if said, err := check.CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, said)
		}
	}
	if sums[0] != sums[1] || strings.Count(sums[0], "\n") != 4 {
		t.Errorf("%s\nis not\n%s", sums[0], sums[1])
	}
}

func TestApplicationForMacsIsWhole(t *testing.T) {
	app, err := application(project(t), []byte("program"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Contents/Info.plist", "Contents/MacOS/billkey", "Contents/Resources/icon.icns", "Contents/Resources/LICENCES.txt"} {
		if len(app[name]) == 0 {
			t.Errorf("no %s", name)
		}
	}
	var plist struct {
		Keys []string `xml:"dict>key"`
	}
	if err := xml.Unmarshal(app["Contents/Info.plist"], &plist); err != nil || !slices.Contains(plist.Keys, "CFBundleIdentifier") {
		t.Errorf("%v %v", plist, err)
	}
}
