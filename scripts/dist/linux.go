package main

import (
	"bytes"
	"crypto/md5" // #nosec G501 -- what Debian's format asks for
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// sides are the sizes that desktops ask icons for.
var sides = []int{16, 22, 24, 32, 48, 64, 96, 128, 256, 512}

// linuxFacts are what the packages for Linux ask for beside the common ones.
type linuxFacts struct {
	facts
	Depends, Glibc string
	InstalledKiB   int
	Files          string
	Licence        string
}

// packLinux makes the tar.xz and the Debian package.
func packLinux(f facts, program, out string) error {
	binary, err := finished(f, program)
	if err != nil {
		return err
	}
	l := linuxFacts{facts: f}
	if l.Depends, l.Glibc, err = needs(binary); err != nil {
		return err
	}
	files, err := l.files(binary)
	if err != nil {
		return err
	}
	if err := l.tarball(files, filepath.Join(out, f.file()+"-linux-amd64.tar.xz")); err != nil {
		return err
	}
	return l.debian(files, filepath.Join(out, fmt.Sprintf("billkey_%s-%s_amd64.deb", f.Version, f.Build)))
}

// files is what is installed, below a prefix such as /usr.
func (l linuxFacts) files(binary []byte) (tree, error) {
	t := tree{"bin/billkey": binary}
	const doc = "share/doc/billkey/"
	for to, from := range map[string]string{
		"share/applications/" + l.ID + ".desktop":  "billkey.desktop",
		"share/metainfo/" + l.ID + ".metainfo.xml": "metainfo.xml",
		"share/man/man1/billkey.1":                 "billkey.1",
		// Read below /usr only, where the Debian package puts it.
		"share/polkit-1/actions/" + l.ID + ".policy": "polkit.policy",
	} {
		content, err := fill(from, l)
		if err != nil {
			return nil, err
		}
		t[to] = content
	}
	for to, from := range map[string]string{
		doc + "README.md": "README.md", doc + "changelog": "CHANGELOG.md",
		"share/icons/hicolor/scalable/apps/" + l.ID + ".svg": "assets/icon.svg",
	} {
		content, err := os.ReadFile(filepath.Join(l.root, from))
		if err != nil {
			return nil, err
		}
		t[to] = content
	}
	for _, side := range sides {
		icon, err := l.IconPNG(side)
		if err != nil {
			return nil, err
		}
		t[fmt.Sprintf("share/icons/hicolor/%dx%d/apps/%s.png", side, side, l.ID)] = icon
	}
	var err error
	if t[doc+"LICENCES.txt"], err = allLicences(); err != nil {
		return nil, err
	}
	for _, name := range []string{"share/man/man1/billkey.1", doc + "changelog"} {
		if t[name+".gz"], err = squeezed(t[name]); err != nil {
			return nil, err
		}
		delete(t, name)
	}
	return t, nil
}

// tarball can be used where it is unpacked, or installed by its Makefile.
func (l linuxFacts) tarball(files tree, to string) error {
	l.Files = strings.Join(files.names(), " ")
	top := tree{}
	for name, content := range files {
		top[name] = content
	}
	for _, name := range []string{"Makefile", "INSTALL.txt"} {
		content, err := fill(name, l)
		if err != nil {
			return err
		}
		top[name] = content
	}
	var err error
	if top["LICENSE"], err = os.ReadFile(filepath.Join(l.root, "LICENSE")); err != nil {
		return err
	}
	var raw bytes.Buffer
	if err := top.under(l.file()).tar(&raw, l.Time); err != nil {
		return err
	}
	cmd := exec.Command("xz", "-9", "--threads=1", "--stdout")
	cmd.Stdin = &raw
	packed, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("xz: %w", err)
	}
	return os.WriteFile(to, packed, 0o644)
}

// debian has Debian's own tool make the package.
func (l linuxFacts) debian(files tree, to string) error {
	t := files.under("usr")
	licence, err := os.ReadFile(filepath.Join(l.root, "LICENSE"))
	if err != nil {
		return err
	}
	l.Licence = indented(string(licence))
	l.InstalledKiB = t.kibibytes()
	for name, from := range map[string]string{
		"usr/share/doc/billkey/copyright":        "copyright",
		"usr/share/doc/billkey/changelog.Debian": "changelog.debian",
		"DEBIAN/control":                         "control",
	} {
		if t[name], err = fill(from, l); err != nil {
			return err
		}
	}
	const changes = "usr/share/doc/billkey/changelog.Debian"
	if t[changes+".gz"], err = squeezed(t[changes]); err != nil {
		return err
	}
	delete(t, changes)
	t["DEBIAN/md5sums"] = sums(t)
	dir, err := os.MkdirTemp("", "billkey-deb-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := t.write(dir, l.Time); err != nil {
		return err
	}
	cmd := exec.Command("dpkg-deb", "--root-owner-group", "-Zxz", "--build", dir, to)
	cmd.Env = l.environment()
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("dpkg-deb: %w\n%s", err, said)
	}
	return nil
}

// sums are what `dpkg --verify` compares with: MD5, by Debian's format, not for safety.
func sums(t tree) []byte {
	var out bytes.Buffer
	for _, name := range t.names() {
		if !strings.HasPrefix(name, "DEBIAN/") {
			fmt.Fprintf(&out, "%x  %s\n", md5.Sum(t[name]), name) // #nosec G401 -- the format asks for it
		}
	}
	return out.Bytes()
}

// indented is a text as a field of Debian's control files continues: every line begins with a space, an empty one is a dot.
func indented(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		if line == "" {
			line = "."
		}
		lines[i] = " " + line
	}
	return strings.Join(lines, "\n")
}
