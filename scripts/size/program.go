//go:build linux

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"billkey/scripts/stage"
)

// program is one of those that are compared, and its figures.
type program struct {
	path, home string
	size       int64 // bytes
	loaded     int64 // with the libraries it loads

	first, whole, work []time.Duration // work is the processor time up to the whole window
	early, late        int             // KiB in memory: at the whole window, half a minute later
	idle               float64         // percent of one core
}

// newProgram has a home of its own that stays from start to start, as a user's does.
func newProgram(path, home string) (*program, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	return &program{path: path, home: home, size: info.Size()}, os.MkdirAll(home, 0o700)
}

// start starts the program, waits for its whole window, and ends it.
func (p *program) start(ctx context.Context, screen *stage.Display) (seen, error) {
	s, cmd, err := p.open(ctx, screen)
	return s, errors.Join(err, end(cmd))
}

// open starts the program and waits for its whole window.
func (p *program) open(ctx context.Context, screen *stage.Display) (seen, *exec.Cmd, error) {
	w, err := watchScreen(screen)
	if err != nil {
		return seen{}, nil, err
	}
	defer w.close()
	cmd := exec.CommandContext(ctx, p.path)
	cmd.Dir = p.home
	cmd.Env = append(stage.Private(p.home), screen.Env()...)
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return seen{}, nil, err
	}
	s, err := w.wait(ctx, begun)
	if err != nil {
		return s, cmd, err
	}
	s.work, err = spent(cmd.Process.Pid)
	return s, cmd, err
}

// end ends a program as a session does that is being closed.
func end(cmd *exec.Cmd) error {
	if cmd == nil || cmd.Process == nil {
		return nil
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	patience := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	defer patience.Stop()
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) { // a signal is an exit, too
		return err
	}
	return nil
}

// settle is when memory is read again and idling begins.
const settle = 30 * time.Second

// rest starts the program once more and leaves it alone.
func (p *program) rest(ctx context.Context, screen *stage.Display, idle time.Duration) error {
	if idle <= 0 {
		return nil
	}
	_, cmd, err := p.open(ctx, screen)
	if err == nil {
		err = p.watch(ctx, cmd.Process.Pid, idle)
	}
	return errors.Join(err, end(cmd))
}

func (p *program) watch(ctx context.Context, pid int, idle time.Duration) error {
	var errs [6]error
	p.loaded, errs[0] = stage.Loaded(pid)
	p.early, errs[1] = resident(pid)
	errs[2] = pause(ctx, settle)
	p.late, errs[3] = resident(pid)
	before, err := spent(pid)
	begun := time.Now()
	errs[4] = pause(ctx, idle)
	after, err2 := spent(pid)
	errs[5] = errors.Join(err, err2)
	p.idle = 100 * (after - before).Seconds() / time.Since(begun).Seconds()
	return errors.Join(errs[:]...)
}

// spent and resident are of a program and its helpers together.
func spent(pid int) (time.Duration, error) { return sum(pid, stage.Spent) }

func resident(pid int) (int, error) { return sum(pid, stage.Resident) }

func sum[T int | time.Duration](pid int, one func(int) (T, error)) (all T, err error) {
	for _, member := range stage.Family(pid) {
		n, err2 := one(member)
		if errors.Is(err2, os.ErrNotExist) && member != pid { // has just ended
			continue
		}
		all, err = all+n, errors.Join(err, err2)
	}
	return all, err
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// middle is the median, in milliseconds.
func middle(d []time.Duration) int64 {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return d[len(d)/2].Milliseconds()
}
