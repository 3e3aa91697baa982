//go:build linux && !measure

package headless

import (
	"errors"
	"fmt"
	"syscall"
)

func harden() error { return errors.Join(noCore(), notDumpable()) }

// notDumpable also hands /proc/PID to root, so that it holds for a reader without ptrace, too.
func notDumpable() error {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_DUMPABLE, 0, 0); errno != 0 {
		return fmt.Errorf("harden: dumpable: %w", errno)
	}
	return nil
}
