package main

import (
	"embed"
	"os"
	"path/filepath"
	"runtime"
)

// notes are the texts of what lies in no module and has no file of its own beside it: cut from what Debian's packages of the
// compilers and of NSIS say to what is linked, and kept here, since these packages need not be installed.
//
//go:embed texts
var notes embed.FS

// addOthers adds what is no module: the language's own library, our fonts, what C compilers and NSIS put in, and Mesa, which
// lies beside the program for Windows. The toolkit's fonts are files of its module; that of emoji is left out by the tag
// no_emoji. Versions of compilers and of Mesa are not told: they are those of the system it is built on.
func (c *collection) addOthers(root string) error {
	for _, part := range []struct {
		name, version string
		text          func() ([]byte, error)
	}{
		{"Go", "", file(filepath.Join(runtime.GOROOT(), "LICENSE"))}, //nolint:staticcheck // run where it was built
		{"Pretendard", "1.3.9", file(filepath.Join(root, "assets/fonts/OFL.txt"))},
		{"GNU C Library", "", note("glibc")},
		{"libgcc", "", note("libgcc")},
		{"mingw-w64", "", note("mingw-w64")},
		{"NSIS", "", note("nsis")},
		{"Mesa", "", note("mesa")},
	} {
		text, err := part.text()
		if err != nil {
			return err
		}
		if err := c.add(part.name, part.version, map[string]string{"": tidy(string(text))}); err != nil {
			return err
		}
	}
	return nil
}

func file(path string) func() ([]byte, error) {
	return func() ([]byte, error) { return os.ReadFile(path) }
}

func note(name string) func() ([]byte, error) {
	return func() ([]byte, error) { return notes.ReadFile("texts/" + name + ".txt") }
}
