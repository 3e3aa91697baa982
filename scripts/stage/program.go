package stage

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// patience is how long one step may take. It is long, because it only ever ends a tour that has failed.
const patience = 60 * time.Second

// Event is one line of the program's log.
type Event map[string]any

// Name is what happened.
func (e Event) Name() string { name, _ := e["msg"].(string); return name }

// At is when.
func (e Event) At() time.Time {
	text, _ := e["time"].(string)
	at, _ := time.Parse(time.RFC3339Nano, text)
	return at
}

// Is tells whether the event has this name and these values.
func (e Event) Is(name string, pairs ...any) bool {
	if e.Name() != name {
		return false
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if key, ok := pairs[i].(string); !ok || fmt.Sprint(e[key]) != fmt.Sprint(pairs[i+1]) {
			return false
		}
	}
	return true
}

// Program is the running window.
type Program struct {
	// Seen are the events waited through so far, oldest first.
	Seen []Event
	// Said is everything it wrote to standard error, for the search for what must not be there.
	Said strings.Builder

	cmd    *exec.Cmd
	lines  chan string
	window string
	screen *Display
}

// StartProgram starts binary with its log on standard error, which is how the stage knows when to go on.
func StartProgram(screen *Display, env []string, binary string, args ...string) (*Program, error) {
	cmd := exec.Command(binary, append(args, "-log", "-")...)
	cmd.Env = append(env[:len(env):len(env)], screen.Env()...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &Program{cmd: cmd, lines: make(chan string, 1024), screen: screen}
	go read(stderr, p.lines)
	return p, nil
}

func read(from io.Reader, to chan<- string) {
	defer close(to)
	for s := bufio.NewScanner(from); s.Scan(); {
		to <- s.Text()
	}
}

// PID is the process.
func (p *Program) PID() int { return p.cmd.Process.Pid }

// ErrThread is what the toolkit complains of when a widget is touched off its thread.
var ErrThread = errors.New("the window was touched off its thread")

// Await waits for the next event with this name and these values.
func (p *Program) Await(ctx context.Context, name string, pairs ...any) (Event, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		e, err := p.next(ctx)
		if err != nil {
			return nil, fmt.Errorf("waiting for %s %v: %w\n%s", name, pairs, err, p.tail())
		}
		if e.Is(name, pairs...) {
			return e, nil
		}
	}
}

// next is the next event. Lines that are none are kept in Said.
func (p *Program) next(ctx context.Context) (Event, error) {
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case line, open := <-p.lines:
			if !open {
				return nil, io.ErrUnexpectedEOF
			}
			if e, ok := p.note(line); ok {
				return e, nil
			}
			if strings.Contains(line, "Error in Fyne call thread") {
				return nil, ErrThread
			}
		}
	}
}

func (p *Program) note(line string) (Event, bool) {
	p.Said.WriteString(line + "\n")
	var e Event
	if json.Unmarshal([]byte(line), &e) != nil {
		return nil, false
	}
	p.Seen = append(p.Seen, e)
	return e, true
}

// tail is the end of what it wrote, for an error.
func (p *Program) tail() string {
	lines := strings.Split(strings.TrimSpace(p.Said.String()), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}

// Between counts the events with a name after the last one named from.
func (p *Program) Between(from, name string) int {
	n := 0
	for i := len(p.Seen) - 1; i >= 0 && p.Seen[i].Name() != from; i-- {
		if p.Seen[i].Name() == name {
			n++
		}
	}
	return n
}

// Apart is the time from the last event of one name to the last one of another.
func (p *Program) Apart(from, to string) time.Duration {
	return p.last(to).At().Sub(p.last(from).At())
}

func (p *Program) last(name string) Event {
	for _, e := range slices.Backward(p.Seen) {
		if e.Name() == name {
			return e
		}
	}
	return nil
}

// Close closes the window as its close button does and waits for the end of the process.
func (p *Program) Close(ctx context.Context) error { return p.shut(ctx, "closed") }

// leave is Close for the small window of a start.
func (p *Program) leave(ctx context.Context) error { return p.shut(ctx, "start_left") }

// shut closes the window and waits for an event, and for the end of the process.
func (p *Program) shut(ctx context.Context, event string) error {
	var window uint32
	if _, err := fmt.Sscan(p.window, &window); err != nil {
		return fmt.Errorf("window %q: %w", p.window, err)
	}
	if err := closeWindow(p.screen.Name, window); err != nil {
		return err
	}
	if _, err := p.Await(ctx, event); err != nil {
		return err
	}
	return p.end(ctx)
}

// end waits for the end of the log, then of the process.
func (p *Program) end(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		_, err := p.next(ctx)
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			return p.cmd.Wait()
		case err != nil:
			return err
		}
	}
}

// Kill ends a process that a failed story left behind; after Close it does nothing.
func (p *Program) Kill() {
	if p.cmd.ProcessState == nil {
		_ = p.cmd.Process.Signal(syscall.SIGKILL)
		_ = p.cmd.Wait()
	}
}
