package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Start starts a stopped cluster, on the port it had, and waits until it answers.
func (c *Cluster) Start() error {
	cmd := c.command("postgres", "-D", c.data())
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = log, log
	started := make(chan error)
	c.ended = make(chan error, 1)
	go func(ended chan<- error) { run(cmd, started, ended); _ = log.Close() }(c.ended)
	if err := <-started; err != nil {
		return err
	}
	return c.await()
}

const patience = 60 * time.Second

// await asks until the server answers; a crashed one recovers first.
func (c *Cluster) await() error {
	for limit := time.Now().Add(patience); ; {
		err := c.Exec("postgres", "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case end := <-c.ended:
			said, _ := os.ReadFile(filepath.Join(c.dir, "log"))
			return fmt.Errorf("postgres ended: %w\n%s", end, said)
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(limit) {
			return err
		}
	}
}

// Crash ends the server as a power cut would: nothing is written any more, and the next start recovers.
func (c *Cluster) Crash() error { return c.stop(immediately) }

// Stop ends the server in order, cutting all connections.
func (c *Cluster) Stop() error { return c.stop(quickly) }

// Again waits until the server has ended by itself or recovered by itself, and starts it where it has ended.
func (c *Cluster) Again() error {
	for limit := time.Now().Add(patience); ; {
		select {
		case <-c.ended: //nolint:errcheck // how it ended is what the caller brought about
			return c.Start()
		case <-time.After(20 * time.Millisecond):
		}
		err := c.Exec("postgres", "SELECT 1")
		if err == nil {
			return nil
		}
		if time.Now().After(limit) {
			return err
		}
	}
}

func (c *Cluster) stop(how os.Signal) error {
	n, err := c.PID()
	if err != nil {
		return err
	}
	process, err := os.FindProcess(n)
	if err == nil {
		err = process.Signal(how)
	}
	if err == nil {
		<-c.ended //nolint:errcheck // however it ended: it was told to
	}
	return err
}

// PID is the server's first process, which starts one for each connection.
func (c *Cluster) PID() (int, error) {
	b, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(b), "\n")
	return strconv.Atoi(first)
}

// Remove ends the server, and takes its files away unless they are to be kept.
func (c *Cluster) Remove() {
	if c.keep {
		_ = c.Stop()
		return
	}
	_ = c.stop(immediately)
	_ = os.RemoveAll(c.dir)
}
