//go:build linux

package stage

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of /proc/PID/stat on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// Spent is the processor time a process has used so far, its own and the system's for it: fields 14 and 15 of
// /proc/PID/stat, after the name in parentheses.
func Spent(pid int) (time.Duration, error) { return ticks(pid, 11) }

// SpentByEnded is that of the processes it started and that have ended: fields 16 and 17.
func SpentByEnded(pid int) (time.Duration, error) { return ticks(pid, 13) }

func ticks(pid, field int) (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	fields := strings.Fields(rest)
	if len(fields) < field+2 {
		return 0, fmt.Errorf("stat of process %d: %q", pid, b)
	}
	user, err := strconv.Atoi(fields[field])
	system, err2 := strconv.Atoi(fields[field+1])
	return time.Duration(user+system) * tick, errors.Join(err, err2)
}
