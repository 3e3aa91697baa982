package ledger

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// bringEvents appends what is not here yet, in the source's order.
func (c *copier) bringEvents(ctx context.Context) error {
	return inBatches(ctx, c.from.eventsAfter, eventTable.id, func(ctx context.Context, list []original[Event], done int) error {
		if err := c.appendSome(ctx, list); err != nil {
			return err
		}
		c.o.Progress(CopyEvents, done, c.out.Events.Of)
		return nil
	})
}

func (c *copier) appendSome(ctx context.Context, list []original[Event]) error {
	fresh, _, err := c.freshEvents(ctx, c.to.reads(), list)
	if err != nil || len(fresh) == 0 {
		return err
	}
	list = slices.Clone(fresh)
	var waits []original[Event]
	err = c.write(ctx, subjectsOf(list), func(tx querier) (err error) {
		var entries map[int64]int64
		if fresh, entries, err = c.freshEvents(ctx, tx, list); err != nil {
			return err
		}
		if fresh, waits, err = apartFromDeletions(ctx, tx, fresh); err != nil {
			return err
		}
		rows := make([]Event, len(fresh))
		for i, o := range fresh {
			rows[i] = o.row
			rows[i].EntryID = entries[o.row.EntryID]
		}
		here, err := insertEvents(ctx, tx, rows)
		if err != nil {
			return err
		}
		return insertOrigins(ctx, tx, c, eventTable.origins, namesOf(fresh), here)
	})
	if err != nil {
		return err
	}
	c.out.Events.Brought += len(fresh)
	for _, o := range waits {
		c.waits[o.name] = troubleOf(o, 0, CopyDeleting)
	}
	return nil
}

// freshEvents are those that are not here and can be, and the rows here by their IDs in the source.
func (c *copier) freshEvents(ctx context.Context, db querier, list []original[Event]) ([]original[Event], map[int64]int64, error) {
	here, err := find(ctx, c, db, eventTable, namesOf(list))
	if err != nil {
		return nil, nil, c.to.said(err)
	}
	list = slices.DeleteFunc(slices.Clone(list), func(o original[Event]) bool {
		_, has := here.rows[o.name]
		return has || here.gone[o.name]
	})
	entries, _, err := c.entriesOf(ctx, db, list)
	return slices.DeleteFunc(list, func(o original[Event]) bool {
		return o.row.EntryID != 0 && entries[o.row.EntryID] == 0
	}), entries, err
}

// entriesOf finds the rows here that events of the source are about, by their IDs there; names has all of them.
func (c *copier) entriesOf(ctx context.Context, db querier, list []original[Event]) (here map[int64]int64, names map[int64]name, err error) {
	if names, err = c.namesOfEntries(ctx, list); err != nil {
		return nil, nil, err
	}
	found, err := find(ctx, c, db, entryTable, slices.Collect(maps.Values(names)))
	here = map[int64]int64{}
	for id, n := range names {
		here[id] = found.rows[n].ID
	}
	return here, names, c.to.said(err)
}

// maxNamed bounds what is remembered of the source: a batch asks two or three times for the same rows.
const maxNamed = 10_000

func (c *copier) namesOfEntries(ctx context.Context, list []original[Event]) (map[int64]name, error) {
	if c.named == nil || len(c.named) > maxNamed {
		c.named = map[int64]name{}
	}
	names := map[int64]name{}
	var ids []int64
	for _, o := range list {
		if id := o.row.EntryID; id != 0 {
			if names[id] = c.named[id]; names[id].id == 0 {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	there, err := c.from.entriesWith(ctx, slices.Compact(ids))
	for id, o := range there {
		names[id], c.named[id] = o.name, o.name
	}
	return names, err
}

// apartFromDeletions sets events apart whose customer_uid's key is just being deleted here: behind them the deletion would not be
// the last that happened, which is how it is known to be under way.
func apartFromDeletions(ctx context.Context, tx querier, list []original[Event]) (fresh, waits []original[Event], err error) {
	under, err := deletionsUnderWay(ctx, tx, list)
	for _, o := range list {
		if under[o.row.subject()] {
			waits = append(waits, o)
		} else {
			fresh = append(fresh, o)
		}
	}
	return fresh, waits, err
}

func deletionsUnderWay(ctx context.Context, tx querier, list []original[Event]) (map[subject]bool, error) {
	uids := map[string][]string{}
	for _, s := range subjectsOf(list) {
		uids[s.profile] = append(uids[s.profile], s.uid)
	}
	out := map[subject]bool{}
	for profile, of := range uids {
		which, arg := among(tx, "customer_uid", of)
		rows, err := tx.QueryContext(ctx, `SELECT customer_uid FROM events WHERE profile = ? AND kind = 'deleting' AND at > ? AND `+which,
			profile, micros(time.Now().Add(-2*DeletionLimit)), arg)
		err = forEach(rows, err, func() error {
			s := subject{profile: profile}
			err := rows.Scan(&s.uid)
			out[s] = true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for s := range out {
		deleting, err := beingDeleted(ctx, tx, s)
		if err != nil {
			return nil, err
		}
		out[s] = deleting
	}
	return out, nil
}

// beingDeleted tells whether the key of a customer_uid is just being deleted here.
func beingDeleted(ctx context.Context, tx querier, s subject) (bool, error) {
	err := notBeingDeleted(ctx, tx, s.profile, s.uid, time.Now())
	var deleting *DeletionError
	if errors.As(err, &deleting) {
		return true, nil
	}
	return false, err
}

func troubleOf(o original[Event], here int64, reason string, columns ...string) CopyTrouble {
	return CopyTrouble{
		Event: o.row.ID, Here: here, Profile: o.row.Profile, CustomerUID: o.row.CustomerUID, Reason: reason, Columns: columns,
	}
}
