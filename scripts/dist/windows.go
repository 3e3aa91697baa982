package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// windowsFacts are what the installer's script asks for: Files beside the program, and Software in the folder of that name,
// of everything that may ever lie there.
type windowsFacts struct {
	facts
	OutFile         string
	Files           []string
	Software, Drawn []string
	InstalledKiB    int
}

// packWindows makes the zip and the installer.
func packWindows(f facts, dir, out string) error {
	files, err := windowsFiles(f, dir)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	if err := files.under(f.file()).zip(&packed, f.Time); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, f.file()+"-windows-amd64.zip"), packed.Bytes(), 0o644); err != nil {
		return err
	}
	icon, err := os.ReadFile(filepath.Join(dir, "billkey.ico"))
	if err != nil {
		return err
	}
	return installer(f, files, icon, filepath.Join(out, f.file()+"-windows-amd64-setup.exe"))
}

func windowsFiles(f facts, dir string) (tree, error) {
	t := tree{}
	for _, name := range []string{"billkey.exe", "billkey.com"} {
		program, err := finished(f, filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		t[name] = program
	}
	if err := addSoftware(t, f, dir); err != nil {
		return nil, err
	}
	for to, from := range map[string]string{"README.md": "README.md", "LICENSE.txt": "LICENSE"} {
		content, err := os.ReadFile(filepath.Join(f.root, from))
		if err != nil {
			return nil, err
		}
		t[to] = content
	}
	licences, err := allLicences()
	for name, text := range map[string][]byte{"LICENCES.txt": licences, "LICENSE.txt": t["LICENSE.txt"]} {
		t[name] = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	return t, err
}

// made is the installer's name while it is made. Windows treats programs called setup.exe as old ones.
const made = "billkey-setup.exe"

// installer has NSIS make the installer. Its stub is the 64-bit one: the other wants what 64-bit Wine has not.
func installer(f facts, files tree, icon []byte, to string) error {
	dir, err := os.MkdirTemp("", "billkey-setup-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	beside, below := files.parted()
	script, err := fill("installer.nsi", windowsFacts{f, made, beside, below, drawing, files.kibibytes()})
	if err != nil {
		return err
	}
	work := maps.Clone(files)
	work["billkey.ico"], work["installer.nsi"] = icon, slices.Concat([]byte("Target amd64-unicode\n"), script)
	if err := work.write(dir, f.Time); err != nil {
		return err
	}
	cmd := exec.Command("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", "installer.nsi")
	cmd.Dir, cmd.Env = dir, f.environment()
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("makensis: %w\n%s", err, said)
	}
	program, err := os.ReadFile(filepath.Join(dir, made))
	if err != nil {
		return err
	}
	return os.WriteFile(to, program, 0o644)
}
