package instance

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// soon ends a start that is to be refused; long never ends one that is to be let in.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func long(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func mustTake(t *testing.T, dir string) *Seat {
	t.Helper()
	s, err := Take(long(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestLaterStartHasTheWindowComeForward(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var came atomic.Int32
	mustTake(t, dir).Serve(t.Context(), func(context.Context) bool { came.Add(1); return true })
	for n := range int32(3) {
		if s, err := Take(long(t), dir); s != nil || !errors.Is(err, ErrForward) {
			t.Fatalf("got %v %v", s, err)
		}
		if came.Load() != n+1 {
			t.Errorf("came forward %d times", came.Load())
		}
	}
}

// comes is a window that comes forward.
func comes(context.Context) bool { return true }

// A start while the window is being made waits for it, and learns that it takes long.
func TestStartWhileTheWindowIsBeingMadeWaits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := mustTake(t, dir)
	ctx, cancel := context.WithTimeout(t.Context(), 50*pause)
	defer cancel()
	var taken *TakenError
	if _, err := Take(ctx, dir); !errors.As(err, &taken) || !taken.Opening || taken.Closing {
		t.Errorf("got %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := Take(long(t), dir)
		done <- err
	}()
	first.Serve(t.Context(), comes)
	if err := <-done; !errors.Is(err, ErrForward) {
		t.Errorf("got %v", err)
	}
}

func TestWindowThatDoesNotAnswerIsNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gone := make(chan struct{})
	mustTake(t, dir).Serve(t.Context(), func(ctx context.Context) bool { <-gone; return false })
	t.Cleanup(func() { close(gone) })
	_, err := Take(soon(t), dir)
	var taken *TakenError
	host, _ := os.Hostname()
	if !errors.As(err, &taken) || *taken != (TakenError{PID: os.Getpid(), Host: host}) {
		t.Errorf("got %v", err)
	}
}

func TestWindowThatIsClosingIsWaitedFor(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx, closeWindow := context.WithCancel(t.Context())
	first := mustTake(t, dir)
	first.Serve(ctx, func(context.Context) bool { return true })
	closeWindow()
	_, err := Take(soon(t), dir)
	var taken *TakenError
	if !errors.As(err, &taken) || !taken.Closing {
		t.Errorf("got %v", err)
	}
	time.AfterFunc(100*time.Millisecond, first.Close)
	mustTake(t, dir)
}

func TestWindowThatClosesWhileItIsAskedIsNotWaitedForInVain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx, closeWindow := context.WithCancel(t.Context())
	mustTake(t, dir).Serve(ctx, func(asked context.Context) bool { closeWindow(); <-asked.Done(); return false })
	var taken *TakenError
	if _, err := Take(soon(t), dir); !errors.As(err, &taken) || !taken.Closing {
		t.Errorf("got %v", err)
	}
}

func TestFoldersStandSideBySide(t *testing.T) {
	t.Parallel()
	mustTake(t, t.TempDir())
	mustTake(t, t.TempDir())
	long := filepath.Join(t.TempDir(), strings.Repeat("긴 이름", 20), strings.Repeat("x", 200))
	if err := os.MkdirAll(long, 0o700); err != nil {
		t.Fatal(err)
	}
	mustTake(t, long).Serve(t.Context(), comes) // longer than the name of a socket may be
	if _, err := Take(t.Context(), long); !errors.Is(err, ErrForward) {
		t.Errorf("got %v", err)
	}
}

func TestFolderIsTheSameByAnyName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	other := filepath.Join(t.TempDir(), "other")
	if err := os.Symlink(dir, other); err != nil {
		t.Skip(err)
	}
	mustTake(t, dir).Serve(t.Context(), comes)
	if _, err := Take(long(t), other); !errors.Is(err, ErrForward) {
		t.Errorf("got %v", err)
	}
}

func TestOfManyStartsAtOnceOneHasTheWindow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var all sync.WaitGroup
	var seats, forward atomic.Int32
	for range 20 {
		all.Go(func() {
			s, err := Take(long(t), dir)
			switch {
			case err == nil:
				seats.Add(1)
				s.Serve(t.Context(), comes)
				t.Cleanup(s.Close)
			case errors.Is(err, ErrForward):
				forward.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if seats.Load() != 1 || forward.Load() != 19 {
		t.Errorf("%d have the window, %d had it come forward", seats.Load(), forward.Load())
	}
}

func TestNobodyElseCanCallTheWindow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mustTake(t, dir).Serve(t.Context(), func(context.Context) bool { t.Error("came forward"); return true })
	path := filepath.Join(dir, noteName)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	n := readNote(path)
	for _, token := range []string{strings.Repeat("A", len(n.Token)), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", strings.ToLower(n.Token)} {
		n.Token = token
		if answer := call(long(t), n); answer != "" {
			t.Errorf("%q was answered %q", token, answer)
		}
	}
}

// TestNoteOfADeadProcessIsNotTrusted has a stranger listen where the note of a dead process points.
func TestNoteOfADeadProcessIsNotTrusted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stranger, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stranger.Close() })
	go func() {
		for c, err := stranger.Accept(); err == nil; c, err = stranger.Accept() {
			t.Error("the stranger was asked")
			_, _ = io.WriteString(c, answerForward)
			_ = c.Close()
		}
	}()
	if err := newNote(stranger.Addr().String()).write(filepath.Join(dir, noteName)); err != nil {
		t.Fatal(err)
	}
	mustTake(t, dir).Serve(t.Context(), comes)
	if _, err := Take(long(t), dir); !errors.Is(err, ErrForward) {
		t.Errorf("got %v", err)
	}
}

func TestSeatThatIsGivenUpLeavesNoNote(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Take(long(t), dir)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if n := readNote(filepath.Join(dir, noteName)); n != (note{}) {
		t.Errorf("left: %+v", n.Address)
	}
	mustTake(t, dir)
	s.Close() // once more
	if n := readNote(filepath.Join(dir, noteName)); n == (note{}) {
		t.Error("the next one's note was taken away")
	}
}

func TestFolderThatIsNotThereIsNoTakenOne(t *testing.T) {
	t.Parallel()
	_, err := Take(long(t), filepath.Join(t.TempDir(), "none"))
	var taken *TakenError
	if !errors.Is(err, os.ErrNotExist) || errors.As(err, &taken) {
		t.Errorf("got %v", err)
	}
}
