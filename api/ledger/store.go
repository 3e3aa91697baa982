package ledger

import (
	"context"
	"time"
)

// Store is all that the program asks of a ledger, wherever it is kept: [*Ledger] is a SQLite file, [*Shared] a database of
// PostgreSQL.
// What is done to the file itself (back-up, archive, restore) is not among it: a ledger shared by many desks on a
// database server is backed up by whoever runs that.
type Store interface {
	// Orders.
	Begin(ctx context.Context, a Attempt) (int64, error)
	Settle(ctx context.Context, id int64, o Outcome) error
	MarkUnknown(ctx context.Context, id int64, message string, at time.Time) error
	Unsettled(ctx context.Context, profile string) ([]Entry, error)
	Take(ctx context.Context, id int64) error

	// Keys that are known, looked up and deleted.
	InForce(ctx context.Context, profile, uid string) (Entry, error)
	Moment(ctx context.Context) (int64, error)
	Seen(ctx context.Context, sightings ...Sighting) ([]Finding, error)
	BeginDeletion(ctx context.Context, d Deletion) error
	KeyDeleted(ctx context.Context, id int64, at time.Time, operator, reason string) error

	// What happened.
	Record(ctx context.Context, e Event) error
	Story(ctx context.Context, profile, uid string) ([]Event, error)
	SetNote(ctx context.Context, id int64, note, operator string, at time.Time) error

	// Lists.
	Entry(ctx context.Context, id int64) (Entry, error)
	Entries(ctx context.Context, q Query) (Page, error)
	EntriesAt(ctx context.Context, q Query, at, total int) (Page, error)
	Count(ctx context.Context, q Query) (int, error)
	Calendar(ctx context.Context, q Query, zone *time.Location) ([]Month, error)
	Values(ctx context.Context, c Column) ([]string, error)
	Counts(ctx context.Context, since time.Time) (Tally, error)
	Shelve(ctx context.Context, each func(behind int)) error

	// Who uses it, and what others do.
	SetDesk(name string)
	// Path is the file's absolute path, or the server's URL.
	Path() string
	Version(ctx context.Context) (int64, error)
	Watch(ctx context.Context, changed func()) error
	Check(ctx context.Context) error
	Close() error
}

var (
	_ Store = (*Ledger)(nil)
	_ Store = (*Shared)(nil)
)
