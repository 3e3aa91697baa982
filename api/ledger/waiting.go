package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// waiting is a ledger whose server was not reached yet: what it holds, and whether this program and this user may write into
// it, is not known. Every call fails with [*AwayError] until it has been looked at.
type waiting struct {
	on     atomic.Bool
	asking sync.Mutex
	nobody *sql.DB // stands for the server meanwhile
}

// firstLimit is how long the first attempt may take; a window waits for it.
const firstLimit = 3 * time.Second

// WaitShared is [OpenShared] for somebody who can wait: a server that is away is no error. Until it is there the ledger is
// [Shared.Waiting]; each [Shared.Version] asks for it again.
func WaitShared(ctx context.Context, s Server) (*Shared, error) {
	l, err := newShared(ctx, s)
	if err != nil {
		return nil, err
	}
	if err = l.firstTry(ctx); err == nil {
		return l, nil
	}
	var away *AwayError
	if err = l.said(err); errors.As(err, &away) && ctx.Err() == nil {
		l.waiting.on.Store(true)
		return l, nil
	}
	_ = l.Close()
	return nil, err
}

// firstTry gives up soon on a server that says nothing; one that answers may take its time to bring the schema up to date.
func (l *Shared) firstTry(ctx context.Context) error {
	soon, cancel := context.WithTimeout(ctx, firstLimit)
	defer cancel()
	if err := l.fit(soon); err != nil {
		return err
	}
	return l.ready(ctx)
}

// Waiting tells that the server was not reached since the ledger was opened.
func (l *Shared) Waiting() bool { return l.waiting.on.Load() }

// lookAgain does what opening has left to be done.
func (l *Shared) lookAgain(ctx context.Context) error {
	if !l.Waiting() {
		return nil
	}
	l.waiting.asking.Lock()
	defer l.waiting.asking.Unlock()
	if !l.Waiting() {
		return nil
	}
	err := l.said(l.ready(ctx))
	var away *AwayError
	switch {
	case err == nil:
		l.waiting.on.Store(false)
	case !errors.As(err, &away):
		l.dialing.rest() // also from one that refuses
	}
	return err
}

// reached is the database once it was looked at, and before that one that is away.
func (l *Shared) reached() *sql.DB {
	if l.Waiting() {
		return l.waiting.nobody
	}
	return l.db
}

// nobody is a server that is never there.
type nobody struct{}

// Connect fails.
func (nobody) Connect(context.Context) (driver.Conn, error) { return nil, errResting }

// Driver is none.
func (nobody) Driver() driver.Driver { return nil }
