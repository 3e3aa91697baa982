// Opengl builds Mesa's OpenGL for Windows, which draws with the processor alone, from the sources of Debian 12's package mesa:
// for computers without a usable graphics driver. What comes out needs nothing but Windows's own libraries. The same sources
// and the same compiler give the same bytes, in every folder.
//
//	go run ./scripts/opengl -work build/mesa -out build/windows/software
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	work := flag.String("work", "build/mesa", "folder for sources and what is compiled; it is made anew")
	out := flag.String("out", "build/windows/software", "folder for the libraries")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, *work, *out)
	var missing *MissingError
	switch {
	case errors.As(err, &missing):
		fmt.Println("SKIPPED: OpenGL in software for Windows.", missing)
	case err != nil:
		fmt.Fprintln(os.Stderr, "opengl:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, work, out string) error {
	work, err := filepath.Abs(work)
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(work), os.MkdirAll(work, 0o755)); err != nil {
		return err
	}
	if err := fetch(ctx, work); err != nil {
		return err
	}
	version, err := versionOf(filepath.Join(work, source))
	if err != nil {
		return err
	}
	if err := build(ctx, work); err != nil {
		return err
	}
	libraries, err := judged(filepath.Join(work, compiled))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for name, content := range libraries {
		if err := os.WriteFile(filepath.Join(out, name), content, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %.1f MB, of Mesa %s\n", filepath.Join(out, name), float64(len(content))/1e6, version)
	}
	return nil
}
