package main

import (
	"fmt"
	"os/exec"
)

// bill has CycloneDX's own tool write down the modules that a program says it was linked from, with their licences. Serial
// number and time are left out: the same program gives the same bytes.
func bill(f facts, tool, program, to string) error {
	cmd := exec.Command(tool, "bin", "-json", "-licenses", "-std", "-noserial", "-notimestamp", "-version", f.Version, "-output", to, program)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", tool, err, said)
	}
	return nil
}
