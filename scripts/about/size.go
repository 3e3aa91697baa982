package about

import (
	"fmt"
	"os"
)

// Largest is the aim for the program's size on any system, in bytes: what staff fetch over an office's line, and what is read
// at a start. Whoever comes near it looks first for what can be left out, as the tags of the Makefile do.
const Largest = 40_000_000

// Fits tells whether the program at path is as small as it is meant to be.
func Fits(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() > Largest {
		return fmt.Errorf("%s has %.1f MB (%d bytes): the aim is that the program has at most %.0f MB (%d bytes)",
			path, float64(info.Size())/1e6, info.Size(), Largest/1e6, Largest)
	}
	return nil
}
