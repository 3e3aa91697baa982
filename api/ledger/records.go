package ledger

import (
	"context"
	"iter"
)

// home is where the rows of a ledger are: a file of SQLite ([Ledger]) or a database of PostgreSQL ([Shared]). What the
// two do differently is behind it; what a ledger does is in records, once.
type home interface {
	// reads is for statements outside of transactions, none of which writes.
	reads() querier
	// lists is for those whose best way depends on what is asked.
	lists() querier
	// change runs f in one transaction. While it runs, nobody else changes what is known of the subjects, so that what f
	// reads of them stays true until it commits, and their events come in the order of their IDs.
	change(ctx context.Context, of []subject, f func(tx querier) error) error
	// said gives what the database said of a read its type.
	said(err error) error
	// catchUp brings the rows of the last orders into the search, and returns how many are still behind.
	catchUp(ctx context.Context) (behind int, err error)
	// plan chooses how a list is counted.
	plan(ctx context.Context, q Query, behind int) (*plan, error)
	// plans are the ways to read a page of it, which needs so many of the list's first or last rows; each finds more than the one
	// before it, and the first that fills the page will do.
	plans(ctx context.Context, q Query, behind, need int, backwards bool) iter.Seq2[*plan, error]
	// now is SQL for the clock that all desks share, in microseconds since 1970.
	now() string
}

// subject is what a change is about: a customer_uid under a profile, named or by an entry of it.
type subject struct {
	profile, uid string
	entry        int64
}

// records is what both kinds of ledger do.
type records struct {
	home
	desk string
}

// SetDesk names the place this ledger is used from: the rows it writes carry it, and it looks after the open ones among
// them ([Ledger.Take]). No two desks of one ledger may have the same name. It is set before the ledger is used.
func (l *records) SetDesk(name string) { l.desk = name }

// changeEntry runs f in one transaction with the entry as it is then. Errors are f's, [ErrNoEntry], and the database's.
func (l *records) changeEntry(ctx context.Context, id int64, f func(tx querier, e Entry) error) error {
	return l.change(ctx, []subject{{entry: id}}, func(tx querier) error {
		e, err := entry(ctx, tx, id)
		if err != nil {
			return err
		}
		return f(tx, e)
	})
}

// about names the customer_uid of an order.
func (a Attempt) about() []subject { return []subject{{profile: a.Profile, uid: a.CustomerUID}} }
