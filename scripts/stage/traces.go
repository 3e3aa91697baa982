package stage

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
)

// FindIn returns the files below dir that hold one of the secrets, and how many files there were. A card number is also
// looked for in groups of four with a blank or a hyphen between.
func FindIn(dir string, secrets ...string) (holding []string, files int, err error) {
	var wanted [][]byte
	for _, s := range secrets {
		wanted = append(wanted, forms(s)...)
	}
	folder, err := os.OpenRoot(dir)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = folder.Close() }()
	err = fs.WalkDir(folder.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		b, err := fs.ReadFile(folder.FS(), path)
		if holds(b, wanted) {
			holding = append(holding, path)
		}
		return err
	})
	return holding, files, err
}

func holds(b []byte, wanted [][]byte) bool {
	for _, w := range wanted {
		if bytes.Contains(b, w) {
			return true
		}
	}
	return false
}

func forms(s string) [][]byte {
	out := [][]byte{[]byte(s)}
	if len(s) != 16 {
		return out
	}
	for _, gap := range []string{" ", "-"} {
		out = append(out, fmt.Appendf(nil, "%s%s%s%s%s%s%s", s[:4], gap, s[4:8], gap, s[8:12], gap, s[12:]))
	}
	return out
}
