//go:build linux

package stage

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Family is a process and those it started, as long as they run: what belongs to a program that has helpers.
func Family(pid int) []int {
	all := []int{pid}
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) //nolint:errcheck // the pattern is sound
	for _, list := range lists {
		b, err := os.ReadFile(list)
		if err != nil { // the thread has ended
			continue
		}
		for _, child := range strings.Fields(string(b)) {
			if n, err := strconv.Atoi(child); err == nil {
				all = append(all, Family(n)...)
			}
		}
	}
	return all
}

// Loaded is the size in bytes of the program files and libraries that a process has loaded.
func Loaded(pid int) (size int64, err error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	seen := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) < 6 || !strings.Contains(f[1], "x") || seen[f[5]] {
			continue
		}
		seen[f[5]] = true
		if info, err := os.Stat(f[5]); err == nil {
			size += info.Size()
		}
	}
	return size, err
}
