package issuing

import (
	"context"
	"slices"

	"billkey/api/ledger"
)

// lookupBatch is how many customer_uids are asked for, and recorded, at once: as many as [api.Client.BillingKeys] puts
// into one request.
const lookupBatch = 40

// Looked is what was found behind one customer_uid.
type Looked struct {
	UID string
	// Verdict is the ledger's; empty where the customer_uid cannot be sent, see Failure.
	Verdict ledger.Verdict
	// EntryID is the entry that the verdict is about; 0 is none.
	EntryID int64
	// Key is nil where no key stands behind the customer_uid.
	Key     *Key
	Failure *Failure
}

// Tally counts what [Desk.LookUpMany] has done.
type Tally struct {
	// Of is how many different customer_uids were given, Done how many were told of, Refused those of them that cannot
	// be sent.
	Of, Done, Refused int
	By                map[ledger.Verdict]int
}

// LookUpMany looks customer_uids of this desk's profile up, each once, and records what it sees (see [ledger.Ledger.Seen]),
// in batches of 40; a single "look up now" is a batch of one. each, when not nil, is told of every customer_uid as soon as
// it is recorded, in the caller's goroutine. One that cannot be sent is told with a Failure and goes on.
//
// A key in force that is missing in a batch's answer is asked for once more, alone: how many customer_uids the server
// takes at once is nowhere documented, and a silent limit must not look like deleted keys.
//
// Errors are [*Failure]: Cancelled when ctx ended, NoJournal when nothing could be recorded, and those of [Desk.LookUp].
// What was told before stays recorded; of the batch under way nothing is.
func (d *Desk) LookUpMany(ctx context.Context, uids []string, operator string, each func(done, of int, l Looked)) (Tally, error) {
	all := eachOnce(uids)
	r := round{desk: d, operator: operator, each: each, tally: Tally{Of: len(all), By: map[ledger.Verdict]int{}}}
	for some := range slices.Chunk(r.sendable(all), lookupBatch) {
		if err := ctx.Err(); err != nil {
			return r.tally, asFailure(err)
		}
		if err := r.batch(ctx, some); err != nil {
			return r.tally, asFailure(err)
		}
	}
	return r.tally, nil
}

func eachOnce(uids []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(uids), func(uid string) bool {
		again := seen[uid]
		seen[uid] = true
		return again
	})
}

// round is one LookUpMany.
type round struct {
	desk     *Desk
	operator string
	each     func(done, of int, l Looked)
	tally    Tally
}

// sendable tells of those that cannot be sent, and keeps the others.
func (r *round) sendable(uids []string) []string {
	return slices.DeleteFunc(uids, func(uid string) bool {
		if _, bad := refusedUID(uid); !bad {
			return false
		}
		r.tell(Looked{UID: uid, Failure: &Failure{Kind: BadUID}})
		return true
	})
}

func (r *round) tell(l Looked) {
	r.tally.Done++
	if l.Failure != nil {
		r.tally.Refused++
	} else {
		r.tally.By[l.Verdict]++
	}
	if r.each != nil {
		r.each(r.tally.Done, r.tally.Of, l)
	}
}

func (r *round) batch(ctx context.Context, uids []string) error {
	views, err := r.desk.views(ctx, uids)
	if err != nil {
		return err
	}
	if err := r.desk.seen(ctx, views, r.operator); err != nil {
		return err
	}
	for _, v := range views {
		r.tell(Looked{UID: v.UID, Verdict: v.Verdict, EntryID: v.EntryID, Key: v.Key})
	}
	return nil
}
