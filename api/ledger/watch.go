package ledger

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
)

// Version changes whenever something was written since the last call, by any desk; a live panel reads again when it does.
// While the database is away it is what it was. Of a ledger that waits for its server it is what asks for it again; errors then
// are those of [OpenShared].
func (l *Shared) Version(ctx context.Context) (int64, error) {
	if err := l.lookAgain(ctx); err != nil {
		return 0, err
	}
	var newest, lately int64
	// IDs are drawn before the commit: the last ones may come in any order, and are counted.
	err := l.reads().QueryRowContext(ctx, `SELECT m, (SELECT count(*) FROM events WHERE id > m - 512)
		FROM (SELECT coalesce(max(id), 0) m FROM events) s`).Scan(&newest, &lately)
	if err != nil {
		return l.known.Load(), l.said(err)
	}
	v := l.news.Load()<<44 + newest<<10 + lately
	l.known.Store(v)
	return v, nil
}

// Watch calls changed whenever another desk, or this one, has written something, until ctx ends. After a connection was
// lost and made again it calls it once for whatever was missed. Nothing depends on it: [Shared.Version] tells the same to
// whoever asks.
func (l *Shared) Watch(ctx context.Context, changed func()) error {
	for failed := 0; ctx.Err() == nil; {
		began := time.Now()
		_ = l.listen(ctx, func() { l.news.Add(1); changed() })
		if failed++; time.Since(began) > longestWait {
			failed = 0
		}
		wait := min(longestWait, firstWait<<min(failed, 10))
		select {
		case <-ctx.Done():
		case <-time.After(wait/2 + rand.N(wait)): // #nosec G404 -- not all desks at once, no secret
		}
	}
	return ctx.Err()
}

// listen returns when the connection is lost. It is looked at when nothing was heard for a while: one whose other end is
// gone is silent, too.
func (l *Shared) listen(ctx context.Context, changed func()) error {
	config := l.pool.Config()
	if err := config.BeforeConnect(ctx, config.ConnConfig); err != nil {
		return err
	}
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		changed() // first for what came before
		if err := heard(ctx, conn); err != nil {
			return err
		}
	}
}

// silence is after how long of it a connection is asked whether it lives.
const silence = 20 * time.Second

func heard(ctx context.Context, conn *pgx.Conn) error {
	for {
		waiting, cancel := context.WithTimeout(ctx, silence)
		_, err := conn.WaitForNotification(waiting)
		cancel()
		if err == nil || ctx.Err() != nil || conn.IsClosed() {
			return err
		}
		asking, cancel := context.WithTimeout(ctx, connectLimit)
		err = conn.Ping(asking)
		cancel()
		if err != nil {
			return err
		}
	}
}
