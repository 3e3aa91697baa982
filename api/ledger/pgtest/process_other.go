//go:build !linux

package pgtest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
)

var (
	quickly     = os.Interrupt
	immediately = os.Kill
)

// command runs a program of PostgreSQL.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(c.bin, name), args...) // #nosec G204 -- of PostgreSQL
	cmd.Dir = c.dir
	return cmd
}

func (c *Cluster) giveAway(string) error { return nil }

func run(cmd *exec.Cmd, started, ended chan<- error) {
	err := cmd.Start()
	started <- err
	if err == nil {
		ended <- cmd.Wait()
	}
}
