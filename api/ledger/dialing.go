package ledger

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The waits between two attempts to reach a server that is away.
const (
	firstWait   = 100 * time.Millisecond
	longestWait = 5 * time.Second
)

// errResting is why nobody was asked: the server has just not answered, and its next turn has not come.
var errResting = errors.New("ledger: the server did not answer a moment ago")

// dialing keeps a desk from hammering on a server that is away, and from waiting for it at every call.
type dialing struct {
	mu     sync.Mutex
	failed int
	next   time.Time
}

// into has a pool's connections made under its eyes, with a password that is asked for each time.
func (d *dialing) into(c *pgxpool.Config, password func(context.Context) (string, error)) {
	dial := c.ConnConfig.DialFunc
	c.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			d.rest()
		}
		return conn, err
	}
	c.BeforeConnect = func(ctx context.Context, cc *pgx.ConnConfig) (err error) {
		if d.resting() {
			return errResting
		}
		if password != nil {
			cc.Password, err = password(ctx)
		}
		return err
	}
	c.AfterConnect = func(context.Context, *pgx.Conn) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.failed, d.next = 0, time.Time{}
		return nil
	}
}

func (d *dialing) resting() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return time.Now().Before(d.next)
}

func (d *dialing) rest() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = time.Now().Add(min(longestWait, firstWait<<min(d.failed, 10)))
	d.failed++
}
