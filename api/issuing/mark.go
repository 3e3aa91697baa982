package issuing

import (
	"context"
	"slices"

	"billkey/api/ledger"
)

// mark is how far the ledger's story of a customer_uid had come: the number of its last event that tells of an order
// or a key. Two equal marks mean that nobody on this ledger, in this process or another, has done anything in between.
type mark int64

// unmarked is the mark of a story that could not be read; it equals no other.
const unmarked mark = -1

// idle are events that change nothing at the server's key. A recorded lookup is one of them: it must not outdate the
// lookup that another desk relies on. A deletion is none, from its beginning on.
var idle = []string{
	ledger.KindLookedUp, ledger.KindNote, KindCharging, ledger.KindCharged, KindNotCharged, ledger.KindCancelled,
}

// markOf reads the mark of uid; events of entry except do not count.
func (d *Desk) markOf(ctx context.Context, uid string, except int64) (mark, error) {
	story, err := d.journal.Story(ctx, d.profile.ID, uid)
	if err != nil {
		return unmarked, err
	}
	return lastMark(story, except), nil
}

func lastMark(story []ledger.Event, except int64) mark {
	for _, e := range slices.Backward(story) {
		if e.EntryID != 0 && e.EntryID != except && !slices.Contains(idle, e.Kind) {
			return mark(e.ID)
		}
	}
	return 0
}

// entriesOf are the entries that uid's story tells of, newest first, at most limit.
func (d *Desk) entriesOf(ctx context.Context, uid string, limit int) ([]ledger.Entry, error) {
	story, err := d.journal.Story(ctx, d.profile.ID, uid)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, e := range slices.Backward(story) {
		if e.EntryID != 0 && !slices.Contains(ids, e.EntryID) && len(ids) < limit {
			ids = append(ids, e.EntryID)
		}
	}
	slices.SortFunc(ids, func(a, b int64) int { return int(min(1, max(-1, b-a))) })
	out := make([]ledger.Entry, 0, len(ids))
	for _, id := range ids {
		e, err := d.journal.Entry(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
