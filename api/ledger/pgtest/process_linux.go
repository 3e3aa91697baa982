package pgtest

import (
	"context"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
)

const (
	quickly     = syscall.SIGINT
	immediately = syscall.SIGQUIT
)

// command runs a program of PostgreSQL, which root may not: the user is Debian's postgres then, or nobody.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(c.bin, name), args...) // #nosec G204 -- of PostgreSQL
	cmd.Dir, cmd.Env = c.dir, []string{"PATH=" + c.bin + ":/usr/bin:/bin", "LC_ALL=C", "HOME=" + c.dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: immediately}
	if uid, gid, other := owner(); other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	return cmd
}

// giveAway makes a folder that user's.
func (c *Cluster) giveAway(dir string) error {
	if uid, gid, other := owner(); other {
		return os.Chown(dir, int(uid), int(gid))
	}
	return nil
}

func owner() (uid, gid uint32, other bool) {
	if os.Getuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			continue
		}
		if gid, err := strconv.ParseUint(u.Gid, 10, 32); err == nil {
			return uint32(uid), uint32(gid), true
		}
	}
	return 0, 0, false
}

// run keeps its thread: the server is ended with the thread that started it, so that it ends with the tests, however they do.
func run(cmd *exec.Cmd, started, ended chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := cmd.Start()
	started <- err
	if err == nil {
		ended <- cmd.Wait()
	}
}
