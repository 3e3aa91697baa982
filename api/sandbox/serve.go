package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"net"
	"net/http"
	"time"
)

// ErrNotLoopback is returned by [Serve] for an address that other machines could reach.
var ErrNotLoopback = errors.New("sandbox: listens on loopback addresses only")

// shutdownGrace is how long requests in flight may take once ctx has ended.
const shutdownGrace = 2 * time.Second

// Serve serves s over HTTP on a loopback address ("127.0.0.1:0" picks a free port) until ctx ends. It returns the address it
// listens on and a function that waits for the end; nil from it is an orderly end.
func Serve(ctx context.Context, addr string, s *Server) (actualAddr string, wait func() error, err error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return "", nil, fmt.Errorf("sandbox: listen address: %w", err)
	}
	if host == "" || !loopbackHost(host) {
		return "", nil, fmt.Errorf("%w: %s", ErrNotLoopback, addr)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return "", nil, fmt.Errorf("sandbox: listen: %w", err)
	}
	srv := &http.Server{
		Handler: s, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog: stdlog.New(io.Discard, "", 0), // played faults would fill it
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	stopped := make(chan error, 1)
	go func() { stopped <- stop(ctx, srv, ended) }()
	return l.Addr().String(), func() error { err := <-stopped; stopped <- err; return err }, nil
}

// stop waits for the end of ctx or of the server, and lets requests in flight finish.
func stop(ctx context.Context, srv *http.Server, ended <-chan error) error {
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if srv.Shutdown(grace) != nil {
		_ = srv.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
