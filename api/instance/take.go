package instance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"time"

	"billkey/api/filelock"
)

// ErrForward tells that the folder's window is open already and has come forward: this start has nothing left to do.
var ErrForward = errors.New("instance: the window is open already and has come forward")

// TakenError tells that another process holds the folder and its window did not come forward in time.
type TakenError struct {
	PID     int    // of that process; 0 where it has not said
	Host    string // its computer; "" where it has not said
	Closing bool   // it said that its window was closed and an order is still awaited
	Opening bool   // it said that its window has not appeared yet: a back-up is restored, or a ledger brought up to date
}

// Error is for logs.
func (e *TakenError) Error() string {
	switch {
	case e.Closing:
		return fmt.Sprintf("instance: process %d on %q is still closing", e.PID, e.Host)
	case e.Opening:
		return fmt.Sprintf("instance: process %d on %q is still opening", e.PID, e.Host)
	}
	return fmt.Sprintf("instance: process %d on %q holds the folder and does not answer", e.PID, e.Host)
}

// pause is how long a start waits between two tries.
const pause = 20 * time.Millisecond

// Take makes this process the one with the window of a folder, or has the one that is come forward: that is ErrForward.
// It tries until ctx ends; then the error is a [*TakenError]. Any other error tells that the folder cannot be locked.
func Take(ctx context.Context, dir string) (*Seat, error) {
	taken := &TakenError{}
	for {
		release, held, err := filelock.Try(filepath.Join(dir, lockName))
		switch {
		case err != nil:
			return nil, fmt.Errorf("instance: %w", err)
		case !held:
			return sit(dir, release), nil
		}
		n := readNote(filepath.Join(dir, noteName))
		answer := call(ctx, n)
		if answer == answerForward {
			return nil, ErrForward
		}
		taken.PID, taken.Host = n.PID, n.Host
		if answer != "" { // a busy one may be silent in between
			taken.Closing, taken.Opening = answer == answerClosing, answer == answerOpening
		}
		select {
		case <-ctx.Done():
			return nil, taken
		case <-time.After(pause):
		}
	}
}

// call asks the process that holds the lock for its window; "" is no answer.
func call(ctx context.Context, n note) string {
	if n.Address == "" {
		return ""
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", n.Address)
	if err != nil {
		return ""
	}
	defer func() { _ = conn.Close() }()
	if until, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(until)
	}
	letForward(n.PID)
	if _, err := io.WriteString(conn, n.Token); err != nil {
		return ""
	}
	answer, _ := io.ReadAll(io.LimitReader(conn, int64(len(answerForward))))
	return string(answer)
}
