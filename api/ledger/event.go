package ledger

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// Kinds of events. The ledger writes the first ones itself, with the change they tell of; callers record the others,
// or words of their own.
const (
	KindBegun         = "begun"           // an attempt; Detail is the masked card
	KindIssued        = "issued"          // Detail is the key's masked number, or the typed one
	KindReplaced      = "replaced"        // another key took this one's place; Detail is its masked number, or DetailElsewhere
	KindFound         = "found"           // a key issued elsewhere became known; Detail is its masked number
	KindDeclined      = "declined"        // Detail is the PG's message
	KindNotIssued     = "not_issued"      // Detail is the message, if any
	KindUnknown       = "unknown"         // Detail is what went wrong
	KindSettledByHand = "settled_by_hand" // Detail is the state, a colon and the operator's reason
	KindDeleted       = "deleted"         // Detail is the reason, or DetailGoneBefore

	KindDeleting   = "deleting"    // a DELETE is about to be sent; Detail is the reason
	KindNotDeleted = "not_deleted" // ends it: the key still stands; Detail is the server's message, if any
	KindLookedUp   = "looked_up"   // Detail is a Verdict, then a blank and the shown key's masked number, if any
	KindNote       = "note"        // Detail is the new note; empty when it was cleared

	// Charges on a key; issuing describes their Detail.
	KindCharged   = "charged"
	KindCancelled = "cancelled"
)

// keyKinds are the kinds that tell of an order, a key or a deletion, as a list in SQL. The others change nothing at the
// server's key.
const keyKinds = `('begun', 'issued', 'replaced', 'found', 'declined', 'not_issued', 'unknown', 'settled_by_hand',
	'deleted', 'deleting', 'not_deleted')`

// Details the ledger writes itself.
const (
	// DetailElsewhere: the key was replaced by one that this ledger did not issue.
	DetailElsewhere = "elsewhere"
	// DetailGoneBefore: the key was already gone at the server when the next order for its customer_uid began.
	DetailGoneBefore = "gone_before"
)

// Event is one thing that happened. Events are never changed; they leave only with the row they are about, into an archive.
type Event struct {
	ID int64
	// At is UTC; Record takes this machine's clock for zero.
	At                             time.Time
	Operator, Profile, CustomerUID string
	// EntryID is the entry it is about; 0 is none.
	EntryID int64
	// Kind is one of the kinds above or a word of the caller's.
	Kind string
	// Detail is data for the kind, such as a PG's message. Runs of 12 and more digits are masked.
	Detail string
}

// Record appends an event. Its ID is ignored.
func (l *records) Record(ctx context.Context, e Event) error {
	if e.Kind == "" {
		return &InputError{"kind"}
	}
	of := []subject{{profile: e.Profile, uid: e.CustomerUID}}
	return l.change(ctx, of, func(tx querier) error { return record(ctx, tx, e) })
}

func record(ctx context.Context, tx querier, e Event) error {
	var entry any
	if e.EntryID != 0 {
		entry = e.EntryID
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO events (at, operator, profile, customer_uid, entry_id, kind, detail)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		micros(orNow(e.At)), scrub(e.Operator), e.Profile, e.CustomerUID, entry, e.Kind, scrub(e.Detail))
	return err
}

// about is an event of kind about an entry.
func about(e Entry, at time.Time, operator, kind, detail string) Event {
	return Event{At: at, Operator: operator, Profile: e.Profile, CustomerUID: e.CustomerUID, EntryID: e.ID, Kind: kind, Detail: detail}
}

// selectEvents reads the events of a customer_uid under a profile for scanEvent.
const selectEvents = `SELECT ` + eventColumns + ` FROM events e WHERE profile = ? AND customer_uid = ?`

// scanEvent reads no row as the zero Event.
func scanEvent(row interface{ Scan(...any) error }) (Event, error) {
	var e Event
	var at int64
	err := row.Scan(&e.ID, &at, &e.Operator, &e.Profile, &e.CustomerUID, &e.EntryID, &e.Kind, &e.Detail)
	if errors.Is(err, sql.ErrNoRows) {
		return Event{}, nil
	}
	e.At = timeOf(at)
	return e, err
}

// Story is everything that happened to a customer_uid under a profile, oldest first.
func (l *records) Story(ctx context.Context, profile, uid string) ([]Event, error) {
	var out []Event
	rows, err := l.reads().QueryContext(ctx, selectEvents+` ORDER BY id`, profile, uid)
	err = forEach(rows, err, func() error {
		e, err := scanEvent(rows)
		out = append(out, e)
		return err
	})
	if err != nil {
		return nil, l.said(err)
	}
	var ledgers int
	err = l.reads().QueryRowContext(ctx, `SELECT count(DISTINCT coalesce(f.ledger, 0)) FROM events e
		LEFT JOIN event_origins f ON f.here = e.id WHERE e.profile = ? AND e.customer_uid = ?`, profile, uid).Scan(&ledgers)
	if ledgers > 1 { // one ledger's are in the order in which they were written; those of several came one ledger after the other
		slices.SortStableFunc(out, func(a, b Event) int { return a.At.Compare(b.At) })
	}
	return out, l.said(err)
}
