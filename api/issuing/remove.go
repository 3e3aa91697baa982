package issuing

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"billkey/api"
	"billkey/api/ledger"
)

// Removal asks to delete the key of one row at iamport.
type Removal struct {
	// EntryID is the row, UID its customer_uid.
	EntryID int64
	UID     string
	// Typed is the operator's word: what [ChallengeFor] asks for, of the key that is to be deleted.
	Typed string
	// Reason is recorded, and told to iamport with every number of 12 and more digits starred.
	Reason   string
	Operator string
}

// Remove deletes the key of a row at iamport, for good. It looks the customer_uid up, writes the deletion down and sends
// the DELETE once. From the moment it is written down no order and no other deletion begins for the customer_uid at any
// desk on this ledger, until the deletion has its end or nothing of it can be travelling any more
// ([ledger.DeletionLimit]). nil means that the key is gone and the row says so. What another place without this ledger
// does between the lookup and the DELETE cannot be seen.
//
// Errors are [*Failure]. Nothing was sent: NoReason, NotConfirmed, NotInForce, OtherProfile, BadUID, OpenOrder, Deleting,
// NoJournal, Cancelled, and Changed with Was and Now when the key is not the row's (the row is marked then). Sent:
// Declined, BadCredentials, Unreachable when the key still stands; Unclear when nobody knows: the row stays, and a later
// lookup decides it; NotWritten when it was deleted and the row could not be changed.
func (d *Desk) Remove(ctx context.Context, r Removal) error {
	if strings.TrimSpace(r.Reason) == "" {
		return &Failure{Kind: NoReason}
	}
	e, err := d.row(ctx, r.EntryID, r.UID)
	if err != nil {
		return err
	}
	v, err := d.proven(ctx, e, r.Operator)
	switch {
	case v.Verdict == ledger.SeenDeleted: // an earlier deletion had no end yet, and is done
		return nil
	case err != nil:
		return err
	case !v.named(r.Typed):
		return &Failure{Kind: NotConfirmed, Now: v.Key}
	}
	return d.removed(ctx, v, r)
}

// removed writes the deletion down, which the ledger refuses if anything happened since v was asked, and sends it.
func (d *Desk) removed(ctx context.Context, v view, r Removal) error {
	if err := ctx.Err(); err != nil {
		return asFailure(err)
	}
	ctx = context.WithoutCancel(ctx)
	err := d.journal.BeginDeletion(ctx, ledger.Deletion{
		EntryID: r.EntryID, Stamp: v.Key.stamp(), Asked: v.Moment, At: d.gateway.Now(), Operator: r.Operator, Reason: r.Reason,
	})
	switch {
	case errors.Is(err, ledger.ErrMoved):
		return d.changed(ctx, v.Lookup)
	case err != nil:
		return journalFailure(err)
	}
	return d.finish(ctx, r, d.sendDeletion(ctx, r))
}

// longNumber may be a card number that was pasted into a reason, with or without separators.
var longNumber = regexp.MustCompile(`\p{Nd}(?:[\s\p{Pd}\p{Cf}]{0,3}\p{Nd}){11,}`)

// sendDeletion sends the DELETE, once.
func (d *Desk) sendDeletion(ctx context.Context, r Removal) error {
	defer d.forget(r.UID)
	ctx, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	_, err := d.gateway.DeleteBillingKey(ctx, r.UID, longNumber.ReplaceAllString(r.Reason, "****"))
	return err
}

// finish writes down what became of a deletion. "Not found" is an end as well: the key is gone. Where the answer was lost,
// a lookup that finds no key proves the deletion, and one that finds it proves nothing: the DELETE may still arrive.
func (d *Desk) finish(ctx context.Context, r Removal, sent error) error {
	switch {
	case sent == nil, errors.Is(sent, api.ErrNotFound):
		return d.gone(ctx, r)
	case !api.Undecided(sent):
		f := failureOf(sent)
		_ = d.journal.Record(ctx, ledger.Event{
			At: d.gateway.Now(), Operator: r.Operator, Profile: d.profile.ID, CustomerUID: r.UID, EntryID: r.EntryID,
			Kind: ledger.KindNotDeleted, Detail: f.Message,
		})
		return f
	}
	return d.unanswered(ctx, r, sent)
}

// unanswered looks after a deletion whose answer was lost. That no key stands there ends it for the row, but not for the
// customer_uid: the DELETE may still be travelling.
func (d *Desk) unanswered(ctx context.Context, r Removal, sent error) error {
	views, err := d.views(ctx, []string{r.UID})
	if err != nil {
		return &Failure{Kind: Unclear, Err: sent}
	}
	if views[0].Key != nil {
		return &Failure{Kind: Unclear, Now: views[0].Key, Err: sent}
	}
	if err := d.seen(ctx, views, r.Operator); err != nil {
		return &Failure{Kind: NotWritten, Err: err}
	}
	if views[0].Verdict != ledger.SeenDeleted {
		return &Failure{Kind: Unclear, Err: sent}
	}
	return nil
}

// gone marks the row as deleted, unless another desk's lookup has done so already.
func (d *Desk) gone(ctx context.Context, r Removal) error {
	err := d.journal.KeyDeleted(ctx, r.EntryID, d.gateway.Now(), r.Operator, r.Reason)
	if err == nil || errors.Is(err, ledger.ErrNotInForce) {
		return nil
	}
	return &Failure{Kind: NotWritten, Err: err}
}
