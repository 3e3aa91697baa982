package issuing

import (
	"context"
	"errors"
	"slices"
	"time"

	"billkey/api/ledger"
)

// Unsettled are this profile's orders whose end is not known.
func (d *Desk) Unsettled(ctx context.Context) ([]ledger.Entry, error) {
	return d.journal.Unsettled(ctx, d.profile.ID)
}

// Forsaken are those of them that no desk looks after any more: the desk that gave them has died, or lost the ledger. Any
// desk may follow them; it is told when another one was first.
func (d *Desk) Forsaken(ctx context.Context) ([]ledger.Entry, error) {
	list, err := d.Unsettled(ctx)
	return slices.DeleteFunc(list, func(e ledger.Entry) bool { return e.WatchedUntil.After(time.Now()) }), err
}

// Follow looks an unknown order up at 5, 15, 30, 60 and 120 seconds and reports each look, until it is decided,
// ctx ends or the times are over.
func (d *Desk) Follow(ctx context.Context, id int64, report func(Receipt)) {
	start := time.Now()
	for _, after := range lookupsAfter {
		if !wait(ctx, time.Until(start.Add(after))) {
			return
		}
		r, err := d.Reconcile(ctx, id)
		if failed := (*Failure)(nil); errors.As(err, &failed) && failed.Kind == OtherProfile {
			return
		}
		if err != nil {
			continue
		}
		report(r)
		if r.State != ledger.Unknown {
			return
		}
	}
}

func wait(ctx context.Context, t time.Duration) bool {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Reconcile looks the key of an unknown order up once and settles the order if the answer decides it. It never posts.
// An order that has its end already, from here or from another desk, is reported as it ended; one that another desk looks
// after (see [ledger.Store]) is not looked up, and stays unknown. Errors are [*Failure]; the order then stays as it is.
func (d *Desk) Reconcile(ctx context.Context, id int64) (Receipt, error) {
	e, err := d.open(ctx, id)
	if failed := (*Failure)(nil); errors.As(err, &failed) && failed.Kind == Settled {
		return ended(e), nil
	}
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{EntryID: id, UID: e.CustomerUID, Replaced: e.Replace, State: ledger.Unknown}
	own, _ := d.own(id)
	switch {
	case own.flying: // its answer will come, or its time limit
		return r, nil
	case own.owed != nil:
		return d.paid(ctx, r, *own.owed), nil
	}
	var watched *ledger.WatchedError
	if errors.As(d.journal.Take(ctx, id), &watched) {
		return r, nil
	}
	return d.decide(ctx, r, e) // also where that cannot be written, as on a full disk: a look changes nothing
}

// paid writes an end that was known all along.
func (d *Desk) paid(ctx context.Context, r Receipt, o ledger.Outcome) Receipt {
	r.JournalErr = d.settle(ctx, r.EntryID, r.UID, o)
	r.State = o.State
	if o.Key != nil {
		r.Key = &Key{
			CustomerUID: r.UID, CustomerName: o.Key.CustomerName, PG: o.Key.PG, MID: o.Key.MID, CardName: o.Key.CardName, CardCode: o.Key.CardCode,
			Masked: o.Key.Masked, Sandbox: o.Key.Sandbox, Inserted: unix(o.Key.Inserted), Updated: unix(o.Key.Updated),
		}
	}
	if o.State == ledger.Declined {
		r.Failure, r.Advice = &Failure{Kind: Declined, Message: o.Message}, AdviceOn(d.profile.PG, o.Message)
	}
	return r
}

// decide asks the server. The token comes first, since it brings the server's clock, and the clock is read before the
// key: an answer shows the moment of its question at best.
func (d *Desk) decide(ctx context.Context, r Receipt, e ledger.Entry) (Receipt, error) {
	if err := d.gateway.Warm(ctx); err != nil {
		return r, asFailure(err)
	}
	quiet := d.quiet(e)
	l, err := d.LookUp(ctx, e.CustomerUID)
	if err != nil {
		return r, err
	}
	r.Key = l.Key
	switch verdict(e, l.Key, quiet) {
	case ledger.Issued:
		return d.issued(ctx, r, l.Key, "lookup"), nil
	case ledger.NotIssued:
		r.State = ledger.NotIssued
		r.JournalErr = d.settle(ctx, e.ID, r.UID, ledger.Outcome{State: ledger.NotIssued, At: d.gateway.Now(), How: "lookup"})
	default:
		if e.State == ledger.Pending && quiet { // before that, another process may be waiting for its answer
			_ = d.journal.MarkUnknown(ctx, e.ID, e.Message, d.gateway.Now())
		}
	}
	return r, nil
}
