package stage

import (
	"fmt"
	"os"
	"strings"
)

// Resident is the memory a process has in RAM, in KiB.
func Resident(pid int) (kib int, err error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, err = fmt.Sscan(value, &kib)
			return kib, err
		}
	}
	return 0, fmt.Errorf("no VmRSS of %d", pid)
}
