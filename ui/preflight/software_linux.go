package preflight

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// What makes Mesa draw with the processor alone, and makes it Mesa that draws, whatever driver the screen names.
const (
	softwareOnly = "LIBGL_ALWAYS_SOFTWARE"
	vendor       = "__GLX_VENDOR_LIBRARY_NAME"
)

// withoutDriver starts this program again with software drawing, unless that was asked for already. The libraries read
// their settings when they are loaded, so that the same process would not do. It returns only if nothing came of it.
func withoutDriver() error {
	if os.Getenv(softwareOnly) != "" {
		return nil
	}
	exe, err := os.Executable()
	if err = errors.Join(err, os.Setenv(softwareOnly, "1"), os.Setenv(vendor, "mesa")); err == nil {
		err = syscall.Exec(exe, os.Args, os.Environ()) //nolint:gosec // the program itself, started again as it was
	}
	return fmt.Errorf("software drawing: %w", err)
}
