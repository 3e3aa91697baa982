//go:build darwin && !measure

package headless

import (
	"errors"
	"fmt"
	"syscall"
)

// denyAttach is PT_DENY_ATTACH of ptrace(2).
const denyAttach = 31

func harden() error { return errors.Join(noCore(), noDebugger()) }

func noDebugger() error {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PTRACE, denyAttach, 0, 0); errno != 0 {
		return fmt.Errorf("harden: debugger: %w", errno)
	}
	return nil
}
