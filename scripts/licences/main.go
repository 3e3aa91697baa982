// Command licences writes assets/licences: the licence texts of everything that is linked into the program on Linux,
// Windows and macOS, read from the module cache.
//
//	go run ./scripts/licences
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

const folder = "assets/licences"

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

// write replaces the folder below root by what is linked now.
func write(root string) error {
	files, err := collect(root)
	if err != nil {
		return err
	}
	dir := filepath.Join(root, folder)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
