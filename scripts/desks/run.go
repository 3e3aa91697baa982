//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"billkey/api/ledger"
	"billkey/api/ledger/pgtest"
	"billkey/scripts/stage"
)

// plan is one row of the table.
type plan struct {
	desks, orders int           // orders of each desk
	pace          time.Duration // 0 is without a rest
}

// process is another process of this program.
type process struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func start(ctx context.Context, role string, j job) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	what, err := json.Marshal(j) //nolint:gosec // the password of a server that only this program knows
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self) // #nosec G204 -- this program
	cmd.Env, cmd.Stderr = append(os.Environ(), roleVar+"="+role, jobVar+"="+string(what)), os.Stderr
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr, cmd.Start()); err != nil {
		return nil, err
	}
	return &process{cmd, in, bufio.NewReader(out)}, nil
}

func (p *process) line() (string, error) {
	text, err := p.out.ReadString('\n')
	return strings.TrimSpace(text), err
}

// end lets the process go, and waits for it.
func (p *process) end() {
	_ = p.in.Close()
	_ = p.cmd.Wait()
}

// run lets so many desks issue, in a database of their own, and compares.
func run(ctx context.Context, c *pgtest.Cluster, p plan) (o outcome, err error) {
	ctx, cancel := context.WithCancel(ctx) // ends what is left of the processes
	defer cancel()
	database := fmt.Sprintf("desks_%d_%d", p.desks, p.pace)
	if err := c.Exec("postgres", "CREATE DATABASE "+database); err != nil {
		return o, err
	}
	s := ledger.Server{Host: "127.0.0.1", Port: c.Port, Database: database, User: pgtest.User, TLS: ledger.TLSOff}
	box, err := start(ctx, roleSandbox, job{})
	if err != nil {
		return o, err
	}
	defer box.end()
	at, err := box.line()
	if err != nil {
		return o, err
	}
	o = outcome{plan: p}
	if err := o.issue(ctx, c, box, job{Server: s.String(), Password: c.Password, Sandbox: at}); err != nil {
		return o, err
	}
	s.Password = func(context.Context) (string, error) { return c.Password, nil }
	return o, o.compare(ctx, s, at)
}

// issue starts the desks, lets all go at once, and collects what they report.
func (o *outcome) issue(ctx context.Context, c *pgtest.Cluster, box *process, j job) error {
	var desks []*process
	for n := range o.desks {
		j.Number, j.Name, j.Orders, j.Pace = n, fmt.Sprint("창구 ", n), o.orders, o.pace
		d, err := start(ctx, roleDesk, j)
		if err != nil {
			return err
		}
		defer d.end()
		if said, err := d.line(); said != "ready" {
			return fmt.Errorf("desk %d: %s %w", n, said, err)
		}
		desks = append(desks, d)
	}
	database, err := databaseSpent(c)
	if err != nil {
		return err
	}
	served, began := spent(box), time.Now()
	for _, d := range desks {
		if _, err := d.in.Write([]byte{'\n'}); err != nil {
			return err
		}
	}
	for n, d := range desks {
		var r report
		said, err := d.line()
		if err == nil {
			err = json.Unmarshal([]byte(said), &r)
		}
		if err == nil && r.Err != "" {
			err = errors.New(r.Err)
		}
		if err != nil {
			return fmt.Errorf("desk %d: %w", n, err)
		}
		o.add(r)
	}
	o.took, o.sandboxCPU = time.Since(began), spent(box)-served
	o.load, _, _ = strings.Cut(stage.Load(), " ") // of the last minute
	after, err := databaseSpent(c)
	o.databaseCPU = after - database
	return err
}

func spent(p *process) time.Duration {
	d, _ := stage.Spent(p.cmd.Process.Pid) //nolint:errcheck // only a figure
	return d
}

// databaseSpent is the server's processor time: of its first process, of those that run, and of those that have ended.
func databaseSpent(c *pgtest.Cluster) (sum time.Duration, err error) {
	pid, err := c.PID()
	if err != nil {
		return 0, err
	}
	for _, p := range stage.Family(pid) {
		if d, err := stage.Spent(p); err == nil { // it may have ended
			sum += d
		}
	}
	ended, err := stage.SpentByEnded(pid)
	return sum + ended, err
}
