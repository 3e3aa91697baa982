//go:build unix && !measure

package headless

import (
	"fmt"
	"syscall"
)

// noCore forbids core files, also to what this process starts.
func noCore() error {
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}); err != nil {
		return fmt.Errorf("harden: core files: %w", err)
	}
	return nil
}
