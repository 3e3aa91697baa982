package instance

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Names inside the data folder.
const (
	lockName = "window.lock"
	noteName = "window.json"
)

// Answers to a start that asked for the window.
const (
	answerForward = "forward\n" // it has come forward
	answerOpening = "opening\n" // it is about to appear
	answerClosing = "closing\n" // it has been closed, and the process ends as soon as its last order has
)

// talkLimit is how long one exchange may take. It is longer than any caller waits, so that it only ever ends a stranger's.
const talkLimit = 10 * time.Second

// Seat is the right to show the window of a data folder. Its methods may be called from any goroutine.
type Seat struct {
	release  func()
	listener net.Listener
	notePath string
	token    string
	once     sync.Once

	mu      sync.Mutex
	forward func(ctx context.Context) bool
}

// sit makes a lock a seat: it listens, and says where. A seat that cannot listen holds its lock all the same.
func sit(dir string, release func()) *Seat {
	s := &Seat{release: release, notePath: filepath.Join(dir, noteName)}
	_ = os.Remove(s.notePath) //nolint:gosec // our own file, of a process that died
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return s
	}
	n := newNote(l.Addr().String())
	s.listener, s.token = l, n.Token
	if n.write(s.notePath) != nil {
		_ = l.Close()
		return s
	}
	go s.serve()
	return s
}

// Serve lets later starts have the window until ctx ends: forward brings it to the front, and returns when that is done or
// its ctx has ended; false tells that it was not done. Before Serve a window is about to appear, which a
// later start is told, and waits for.
func (s *Seat) Serve(ctx context.Context, forward func(ctx context.Context) bool) {
	s.set(func(asked context.Context) bool {
		if ctx.Err() != nil {
			return false
		}
		asked, cancel := context.WithCancel(asked)
		defer cancel()
		defer context.AfterFunc(ctx, cancel)()
		return forward(asked)
	})
}

func (s *Seat) set(forward func(context.Context) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forward = forward
}

func (s *Seat) ask(ctx context.Context) (answer string) {
	s.mu.Lock()
	forward := s.forward
	s.mu.Unlock()
	switch {
	case forward == nil:
		return answerOpening
	case forward(ctx):
		return answerForward
	}
	return answerClosing
}

// Close gives the folder free for the next start. A second time it does nothing: the note may be the next one's by then.
func (s *Seat) Close() { s.once.Do(s.close) }

func (s *Seat) close() {
	if s.listener != nil {
		_ = s.listener.Close()
	}
	_ = os.Remove(s.notePath) //nolint:gosec // our own file
	s.release()
}

func (s *Seat) serve() {
	for {
		conn, err := s.listener.Accept()
		switch {
		case err == nil:
			go s.talk(conn)
		case errors.Is(err, net.ErrClosed):
			return
		default: // such as no file left to open
			time.Sleep(pause)
		}
	}
}

// talk answers whoever knows the password; anybody else hears nothing.
func (s *Seat) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), talkLimit)
	defer cancel()
	_ = conn.SetDeadline(time.Now().Add(talkLimit))
	said := make([]byte, len(s.token))
	if _, err := io.ReadFull(conn, said); err != nil || subtle.ConstantTimeCompare(said, []byte(s.token)) != 1 {
		return
	}
	_, _ = io.WriteString(conn, s.ask(ctx))
}
