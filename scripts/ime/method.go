//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// method is a running input method with a message bus of its own.
type method struct {
	ctx       context.Context
	env       []string // for the programs that use it
	all       []string
	bus, ibus *exec.Cmd
}

func startMethod(ctx context.Context, env []string) (*method, error) {
	m := &method{ctx: ctx, bus: exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")}
	m.bus.Env = env
	out, err := m.bus.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := m.bus.Start(); err != nil {
		return nil, fmt.Errorf("message bus: %w", err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		m.stop()
		return nil, fmt.Errorf("message bus: %w", err)
	}
	m.env = []string{"DBUS_SESSION_BUS_ADDRESS=" + strings.TrimSpace(address), "XMODIFIERS=@im=ibus"}
	m.all = append(env[:len(env):len(env)], m.env...)
	m.ibus = exec.Command("ibus-daemon", "--xim", "--panel=disable", "--emoji-extension=disable")
	m.ibus.Env = m.all
	m.ibus.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its helpers end with it
	if err := m.ibus.Start(); err != nil {
		m.stop()
		return nil, fmt.Errorf("input method: %w", err)
	}
	return m, m.engine()
}

// engine chooses Hangul, as soon as the daemon takes the choice.
func (m *method) engine() error {
	var out []byte
	var err error
	for range 50 {
		cmd := exec.CommandContext(m.ctx, "ibus", "engine", "hangul")
		cmd.Env = m.all
		if out, err = cmd.CombinedOutput(); err == nil {
			return nil
		}
		time.Sleep(200 * time.Millisecond)
	}
	return fmt.Errorf("ibus engine hangul: %w: %s", err, out)
}

func (m *method) stop() {
	if m.ibus != nil && m.ibus.Process != nil {
		_ = syscall.Kill(-m.ibus.Process.Pid, syscall.SIGTERM)
		_ = m.ibus.Wait()
	}
	_ = m.bus.Process.Kill()
	_ = m.bus.Wait()
}
