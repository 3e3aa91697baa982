package owner

import (
	"bufio"
	"context"
	"errors"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// polkit is a stand-in on a bus of the test's own, which answers as polkit does.
type polkit struct {
	mu        sync.Mutex
	quiet     answer // without asking
	asked     answer
	err       *dbus.Error
	asking    func() // whoever is asked does this, and answers no more; nil answers
	questions []string
	cancelled chan string
	gone      chan struct{}
}

// CheckAuthorization is polkit's.
func (p *polkit) CheckAuthorization(me subject, what string, details map[string]string, flags uint32, mine string) (answer, *dbus.Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case me.Kind != "system-bus-name" || me.Details["name"].Value() == nil || what != action || len(details) > 0:
		return answer{}, dbus.MakeFailedError(errors.New("another question"))
	case p.err != nil:
		return answer{}, p.err
	case flags == withoutAsking:
		return p.quiet, nil
	}
	p.questions = append(p.questions, mine)
	if p.asking != nil {
		p.asking()
		p.mu.Unlock()
		<-p.gone
		p.mu.Lock()
	}
	return p.asked, nil
}

// CancelCheckAuthorization is polkit's.
func (p *polkit) CancelCheckAuthorization(mine string) *dbus.Error {
	p.cancelled <- mine
	return nil
}

// seen are the questions so far.
func (p *polkit) seen() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.questions
}

// challenge is what is said where somebody would have to be asked.
var challenge = answer{Challenge: true, Details: map[string]string{}}

// newBus is a system's bus of the test's own.
func newBus(t *testing.T) *dbus.Conn {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		t.Skip("dbus-daemon is not installed (package dbus)")
	}
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err := errors.Join(err, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	useBus(t, strings.TrimSpace(address))
	bus, err := dbus.Connect(systemBus)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	return bus
}

func useBus(t *testing.T, address string) {
	t.Helper()
	was := systemBus
	systemBus = address
	t.Cleanup(func() { systemBus = was })
}

// Whoever starts the program does not choose who answers.
func TestTheEnvironmentNamesNoOtherBus(t *testing.T) {
	p := &polkit{quiet: challenge, asked: answer{Authorized: true}}
	p.serve(t, newBus(t))
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", systemBus)
	useBus(t, "unix:path=/nowhere")
	if err := (System{}).Ask(t.Context(), 0, ""); !errors.Is(err, ErrNotOffered) || len(p.seen()) > 0 {
		t.Errorf("%v, asked %q", err, p.seen())
	}
}

func (p *polkit) serve(t *testing.T, bus *dbus.Conn) {
	t.Helper()
	p.cancelled, p.gone = make(chan string, 1), make(chan struct{})
	t.Cleanup(func() { close(p.gone) })
	err := bus.Export(p, authorityPath, authority+".Authority")
	reply, err2 := bus.RequestName(authority, dbus.NameFlagDoNotQueue)
	if err := errors.Join(err, err2); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(err, reply)
	}
	t.Cleanup(func() { _, _ = bus.ReleaseName(authority) })
}

// Nothing but an answer to a question that was asked opens: not what the system grants to everybody at the desk.
func TestOnlyWhoAnsweredIsSeen(t *testing.T) {
	bus := newBus(t)
	for name, c := range map[string]struct {
		polkit  *polkit
		offered bool
		reason  Reason // "": the owner was seen, or ErrNotOffered where it is not offered
		asked   int
	}{
		"answered":            {&polkit{quiet: challenge, asked: answer{Authorized: true}}, true, "", 1},
		"dismissed":           {&polkit{quiet: challenge, asked: answer{Details: map[string]string{dismissed: "true"}}}, true, Cancelled, 1},
		"wrong password":      {&polkit{quiet: challenge}, true, Attempts, 1},
		"no agent":            {&polkit{quiet: challenge, asked: challenge}, true, Unable, 1},
		"granted without":     {&polkit{quiet: answer{Authorized: true}, asked: answer{Authorized: true}}, false, "", 0},
		"granted, would ask":  {&polkit{quiet: answer{Authorized: true, Challenge: true}}, false, "", 0},
		"refused by a rule":   {&polkit{asked: answer{Authorized: true}}, false, "", 0},
		"action is not known": {&polkit{err: dbus.NewError(authority+".Error.Failed", []any{"not registered"})}, false, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := c.polkit
			p.serve(t, bus)
			if got := (System{}).Offered(t.Context()); got != c.offered {
				t.Errorf("offered: %t", got)
			}
			err := (System{}).Ask(t.Context(), 0, "")
			var not *NotSeenError
			switch {
			case c.reason != "":
				if !errors.As(err, &not) || not.Reason != c.reason {
					t.Errorf("%v", err)
				}
			case c.offered && err != nil, !c.offered && !errors.Is(err, ErrNotOffered):
				t.Errorf("%v", err)
			}
			if got := p.seen(); len(got) != c.asked {
				t.Errorf("asked %d times", len(got))
			}
		})
	}
}

func TestWithoutPolkitNothingIsOffered(t *testing.T) {
	newBus(t)
	if (System{}).Offered(t.Context()) || !errors.Is((System{}).Ask(t.Context(), 0, ""), ErrNotOffered) {
		t.Error("offered without an authority")
	}
	useBus(t, "unix:path=/nowhere")
	if (System{}).Offered(t.Context()) || !errors.Is((System{}).Ask(t.Context(), 0, ""), ErrNotOffered) {
		t.Error("offered without a bus")
	}
}

// Whoever goes on by PIN takes the question away.
func TestAQuestionThatIsLeftGoesAway(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := &polkit{quiet: challenge, asking: cancel}
	p.serve(t, newBus(t))
	if err := (System{}).Ask(ctx, 0, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if got, asked := <-p.cancelled, p.seen(); len(asked) != 1 || got != asked[0] {
		t.Errorf("%q was taken away, %q asked", got, asked)
	}
}
