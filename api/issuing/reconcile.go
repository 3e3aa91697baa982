package issuing

import (
	"context"
	"time"

	"billkey/api/card"
	"billkey/api/ledger"
)

// Unsettled are this profile's orders whose end is not known.
func (d *Desk) Unsettled(ctx context.Context) ([]ledger.Entry, error) {
	return d.journal.Unsettled(ctx, d.profile.ID)
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
// Errors are [*Failure]; the order then stays as it is.
func (d *Desk) Reconcile(ctx context.Context, id int64) (Receipt, error) {
	e, err := d.journal.Entry(ctx, id)
	if err != nil {
		return Receipt{}, &Failure{Kind: NoJournal, Err: err}
	}
	r := Receipt{EntryID: id, UID: e.CustomerUID, Replaced: e.Replace, State: e.State}
	if e.Profile != d.profile.ID || (e.State != ledger.Pending && e.State != ledger.Unknown) {
		return r, nil
	}
	l, err := d.LookUp(ctx, e.CustomerUID)
	if err != nil {
		return r, err
	}
	r.Key = l.Key
	switch verdict(e, l.Key, d.gateway.Now()) {
	case ledger.Issued:
		return d.issued(ctx, r, l.Key, "lookup"), nil
	case ledger.NotIssued:
		r.State = ledger.NotIssued
		r.JournalErr = d.journal.Settle(ctx, id, ledger.Outcome{State: ledger.NotIssued, At: d.gateway.Now(), How: "lookup"})
		return r, nil
	}
	r.State = ledger.Unknown
	r.JournalErr = d.journal.MarkUnknown(ctx, id, e.Message, d.gateway.Now())
	return r, nil
}

// verdict decides an order by the key now in force and the one that stood before the POST:
//
//	before   now                          verdict
//	none     none, quiet period over      not issued
//	none     our card, new                issued
//	stamp S  later than S, our card       issued (S replaced)
//	stamp S  S, quiet period over         not issued: the old key still stands
//	any      anything else                unknown: gone, or another card
func verdict(e ledger.Entry, now *Key, clock time.Time) ledger.State {
	none := e.Prior == (ledger.Stamp{})
	quiet := clock.Sub(e.StartedAt) >= Quiet
	switch {
	case now == nil && none && quiet, now != nil && now.stamp() == e.Prior && quiet:
		return ledger.NotIssued
	case now == nil || now.stamp() == e.Prior:
		return ledger.Unknown
	case ours(e, now) && moved(e, now):
		return ledger.Issued
	}
	return ledger.Unknown
}

// ours compares cards where both masks show one; some PGs show none, then the stamps alone decide.
func ours(e ledger.Entry, k *Key) bool {
	return card.LastFour(k.Masked) == "" || card.SameMask(e.Masked, k.Masked)
}

// clockSlack covers the second that stamps are cut to and the error of the offset learnt from getToken.
const clockSlack = 10 * time.Second

// moved tells that the key was registered after the order began.
func moved(e ledger.Entry, k *Key) bool {
	return seconds(k.Updated) > e.Prior.Updated && k.Updated.After(e.StartedAt.Add(-clockSlack))
}

// SettleByHand ends an unknown order by the operator's word, with a reason that is recorded.
// State is issued or not_issued. Errors are [*Failure].
func (d *Desk) SettleByHand(ctx context.Context, id int64, state ledger.State, operator, reason string) error {
	err := d.journal.Settle(ctx, id, ledger.Outcome{
		State: state, Message: reason, At: d.gateway.Now(), How: "hand", Operator: operator,
	})
	if err != nil {
		return journalFailure(err)
	}
	return nil
}
