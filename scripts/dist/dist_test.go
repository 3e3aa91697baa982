package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// Packages are made twice, of stand-ins: both times the same. Then they are read, judged, installed and removed.
func TestPackages(t *testing.T) {
	need(t, "xz", "dpkg-deb")
	f, windows := project(t), windowsDir(t)
	var outs, sums []string
	for range 2 {
		out := t.TempDir()
		if err := packAll(f, stand, windows, "", out); err != nil {
			t.Fatal(err)
		}
		if err := writeSums(out); err != nil {
			t.Fatal(err)
		}
		outs, sums = append(outs, out), append(sums, contents(t, out, "SHA256SUMS"))
	}
	if sums[0] != sums[1] || strings.Count(sums[0], "\n") < 2 {
		t.Errorf("%s\nis not\n%s", sums[0], sums[1])
	}
	check := exec.Command("sha256sum", "--check", "--quiet", "SHA256SUMS")
	check.Dir = outs[0]
	if said, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v %s", err, said)
	}
	linux := linuxPackages{f, filepath.Join(outs[0], f.file()+"-linux-amd64.tar.xz"), filepath.Join(outs[0], fmt.Sprintf("billkey_%s-%s_amd64.deb", f.Version, f.Build))}
	t.Run("hold what is installed", linux.hold)
	t.Run("please Debian's judge", linux.judged)
	t.Run("Debian installs and removes", linux.debian)
	t.Run("make installs and removes", linux.made)
	t.Run("for Windows", func(t *testing.T) {
		if windows == "" {
			t.Skip("NSIS is not installed")
		}
		windowsPackages(t, f, outs[0])
	})
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
