//go:build linux

package stage

import (
	"os"
	"strings"
)

// Load is how many processes of the whole machine wanted to run, on average: in the last minute, in five and in fifteen.
func Load() string {
	b, err := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(b))
	if err != nil || len(fields) < 3 {
		return "unknown"
	}
	return strings.Join(fields[:3], " ")
}
