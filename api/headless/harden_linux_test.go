//go:build linux && !measure

package headless

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The test binary plays two more parts in child processes: the program, or one that does not harden itself, and a
// neighbour of the same user that tries to read it.
const (
	playStayer    = "BILLKEY_TEST_STAYER"
	playNeighbour = "BILLKEY_TEST_NEIGHBOUR"
)

func TestStayInAChildProcess(t *testing.T) {
	part := os.Getenv(playStayer)
	if part == "" {
		return
	}
	if part == "hardened" { // as every face of the program is
		_ = Start([]string{string(Sandbox), "-listen", "127.0.0.1:0"}, Screen{})
		return
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func TestReadInAChildProcess(t *testing.T) {
	pid := os.Getenv(playNeighbour)
	if pid == "" {
		return
	}
	for _, name := range private {
		f, err := os.Open(filepath.Join("/proc", pid, name))
		if err == nil {
			_, err = f.Read(make([]byte, 1)) // of mem nothing is mapped at 0: an I/O error, but opened
			_ = f.Close()
		}
		fmt.Println(name, errors.Is(err, fs.ErrPermission))
	}
}

// private are files of /proc/PID through which a process of the same user reads another.
var private = []string{"mem", "maps", "environ", "auxv"}

func TestHardenedProcessIsClosedToItsUser(t *testing.T) {
	child := childCommand(t)
	for part, closed := range map[string]bool{"open": false, "hardened": true} {
		t.Run(part, func(t *testing.T) {
			pid := stay(t, child, part)
			limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
			if err != nil {
				t.Fatal(err)
			}
			if got := coreLimits(string(limits)); closed && got != "0 0" {
				t.Errorf("core file limits: %s", got)
			}
			cmd := child("^TestReadInAChildProcess$", fmt.Sprintf("%s=%d", playNeighbour, pid))
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			for _, name := range private {
				if name == "mem" && !closed && restrictedPtrace() {
					continue // refused to neighbours anyway
				}
				if want := fmt.Sprintf("%s %t\n", name, closed); !strings.Contains(string(out), want) {
					t.Errorf("want refused: %sof:\n%s", want, out)
				}
			}
		})
	}
}

// restrictedPtrace tells whether the kernel lets no process trace another that is no child of it.
func restrictedPtrace() bool {
	b, err := os.ReadFile("/proc/sys/kernel/yama/ptrace_scope")
	return err == nil && strings.TrimSpace(string(b)) != "0"
}

func coreLimits(limits string) string {
	for line := range strings.Lines(limits) {
		if rest, ok := strings.CutPrefix(line, "Max core file size"); ok {
			return strings.Join(strings.Fields(rest)[:2], " ")
		}
	}
	return ""
}

// childCommand gives the means to run one test of this binary as a user without rights, since root reads everything.
func childCommand(t *testing.T) func(test, env string) *exec.Cmd {
	t.Helper()
	binary := os.Args[0]
	root := os.Getuid() == 0
	if root {
		binary = publicCopy(t, binary)
	}
	return func(test, env string) *exec.Cmd {
		cmd := exec.Command(binary, "-test.run="+test)
		cmd.Dir = "/"
		cmd.Env = append(os.Environ(), env)
		if root {
			const nobody = 65534
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		return cmd
	}
}

func publicCopy(t *testing.T, binary string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "billkey-harden-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	b, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "test")
	err = errors.Join(os.Chmod(dir, 0o755), os.WriteFile(to, b, 0o755))
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// stay starts a process that stays until the test ends.
func stay(t *testing.T, child func(test, env string) *exec.Cmd, part string) (pid int) {
	t.Helper()
	cmd := child("^TestStayInAChildProcess$", playStayer+"="+part)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("child: %q %v", line, err)
	}
	return cmd.Process.Pid
}
