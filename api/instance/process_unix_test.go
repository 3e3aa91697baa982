//go:build !windows

package instance

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// dirEnv tells a copy of the test program whose folder to take instead of running tests.
const dirEnv = "BILLKEY_TEST_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(dirEnv); dir != "" {
		play(dir)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// play is the other process: it says how its start ended, and keeps a seat until its input ends.
func play(dir string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := Take(ctx, dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	s.Serve(ctx, func(context.Context) bool { fmt.Println("forward"); return true })
	fmt.Println("seat")
	_, _ = io.Copy(io.Discard, os.Stdin)
	s.Close()
}

// other is a start in a process of its own.
type other struct {
	cmd *exec.Cmd
	out *bufio.Reader
	in  io.Closer
}

func startOther(t *testing.T, dir string) *other {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), dirEnv+"="+dir)
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
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return &other{cmd, bufio.NewReader(out), in}
}

func (o *other) says(t *testing.T) string {
	t.Helper()
	line, err := o.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func (o *other) wants(t *testing.T, said string) {
	t.Helper()
	if got := o.says(t); got != said {
		t.Fatalf("said %q, want %q", got, said)
	}
}

func TestStartInAnotherProcessHasTheWindowComeForward(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := startOther(t, dir)
	first.wants(t, "seat")
	startOther(t, dir).wants(t, ErrForward.Error())
	first.wants(t, "forward")
	_ = first.in.Close() // it ends as a program does that was closed
	startOther(t, dir).wants(t, "seat")
}

func TestKilledProcessBlocksNobody(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for range 3 {
		o := startOther(t, dir)
		o.wants(t, "seat")
		if err := o.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	mustTake(t, dir)
}

// stop returns when the process no longer runs: the signal alone is on its way for a moment, in which it may still answer.
func (o *other) stop(t *testing.T) {
	t.Helper()
	if err := o.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	var ws syscall.WaitStatus
	if _, err := syscall.Wait4(o.cmd.Process.Pid, &ws, syscall.WUNTRACED, nil); err != nil || !ws.Stopped() {
		t.Fatalf("not stopped: %v %v", ws, err)
	}
}

func TestStoppedProcessIsNamedInTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := startOther(t, dir)
	o.wants(t, "seat")
	o.stop(t)
	_, err := Take(soon(t), dir)
	var taken *TakenError
	if !errors.As(err, &taken) || taken.PID != o.cmd.Process.Pid || taken.Closing {
		t.Errorf("got %v", err)
	}
}

func TestOfManyProcessesStartedAtOnceOneHasTheWindow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var all []*other
	for range 8 {
		all = append(all, startOther(t, dir))
	}
	seats := 0
	for _, o := range all {
		switch said := o.says(t); said {
		case "seat":
			seats++
		case ErrForward.Error():
		default:
			t.Error(said)
		}
	}
	if seats != 1 {
		t.Errorf("%d have the window", seats)
	}
}
