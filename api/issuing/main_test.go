package issuing_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"billkey/api"
	"billkey/api/card"
	"billkey/api/issuing"
	"billkey/api/ledger"
)

// The test binary is also the desk's own process, for the tests that kill it or start two: it then has these set.
const (
	childServer = "BILLKEY_TEST_SERVER"
	childLedger = "BILLKEY_TEST_LEDGER"
	childCard   = "BILLKEY_TEST_CARD" // the number of an invented card
)

func TestMain(m *testing.M) {
	if os.Getenv(childServer) != "" {
		os.Exit(childMain())
	}
	os.Exit(m.Run())
}

// childMain looks the uid up, confirms what is there, says ready, waits for a line, issues, and says how it ended.
func childMain() int {
	if err := childIssue(context.Background()); err != nil {
		fmt.Println("refused", err)
		return 1
	}
	return 0
}

func childIssue(ctx context.Context) error {
	l, err := ledger.Open(ctx, os.Getenv(childLedger))
	if err != nil {
		return err
	}
	c, err := api.New(api.Config{BaseURL: os.Getenv(childServer), Keys: practiceKeys})
	if err != nil {
		return err
	}
	d := issuing.New(c, announcer{l}, practice)
	look, err := d.LookUp(ctx, uid)
	if err != nil {
		return err
	}
	o := issuing.Order{UID: uid, Card: card.Fake(os.Getenv(childCard))}
	if look.Used() {
		o.Confirmation, _ = d.Confirm(look, card.LastFour(look.Key.Masked))
	}
	fmt.Println("ready")
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	r, err := d.Issue(ctx, o)
	if err != nil {
		return err
	}
	fmt.Println("ended", r.State)
	return nil
}

// announcer says when an order is in the ledger.
type announcer struct{ *ledger.Ledger }

func (a announcer) Begin(ctx context.Context, t ledger.Attempt) (int64, error) {
	id, err := a.Ledger.Begin(ctx, t)
	if err == nil {
		fmt.Println("begun")
	}
	return id, err
}

// child is a desk in a process of its own.
type child struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func startChild(t *testing.T, server, path, pan string) *child {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childServer+"="+server, childLedger+"="+path, childCard+"="+pan)
	cmd.Stderr = os.Stderr
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
	c := &child{t: t, cmd: cmd, in: in, out: bufio.NewScanner(out)}
	t.Cleanup(c.kill)
	c.expect("ready")
	return c
}

// says is the next line of the child; "" when it has ended.
func (c *child) says() string {
	if c.out.Scan() {
		return c.out.Text()
	}
	return ""
}

func (c *child) expect(line string) {
	c.t.Helper()
	if got := c.says(); got != line {
		c.t.Fatalf("child says %q, want %q", got, line)
	}
}

func (c *child) press() { _, _ = io.WriteString(c.in, "go\n") }

// kill is SIGKILL; it returns when the process is gone.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

// lastLine reads until the child ends.
func (c *child) lastLine() (last string) {
	for line := c.says(); line != ""; line = c.says() {
		last = line
	}
	return last
}
