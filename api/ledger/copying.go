package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// CopyPhase is what a copy is at.
type CopyPhase string

// The phases, in their order.
const (
	CopyRows   CopyPhase = "rows"   // entries are brought, and those that changed since the last time
	CopyLinks  CopyPhase = "links"  // which of them replaced which
	CopyEvents CopyPhase = "events" // what happened to them
	CopyCheck  CopyPhase = "check"  // every row and event is compared with its copy
)

// CopyOptions say who copies and who is told.
type CopyOptions struct {
	// Operator stands in the events with which a copy takes a key out of force.
	Operator string
	// Progress is told after every batch; nil tells nobody.
	Progress func(phase CopyPhase, done, of int)
}

// CopyTally counts what became of rows, or of events.
type CopyTally struct {
	// Of is how many the source has: the sum of Same, Kept, Archived, Waiting and Different.
	Of int
	// Brought are new here, Changed were here and have learned something: in this copy.
	Brought, Changed int
	// Same are equal to their copy, in every field.
	Same int
	// Kept have a copy that is further along than they are, since something happened to it here.
	Kept int
	// Archived have been here and have left for an archive. They are not brought again.
	Archived int
	// Waiting were not brought: see [CopyTrouble].
	Waiting int
	// Different have a copy that is not what it should be, or none.
	Different int
}

// Why a row waits, or differs.
const (
	// CopyOpen: another order is open here for the same customer_uid.
	CopyOpen = "open"
	// CopyDeleting: the key of the customer_uid is just being deleted here.
	CopyDeleting = "deleting"
	// CopyMissing: it is not here, for no known reason.
	CopyMissing = "missing"
	// CopyClash: both ledgers have decided it, differently.
	CopyClash = "clash"
	// CopyDiffers: its copy is not equal.
	CopyDiffers = "differs"
)

// CopyTrouble is a row or an event that was not brought, or whose copy differs.
type CopyTrouble struct {
	// Entry or Event is its ID in the source; the other is 0.
	Entry, Event int64
	// Here is the row or event that stands in its way or is its copy; 0 where there is none.
	Here                 int64
	Profile, CustomerUID string
	// Reason is one of the words above. Of those, CopyOpen and CopyDeleting pass: the next copy brings the row.
	Reason string
	// Columns name what differs.
	Columns []string
}

// maxTroubles is how many are named; all are counted.
const maxTroubles = 100

// Copied tells what a copy has done and found.
type Copied struct {
	Entries, Events CopyTally
	// Troubles are the first hundred.
	Troubles []CopyTrouble
}

// Whole tells that every row and event of the source is here, and as it should be.
func (c Copied) Whole() bool {
	return c.Entries.Waiting+c.Entries.Different+c.Events.Waiting+c.Events.Different == 0
}

// copyAtOnce is how many rows are copied in one transaction: as many customer_uids are locked on a server.
var copyAtOnce = 1000

// copier brings one source into one ledger.
type copier struct {
	from    *Source
	to      keeper
	o       CopyOptions
	own     string           // the name of the ledger that is copied to
	numbers map[string]int64 // of ledgers, in it
	used    bool             // it was not empty: others may work with it
	out     Copied
	waits   map[name]CopyTrouble // of entries and events
	waitsOf map[name]bool        // of entries: their events wait, too
	named   map[int64]name       // entries of the source
}

// Copy brings everything of a source into a ledger, which may hold rows already and be in use. Every row keeps its name over
// any number of copies, so that each is in a ledger once: a copy that was cut short is gone on with by calling Copy again; a
// later one brings what is new and what has changed; and ledgers whose rows overlap become one without doubles. Rows are
// brought in batches of about a thousand, each in one transaction; at the end every row of the source is compared with its
// copy.
//
// Two ledgers may not agree about a customer_uid. Of two keys in force the later one is, and the earlier row is marked as
// replaced by it, with a [KindReplaced] event of its own. An order that is open in the source while another is open here for
// the same customer_uid is not brought, nor what happened to it: it waits for the next copy. Where a row has gone on at both,
// the one that is further along is believed; where both decided it and differently, its copy stays as it is. All that is
// counted, and what waits or differs is named.
//
// Errors are those of reading the source and, as for [Ledger.Begin], of writing. What was brought until then stays.
func Copy(ctx context.Context, from *Source, to Store, o CopyOptions) (Copied, error) {
	k, ok := to.(keeper)
	if !ok {
		return Copied{}, &InputError{"to"}
	}
	if o.Progress == nil {
		o.Progress = func(CopyPhase, int, int) {}
	}
	c := &copier{from: from, to: k, o: o, waits: map[name]CopyTrouble{}, waitsOf: map[name]bool{}}
	for _, step := range []func(context.Context) error{c.prepare, c.bringEntries, c.bringLinks, c.bringEvents, c.check} {
		if err := step(ctx); err != nil {
			return c.out, fmt.Errorf("ledger: copy: %w", err)
		}
	}
	return c.out, nil
}

// prepare counts, and gives the ledgers that are not known here a number.
func (c *copier) prepare(ctx context.Context) (err error) {
	if c.out.Entries.Of, c.out.Events.Of, err = c.from.count(ctx); err != nil {
		return err
	}
	if err := c.to.reads().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM entries)`).Scan(&c.used); err != nil {
		return c.to.said(err)
	}
	known, err := ledgersOf(ctx, c.to.reads())
	if err != nil {
		return c.to.said(err)
	}
	c.own = known[0]
	unknown := slices.Collect(maps.Values(c.from.ledgers))
	unknown = slices.DeleteFunc(append(unknown, c.from.own), func(id string) bool {
		return slices.Contains(slices.Collect(maps.Values(known)), id)
	})
	if len(unknown) > 0 {
		if err := c.write(ctx, nil, func(tx querier) (err error) {
			for _, id := range unknown {
				if _, err := tx.ExecContext(ctx, `INSERT INTO ledgers (id) VALUES (?) ON CONFLICT (id) DO NOTHING`, id); err != nil {
					return err
				}
			}
			known, err = ledgersOf(ctx, tx)
			return err
		}); err != nil {
			return err
		}
	}
	c.numbers = map[string]int64{}
	for n, id := range known {
		c.numbers[id] = n
	}
	return nil
}

// write runs f in one transaction of the ledger that is copied to. A file has one lock for all: the others get it between
// two batches.
func (c *copier) write(ctx context.Context, of []subject, f func(tx querier) error) error {
	_, server := c.to.(*Shared)
	err := insist(ctx, func() error {
		return c.to.change(ctx, of, func(tx querier) error {
			if server { // which has not yet learned how the tables are filled
				if _, err := tx.ExecContext(ctx, `SET LOCAL enable_seqscan = off`); err != nil {
					return err
				}
			}
			return f(tx)
		})
	})
	if err == nil && !server && c.used {
		return pause(ctx)
	}
	return err
}
