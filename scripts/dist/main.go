// Dist packs the program: for Linux a tar.xz and a Debian package, for Windows a zip and an installer, with bills of materials
// and checksums; on a Mac, with -macos, an application. The same commit gives the same bytes.
//
//	go run ./scripts/dist -linux build/linux/billkey -windows build/windows -sbom bin/cyclonedx-gomod -out build/dist
//	go run ./scripts/dist -macos build/macos/billkey -out build/dist
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	linux := flag.String("linux", "", "the program for Linux")
	windows := flag.String("windows", "", "folder with billkey.exe, billkey.com and billkey.ico")
	macos := flag.String("macos", "", "the program for macOS: packed instead of the others")
	sbom := flag.String("sbom", "", "cyclonedx-gomod; none writes no bill of materials")
	out := flag.String("out", "build/dist", "folder for the packages; it is made anew")
	flag.Parse()
	if err := run(*linux, *windows, *macos, *sbom, *out); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(linux, windows, macos, sbom, out string) error {
	f, err := readFacts(".")
	if err != nil {
		return err
	}
	out, err = filepath.Abs(out)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	if macos != "" {
		err = packMac(f, macos, sbom, out)
	} else {
		err = packAll(f, linux, windows, sbom, out)
	}
	if err != nil {
		return err
	}
	return writeSums(out)
}

func packAll(f facts, linux, windows, sbom, out string) error {
	if linux != "" {
		if err := packLinux(f, linux, out); err != nil {
			return fmt.Errorf("linux: %w", err)
		}
	}
	if windows != "" {
		if err := packWindows(f, windows, out); err != nil {
			return fmt.Errorf("windows: %w", err)
		}
	}
	for name, program := range map[string]string{"linux": linux, "windows": filepath.Join(windows, "billkey.exe")} {
		if _, err := os.Stat(program); sbom == "" || err != nil {
			continue
		}
		if err := bill(f, sbom, name, program, filepath.Join(out, f.file()+"-"+name+"-amd64.cdx.json")); err != nil {
			return fmt.Errorf("bill of materials: %w", err)
		}
	}
	return nil
}
