package main

import (
	"debug/pe"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// places are the libraries to ship, by their folder in what was compiled.
var places = map[string]string{
	"opengl32.dll":       "src/gallium/targets/libgl-gdi",
	"libgallium_wgl.dll": "src/gallium/targets/wgl",
}

// systems are libraries that every Windows has, since 10.
var systems = []string{"api-ms-win-core-synch-l1-2-0.dll", "gdi32.dll", "kernel32.dll", "msvcrt.dll", "user32.dll"}

// NeedError tells that a library wants another one that Windows does not have.
type NeedError struct{ Library, Wants string }

func (e *NeedError) Error() string {
	return e.Library + " wants " + e.Wants + ", which Windows does not have"
}

// judged reads the libraries, and refuses one that would not load everywhere.
func judged(dir string) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, place := range places {
		path := filepath.Join(dir, filepath.FromSlash(place), name)
		if err := alone(path); err != nil {
			return nil, err
		}
		content, err := os.ReadFile(path) // #nosec G304 -- just built
		if err != nil {
			return nil, err
		}
		out[name] = content
	}
	return out, nil
}

// alone makes sure that a library for 64-bit Windows needs only the system's, and those it is shipped with.
func alone(path string) error {
	f, err := pe.Open(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer func() { _ = f.Close() }()
	if f.Machine != pe.IMAGE_FILE_MACHINE_AMD64 {
		return fmt.Errorf("%s is for another processor: %#x", path, f.Machine)
	}
	symbols, err := f.ImportedSymbols()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, s := range symbols {
		_, library, _ := strings.Cut(s, ":")
		library = strings.ToLower(library)
		if _, ours := places[library]; !ours && !slices.Contains(systems, library) {
			return &NeedError{filepath.Base(path), library}
		}
	}
	return nil
}
