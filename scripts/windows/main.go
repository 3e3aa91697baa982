// Windows writes what a program for Windows carries beside its code, icon, version and manifest, from FyneApp.toml and
// assets/icon.png, and has mingw's windres compile it into a file that only builds for windows/amd64 read.
//
//	go run ./scripts/windows -work build/windows -out billkey_windows_amd64.syso
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"billkey/scripts/about"
)

// windres compiles resources.
const windres = "x86_64-w64-mingw32-windres"

func main() {
	root := flag.String("root", ".", "folder of FyneApp.toml")
	work := flag.String("work", "build/windows", "folder for what the compiler reads")
	out := flag.String("out", "billkey_windows_amd64.syso", "the compiled resources")
	flag.Parse()
	if err := run(*root, *work, *out); err != nil {
		fmt.Fprintln(os.Stderr, "windows:", err)
		os.Exit(1)
	}
}

func run(root, work, out string) error {
	a, err := about.Read(root)
	if err != nil {
		return err
	}
	icon, err := icons(a)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(work, 0o750); err != nil {
		return err
	}
	for name, b := range map[string][]byte{
		"billkey.ico": icon, "billkey.manifest": []byte(manifest(a)), "billkey.rc": []byte(resources(a)),
	} {
		if err := os.WriteFile(filepath.Join(work, name), b, 0o600); err != nil {
			return err
		}
	}
	return compile(work, out)
}

// compile runs the compiler in the folder, so that no path gets into its output.
func compile(work, out string) error {
	to, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	cmd := exec.Command(windres, "--codepage=65001", "-O", "coff", "-i", "billkey.rc", "-o", to)
	cmd.Dir = work
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", windres, err, bytes.TrimSpace(said))
	}
	return nil
}
