package ledger

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// Shared is a ledger in PostgreSQL 15 or newer that many desks share, with the promises of the file: an order is durable when
// Begin returns, and for a customer_uid there is one open at a time, at all desks. It is safe for use by several goroutines.
//
// While the database is away every call fails with [*AwayError], after a few seconds at most, and nothing is issued. The
// next call tries to reach it again, as often as the growing waits between allow.
type Shared struct {
	records
	server  Server
	pool    *pgxpool.Pool
	db      *sql.DB // of the pool
	dialing dialing
	newer   *NewerError // the schema is: only read
	looksOn bool        // the user may not write
	waiting waiting
	news    atomic.Int64
	known   atomic.Int64
}

// OpenShared connects to a server's ledger and brings its schema up to date, where this user may. A ledger of a newer program
// is opened to be read only: see [Shared.Newer]. Errors: [*ServerError], [*AwayError], [*RefusedError], [*UnfitError].
func OpenShared(ctx context.Context, s Server) (*Shared, error) {
	l, err := newShared(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := l.ready(ctx); err != nil {
		_ = l.Close()
		return nil, l.said(err)
	}
	return l, nil
}

// newShared has asked the server nothing yet.
func newShared(ctx context.Context, s Server) (*Shared, error) {
	l := &Shared{server: s}
	l.records = records{home: l, desk: s.Desk}
	config, err := s.config()
	if err != nil {
		return nil, err
	}
	l.dialing.into(config, s.Password)
	if l.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, l.said(err)
	}
	l.db = stdlib.OpenDBFromPool(l.pool)
	l.waiting.nobody = sql.OpenDB(nobody{})
	return l, nil
}

// Server is where the ledger is.
func (l *Shared) Server() Server { return l.server }

// Newer tells that a later program has changed the schema: this one only reads. nil if it has not, or is not known yet.
func (l *Shared) Newer() *NewerError {
	if l.Waiting() {
		return nil
	}
	return l.newer
}

// Close gives the connections back.
func (l *Shared) Close() error {
	err := errors.Join(l.db.Close(), l.waiting.nobody.Close())
	l.pool.Close()
	return err
}

// now is the server's clock, which all desks share.
func (l *Shared) now() string { return "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint" }

func (l *Shared) reads() querier { return bound{db: l.reached()} }

func (l *Shared) lists() querier { return bound{db: l.reached(), planned: true} }

const (
	// tries is how often a change is begun again that the server rolled back because of another one.
	tries = 5
	// changeLimit is how long a change may take, with its commit.
	changeLimit = 15 * time.Second
)

// change runs f in one transaction that holds the locks of its subjects.
func (l *Shared) change(ctx context.Context, of []subject, f func(tx querier) error) error {
	if newer := l.Newer(); newer != nil {
		return &UnwritableError{"read_only", &ReadOnlyError{newer}}
	}
	for try := 1; ; try++ {
		err := l.once(ctx, of, f)
		if ctx.Err() != nil && (isConnection(err) || errors.Is(err, ctx.Err())) {
			return ctx.Err()
		}
		if !rolledBack(err) || try == tries {
			return l.typed(err)
		}
	}
}

// once makes a transaction that outlives ctx: whether ctx has ended is asked before the commit, and never in its middle.
func (l *Shared) once(ctx context.Context, of []subject, f func(tx querier) error) error {
	life, cancel := context.WithTimeout(context.WithoutCancel(ctx), changeLimit)
	defer cancel()
	conn, err := l.reached().Conn(within(ctx))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	tx, err := conn.BeginTx(life, nil)
	if err != nil {
		return err
	}
	m, err := lock(ctx, tx, of)
	if err == nil {
		err = f(bound{db: tx})
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return l.whether(life, m, err)
	}
	tellOthers(life, conn)
	return nil
}

// lock takes the locks of the subjects, always in the same order, and gives the transaction its mark. It is a statement of
// its own: the next one sees everything that was committed before it got them.
func lock(ctx context.Context, tx *sql.Tx, of []subject) (signed, error) {
	m := signed{mark: rand.Text()}
	names, entries := []string{}, []int64{}
	for _, s := range of {
		if s.entry != 0 {
			entries = append(entries, s.entry)
			continue
		}
		names = append(names, wholeText(s.profile)+"\x1f"+wholeText(s.uid))
	}
	err := tx.QueryRowContext(within(ctx), `SELECT pg_current_xact_id()::text, set_config('billkey.mark', $1, true),
			(SELECT count(pg_advisory_xact_lock(k)) FROM (
				SELECT hashtextextended(n, 1) k FROM unnest($2::text[]) n
				UNION SELECT hashtextextended(profile || E'\x1f' || customer_uid, 1) FROM entries WHERE id = ANY ($3)
				ORDER BY k) s)`, m.mark, names, entries).Scan(&m.transaction, new(string), new(int64))
	return m, err
}

// signed names a transaction: by the server's number, which tells whether it is still running, and by a word of its own in
// each of its events.
type signed struct{ transaction, mark string }

// whether finds out what became of a commit without an answer. nil: it is there. An error of the server's own says that it
// is not, unless the connection was ended with it.
func (l *Shared) whether(ctx context.Context, m signed, commit error) error {
	var said *pgconn.PgError
	if errors.As(commit, &said) && said.Severity == "ERROR" || errors.Is(commit, pgx.ErrTxCommitRollback) {
		return commit
	}
	unseen := 0 // once: it was committed while the server looked
	for wait := retry; ; wait = min(2*wait, time.Second) {
		state, err := l.became(ctx, m)
		if state == stateUnmarked || state == stateNever {
			unseen++
		}
		switch {
		case state == stateCommitted:
			return nil
		case err == nil && state != stateRunning && unseen != 1:
			return commit
		}
		select {
		case <-ctx.Done():
			return &AwayError{Undecided: true, Err: commit}
		case <-time.After(wait):
		}
	}
}

// What becomes of a transaction. Unmarked is one that the server calls committed, without its mark: after a crash it may
// give a number to another. Never begun is one whose number the server knows nothing of, neither among those that have ended
// nor among those that run.
const (
	stateCommitted = "committed"
	stateRunning   = "in progress"
	stateUnmarked  = "unmarked"
	stateNever     = "never begun"
)

// became is what the server says of a transaction: one of the states above, or another word for one that is not there.
func (l *Shared) became(ctx context.Context, m signed) (state string, err error) {
	err = l.db.QueryRowContext(ctx, `SELECT CASE
			WHEN EXISTS (SELECT 1 FROM events WHERE id > (SELECT max(id) FROM events) - 100000 AND mark = $1) THEN 'committed'
			WHEN pg_is_in_recovery() THEN 'in progress' -- a standby may have yet to read what it was sent
			WHEN EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND transactionid = $2::text::xid8::xid) THEN 'in progress'
			WHEN pg_snapshot_xmax(pg_current_snapshot()) > $2::text::xid8 THEN coalesce(
				nullif(pg_xact_status($2::text::xid8), 'committed'), 'unmarked')
			ELSE 'never begun' END`, m.mark, m.transaction).Scan(&state)
	return state, err
}

// channel is what desks listen on.
const channel = "billkey_ledger"

// tellOthers wakes the desks that listen. It comes after the commit and not with it: PostgreSQL lets only one transaction
// that notifies commit at a time, with all its waiting for the disk. Nothing depends on its arriving.
func tellOthers(ctx context.Context, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_, _ = conn.ExecContext(ctx, "SELECT pg_notify($1, '')", channel)
}

// Path is the server's URL, without a password.
func (l *Shared) Path() string { return l.server.String() }
