package ledger

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"billkey/api/ledger/pgtest"
)

// isChild is set for [TestChildProcess], which is no test but the other process of the tests below. Its ledger lies in
// its working folder.
const isChild = "BILLKEY_TEST_CHILD"

// TestChildProcess obeys lines from stdin: "begin UID", "settle ID", "loop", "archive PATH" and "copy PATH" (in small
// batches). It answers each with one line, loop with one for every step, copy with one for every batch.
func TestChildProcess(t *testing.T) {
	if os.Getenv(isChild) == "" {
		return // it is started by the tests below
	}
	l, err := openInChild(t.Context())
	if err != nil {
		fmt.Println("cannot open:", err)
		return
	}
	fmt.Println("ready")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		verb, what, _ := strings.Cut(in.Text(), " ")
		switch verb {
		case "begin":
			id, err := l.Begin(t.Context(), attempt(what, nine))
			fmt.Println(answer(id, err))
		case "settle":
			id, _ := strconv.ParseInt(what, 10, 64)
			fmt.Println(answer(id, l.Settle(t.Context(), id, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine})))
		case "archive":
			leavingAtOnce, breath = 20, time.Millisecond
			a, err := l.(*Ledger).Archive(t.Context(), ArchiveOrder{Before: nine, Path: what, Operator: "kim"})
			fmt.Println(answer(int64(a.Left), err))
		case "copy":
			copyAtOnce = 3
			fmt.Println(answer(0, copyInChild(t.Context(), what, l)))
		case "loop":
			for i := 0; ; i++ {
				id, err := l.Begin(t.Context(), attempt(fmt.Sprint("loop_", i), nine))
				fmt.Println(answer(id, err))
				fmt.Println(answer(id, l.Settle(t.Context(), id, Outcome{State: Declined, At: nine})))
			}
		}
	}
	_ = l.Close()
}

func copyInChild(ctx context.Context, from string, to Store) error {
	s, err := OpenSource(ctx, from)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	_, err = Copy(ctx, s, to, CopyOptions{Progress: func(phase CopyPhase, _, _ int) { fmt.Println(phase) }})
	return err
}

func answer(id int64, err error) string {
	var open *OpenOrderError
	switch {
	case errors.As(err, &open):
		return "open"
	case err != nil:
		return "failed: " + err.Error()
	}
	return strconv.FormatInt(id, 10)
}

// childServer and childPassword name the server of a child whose ledger lies on one.
const childServer, childPassword = "BILLKEY_TEST_SERVER", "BILLKEY_TEST_PASSWORD"

func openInChild(ctx context.Context) (anyLedger, error) {
	where := os.Getenv(childServer)
	if where == "" {
		return Open(ctx, ledgerName)
	}
	s, err := ParseServer(where)
	if err != nil {
		return nil, err
	}
	s.Password = func(context.Context) (string, error) { return os.Getenv(childPassword), nil }
	return OpenShared(ctx, s)
}

// place is where a ledger lies that several processes have open.
type place struct {
	path   string
	server Server
}

// newPlace has no ledger yet.
func newPlace(t *testing.T) place {
	t.Helper()
	if isOnServer(t) {
		c := pgtest.Shared(t)
		return place{server: serverAt(c, c.Database(t, ""))}
	}
	return place{path: newPath(t)}
}

func (p place) open(t *testing.T) anyLedger {
	t.Helper()
	if p.path == "" {
		return openServer(t, p.server)
	}
	return openAt(t, p.path)
}

// child is another process on the same ledger.
type child struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func startChild(t *testing.T, p place) *child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, cmd: exec.CommandContext(context.WithoutCancel(t.Context()), self, "-test.run=^TestChildProcess$")}
	c.cmd.Env = append(os.Environ(), isChild+"=1")
	if p.path == "" {
		password, err := p.server.Password(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c.cmd.Env = append(c.cmd.Env, childServer+"="+p.server.String(), childPassword+"="+password)
	} else {
		c.cmd.Dir = filepath.Dir(p.path)
	}
	c.cmd.Stderr = os.Stderr
	in, inErr := c.cmd.StdinPipe()
	out, outErr := c.cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr, c.cmd.Start()); err != nil {
		t.Fatal(err)
	}
	c.in, c.out = in, bufio.NewScanner(out)
	t.Cleanup(c.kill)
	return c
}

func (c *child) say(line string) {
	if _, err := fmt.Fprintln(c.in, line); err != nil {
		c.t.Errorf("child is gone: %v", err)
	}
}

func (c *child) hear() string {
	c.out.Scan()
	return c.out.Text()
}

// kill is SIGKILL where there are signals: nothing of the child's runs after it.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

func TestBegunAttemptSurvivesTheKilledProcess(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		where := newPlace(t)
		c := startChild(t, where)
		c.hear()
		c.say("begin a")
		id, err := strconv.ParseInt(c.hear(), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		c.kill()
		l := where.open(t)
		if e := read(t, l, id); e.State != Pending || e.CustomerUID != "a" || e.Masked != cardA {
			t.Errorf("after the kill: %+v", e)
		}
		open, err := l.Unsettled(t.Context(), "")
		if err != nil || len(open) != 1 {
			t.Errorf("unsettled %v, %v", open, err)
		}
		settled(t, l, id, Outcome{State: Issued, Key: keyOf(cardA, nine, nine), At: nine, How: HowStart})
	})
}

func TestNothingAcknowledgedIsLostByKills(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		where := newPlace(t)
		for round := range 5 {
			c := startChild(t, where)
			if got := c.hear(); got != "ready" {
				t.Fatal(got)
			}
			c.say("loop")
			var last string
			for range 3 + 4*round { // an odd number: the last one heard is a Begin
				last = c.hear()
			}
			c.kill()
			id, err := strconv.ParseInt(last, 10, 64)
			if err != nil {
				t.Fatalf("heard %q", last)
			}
			l := where.open(t)
			if e := read(t, l, id); e.State != Pending && e.State != Declined {
				t.Errorf("%+v", e)
			}
			for _, e := range list(t, l, Query{Limit: maxLimit}) {
				if e.ID < id && e.State != Declined && e.State != NotIssued {
					t.Errorf("settled entry %d is %s again", e.ID, e.State)
				}
				if e.State.Open() {
					settled(t, l, e.ID, Outcome{State: NotIssued, At: nine})
				}
			}
			if err := errors.Join(l.Check(t.Context()), l.Close()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestOfTwoProcessesOneBegins(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		where := newPlace(t)
		desks := []*child{startChild(t, where), startChild(t, where)} // the ledger is new: they race to make it, too
		for _, c := range desks {
			if got := c.hear(); got != "ready" {
				t.Fatal(got)
			}
		}
		for round := range 25 {
			for _, c := range desks {
				c.say("begin uid_" + strconv.Itoa(round))
			}
			answers := []string{desks[0].hear(), desks[1].hear()}
			slices.Sort(answers)
			if _, err := strconv.Atoi(answers[0]); err != nil || answers[1] != "open" {
				t.Fatalf("round %d: %q", round, answers)
			}
		}
	})
}

func TestVersionNoticesOwnAndOtherWrites(t *testing.T) {
	onBoth(t, func(t *testing.T) {
		where := newPlace(t)
		l := where.open(t)
		c := startChild(t, where)
		c.hear()
		version := func() int64 {
			v, err := l.Version(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		before := version()
		if version() != before {
			t.Error("changed without a write")
		}
		id := begun(t, l, attempt("ours", nine))
		own := version()
		if own == before {
			t.Error("our own write went unnoticed")
		}
		if _, err := l.Begin(t.Context(), attempt("ours", nine)); err == nil || version() != own {
			t.Error("changed by an order that was refused")
		}
		c.say("begin theirs")
		c.hear()
		other := version()
		if other == own {
			t.Error("another process's write went unnoticed")
		}
		c.say("settle " + strconv.FormatInt(id, 10))
		c.hear()
		if version() == other {
			t.Error("another process's settling went unnoticed")
		}
		if e := read(t, l, id); e.State != Issued {
			t.Errorf("what the other process wrote is not seen: %s", e.State)
		}
		list(t, l, Query{})
		if _, err := l.Counts(t.Context(), time.Time{}); err != nil {
			t.Error(err)
		}
		if after := version(); after != version() {
			t.Error("changed by reading")
		}
	})
}
