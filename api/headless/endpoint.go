package headless

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"billkey/api/credentials"
	"billkey/api/issuing"
)

const (
	// maxPost is the largest body taken, in bytes.
	maxPost = 16 << 10
	// postTime is how long a client may take for its headers and its body, each.
	postTime = 10 * time.Second
	// answerTime is how long one order may take: lookup, token, the POST and its repeat after a 401.
	answerTime = 150 * time.Second
	// lastOrder is how long the end of the program waits for orders in flight.
	lastOrder = 80 * time.Second
)

// endpoint answers the guide's route with a desk behind it.
type endpoint struct {
	desk     *issuing.Desk
	profile  credentials.Profile
	replace  bool
	words    words
	operator string
	trace    func(event string, pairs ...any)
	postTime time.Duration

	ended     context.Context // the end of the program
	following sync.WaitGroup
}

// runEndpoint serves the guide's route until ctx ends.
func runEndpoint(ctx context.Context, c *Command, stdout, stderr io.Writer) int {
	p, err := Open(ctx, c.Options)
	if err != nil {
		return fail(stderr, ExitNotReady, c.whyNotOpen(err))
	}
	defer func() { _ = p.Close() }()
	e, code, err := newEndpoint(ctx, p, c)
	if err != nil {
		return fail(stderr, code, err)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	say(stdout, fmt.Sprintf("http://%s%s", l.Addr(), routes[0]))
	say(stdout, e.words.t("endpoint.profile", "Profile", label(e.profile), "Environment", e.words.t("environment."+string(e.profile.Environment))))
	if err := e.serve(ctx, l); err != nil {
		return fail(stderr, ExitNotReady, err)
	}
	return ExitOK
}

// newEndpoint opens the desk; the code says how the program ends when it cannot.
func newEndpoint(ctx context.Context, p *Parts, c *Command) (*endpoint, int, error) {
	w := wordsFor(c.Options.language())
	profile, err := p.Choose()
	if err != nil {
		return nil, ExitUsage, err
	}
	if profile.ID == credentials.EnvID || c.Options.Channel != "" { // nobody has said whether it is live: its channel does
		if profile, err = p.settled(ctx, profile); err != nil {
			return nil, exitFor(err), errors.New(w.because(err))
		}
	}
	if profile.Environment == credentials.Live && c.Existing == "" {
		return nil, ExitUsage, errors.New(w.t("endpoint.live_existing"))
	}
	desk, err := p.Desk(profile)
	if err != nil {
		return nil, ExitNotReady, err
	}
	return &endpoint{
		desk: desk, profile: profile, replace: c.Existing == "replace", words: w, operator: Account(),
		trace: p.Trace, postTime: postTime, ended: ctx,
	}, ExitOK, nil
}

func exitFor(err error) int {
	var f *issuing.Failure
	if errors.As(err, &f) && f.Kind == issuing.Unreachable {
		return ExitUnreachable
	}
	return ExitNotReady
}

// serve answers on l until the program ends: then it stops listening and waits for the orders in flight.
func (e *endpoint) serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler: e, ReadHeaderTimeout: e.postTime, WriteTimeout: answerTime, MaxHeaderBytes: maxPost,
		// An order that has begun runs to its end.
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
		ConnContext: connContext,
		ErrorLog:    log.New(io.Discard, "", 0), // its lines may quote a request
	}
	srv.SetKeepAlivesEnabled(false)
	e.resume(ctx)
	done := make(chan error, 1)
	go func() { done <- srv.Serve(wipingListener{l}) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastOrder)
	defer cancel()
	if srv.Shutdown(grace) != nil {
		_ = srv.Close()
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	e.following.Wait()
	return nil
}

// resume looks after the orders whose end was not known when the program ended last.
func (e *endpoint) resume(ctx context.Context) {
	list, err := e.desk.Unsettled(ctx)
	if err != nil {
		return
	}
	for _, entry := range list {
		e.follow(entry.ID)
	}
}

// follow looks an unknown order up until it is decided or the program ends; what stays open, the next start takes up.
func (e *endpoint) follow(id int64) {
	e.following.Go(func() {
		e.desk.Follow(e.ended, id, func(r issuing.Receipt) {
			e.trace("order_followed", "entry", r.EntryID, "state", string(r.State))
		})
	})
}

// answer is what the guide's forms expect.
type answer struct {
	Status  string `json:"status"` // success or failed
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
}

const (
	success = "success"
	failed  = "failed"
	// issuedMessage is the guide's own sentence, which front ends may compare.
	issuedMessage = "Billing has successfully issued"
)

func (a answer) write(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(a)
}
