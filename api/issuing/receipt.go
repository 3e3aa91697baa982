package issuing

import (
	"context"
	"errors"

	"billkey/api"
	"billkey/api/ledger"
)

// Receipt is the end of an order, or of a later look at an unknown one.
type Receipt struct {
	EntryID int64
	UID     string
	// State is issued, declined, not_issued or unknown.
	State ledger.State
	// Replaced tells that another key stood behind the customer_uid before.
	Replaced bool
	// Key is the key now in force, where it is known; after a decline it is the old one.
	Key *Key
	// Failure is why nothing was issued, or why it is unknown.
	Failure *Failure
	Advice  Advice
	// Alerts are the ways in which the answer disagrees with the profile.
	Alerts []Alert
	// JournalErr is set when the outcome could not be written; this desk writes it before the next order for the
	// customer_uid, and after a restart the open row brings the question up again.
	JournalErr error
}

// issued settles an order whose key the server has shown.
func (d *Desk) issued(ctx context.Context, r Receipt, k *Key, how string) Receipt {
	r.State, r.Key, r.Failure = ledger.Issued, k, nil
	r.Alerts = d.disagreements(k)
	r.JournalErr = d.settle(ctx, r.EntryID, r.UID, ledger.Outcome{
		State: ledger.Issued, At: d.gateway.Now(), How: how, Key: ledgerKey(k),
	})
	return r
}

// failed settles an order that got no key: refused, or unknown. prior is the key that stood before.
func (d *Desk) failed(ctx context.Context, r Receipt, prior *Key, err error) Receipt {
	r.Failure = failureOf(err)
	if api.Undecided(err) {
		r.State = ledger.Unknown
		r.JournalErr = d.journal.MarkUnknown(ctx, r.EntryID, r.Failure.Message, d.gateway.Now())
		return r
	}
	r.State = ledger.NotIssued
	if r.Failure.Kind == Declined {
		r.State, r.Advice = ledger.Declined, AdviceOn(d.profile.PG, r.Failure.Message)
	}
	r.JournalErr = d.settle(ctx, r.EntryID, r.UID, ledger.Outcome{
		State: r.State, Code: codeOf(err), Message: r.Failure.Message, At: d.gateway.Now(), How: "answer",
	})
	if prior != nil && r.State == ledger.Declined {
		r.Key = d.inForce(ctx, r.UID, prior)
	}
	return r
}

// inForce looks up which key stands after a declined replacement: nothing assumes that the old one survived. The same
// account saw it seconds ago, so that "not found" now proves its loss, which is written down.
func (d *Desk) inForce(ctx context.Context, uid string, prior *Key) *Key {
	l, err := d.LookUp(ctx, uid)
	if err != nil {
		return nil
	}
	if l.Key == nil {
		d.lost(ctx, uid, prior.stamp())
	}
	return l.Key
}

// lost marks this ledger's entry of the key, if it has one, as deleted.
func (d *Desk) lost(ctx context.Context, uid string, s ledger.Stamp) {
	list, err := d.entriesOf(ctx, uid, recentEntries)
	if err != nil {
		return
	}
	for _, e := range list {
		if e.State == ledger.Issued && e.Updated == s.Updated && e.Inserted == s.Inserted {
			_ = d.journal.KeyDeleted(ctx, e.ID, d.gateway.Now(), "", "gone_after_decline")
		}
	}
}

func codeOf(err error) int {
	var e *api.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// ended is the receipt of an order that has its end already.
func ended(e ledger.Entry) Receipt {
	r := Receipt{EntryID: e.ID, UID: e.CustomerUID, Replaced: e.Replace, State: e.State}
	switch e.State {
	case ledger.Issued, ledger.Replaced, ledger.Deleted: // what became of the key later is another story
		r.State, r.Key = ledger.Issued, keyIn(e)
	case ledger.Declined:
		r.Failure = &Failure{Kind: Declined, Message: e.Message}
		r.Advice = AdviceOn(e.PG, e.Message)
	}
	return r
}
